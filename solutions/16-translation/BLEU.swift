import ExerciseSupport
import LinearAlgebra

/// How much translations resemble those of people: BLEU, from 0 to 1.
///
/// - Parameters:
///   - translations: one for each sentence, in words.
///   - references: a person's translation of each.
///   - order: the longest runs of words that are compared, 4 as a rule; at least 1.
/// - Returns: of all sentences together; 0 where no run of some length is right, or where there is
///   none.
/// - Precondition: there is a reference for each translation.
/// - Note: Papineni, Roukos, Ward and Zhu (2002), "BLEU: a Method for Automatic Evaluation of Machine
///   Translation".
public func bleu<Word: Equatable>(
  _ translations: [[Word]], references: [[Word]], order: Int = 4
) -> Double {
  stop(if: bleuProblem(translations.count, references: references.count, order: order))
  // EXERCISE 16.9 (4 points): BLEU
  var logs = 0.0
  for length in 1...order {
    var (right, all) = (0, 0)
    for (translation, reference) in zip(translations, references) {
      var left = runs(of: reference, length: length)
      for run in runs(of: translation, length: length) {
        all += 1
        if let place = left.firstIndex(of: run) {
          right += 1
          left.remove(at: place)
        }
      }
    }
    if right == 0 { return 0 }
    logs += log(Double(right) / Double(all)) / Double(order)
  }
  let written = Double(translations.reduce(0) { $0 + $1.count })
  let wanted = Double(references.reduce(0) { $0 + $1.count })
  return exp(logs + min(0, 1 - wanted / written))
  // PLACEHOLDER return notWritten("16.9")
  // END
}

// REGION runs
/// All runs of so many words that stand one after the other.
///
///     runs(of: ["a", "b", "a"], length: 2)      // ["a", "b"], ["b", "a"]
public func runs<Word>(of words: [Word], length: Int) -> [[Word]] {
  words.count < length ? [] : (0...words.count - length).map { Array(words[$0..<$0 + length]) }
}
// END REGION runs

/// The sentence that says why there is nothing to compare; nil where there is.
func bleuProblem(_ translations: Int, references: Int, order: Int) -> String? {
  if order < 1 { return "runs of \(order) words: they need one word at least" }
  return translations == references
    ? nil : "\(translations) translations with \(references) references: each needs one"
}
