import ExerciseSupport

/// How far apart you expect a word and its translation to be.
///
/// A source of ten words is read, one a step, in steps 1 to 10. Then ten words are written, in steps
/// 11 to 20. The k-th word written translates the k-th word of the sentence. The distance of the two
/// is the number of steps from the one at which the word is read to the one at which its translation
/// is written.
///
/// - Returns: four distances. First: the mean of all ten, where the source is read from its first
///   word to its last. Second: the smallest of the ten there. Third and fourth: mean and smallest,
///   where the source is read from its last word to its first.
public func expectedDistances() -> [Double] {
  // EXERCISE 16.5 (2 points): how far is a word from its translation?
  // Read chapters/16-translation.md, "How far is a word from its translation?".
  // Check with: swift run course check 16.5
  notWritten("16.5", [.nan, .nan, .nan, .nan])
}
