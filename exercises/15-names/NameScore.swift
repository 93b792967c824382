import ExerciseSupport

/// How well names were found in some sentences.
public struct NameScore: Equatable, Sendable {
  /// The share of the names found that are right; 0 where none was found.
  public var precision: Double
  /// The share of the names in the text that were found; 0 where there is none.
  public var recall: Double
  /// The harmonic mean of both, 2PR / (P + R); 0 where both are 0.
  public var f1: Double
  /// The share of the words whose tag is right; 0 where there is no word.
  public var accuracy: Double

  /// Creates a score from its parts, each from 0 to 1.
  public init(precision: Double, recall: Double, f1: Double, accuracy: Double) {
    (self.precision, self.recall) = (precision, recall)
    (self.f1, self.accuracy) = (f1, accuracy)
  }
}

/// Compares the names that tags mark with those that are there.
///
/// A name counts as found only if its class, its first word and its last word are all right.
///
/// - Parameters:
///   - given: what a tagger says, sentence by sentence.
///   - right: what it should say, of the same lengths.
/// - Returns: one score for all sentences together: counts are added up first, and divided last.
public func nameScore(_ given: [[Tag]], against right: [[Tag]]) -> NameScore {
  // EXERCISE 15.2 (3 points): how many names were found
  // Read chapters/15-names.md, "How many names were found". Check with: swift run course check 15.2
  notWritten(
    "15.2", NameScore(precision: .nan, recall: .nan, f1: .nan, accuracy: .nan))
}
