import ExerciseSupport
import LanguageModel
import LinearAlgebra

extension RecurrentModel {
  /// The way of choosing under which a text is the most probable.
  ///
  /// - Parameters:
  ///   - ways: at least one.
  ///   - text: what was written, of any length; symbols in `0..<vocabularySize`.
  ///   - prompt: what stood before it, at least one symbol.
  /// - Returns: an index of `ways`; of several that are equally probable the smallest, and 0 where
  ///   none of them can have written the text.
  /// - Precondition: there is a way, and the prompt has a symbol.
  public func likeliest(of ways: [Sampling], for text: [Int], after prompt: [Int]) -> Int {
    stop(if: promptProblem(prompt) ?? (ways.isEmpty ? "there is no way to choose from" : nil))
    // EXERCISE 9.7 (3 points): whose hand?
    var (logits, state) = predict([prompt[0]], from: initialState(rows: 1))
    for symbol in prompt.dropFirst() { (logits, state) = predict([symbol], from: state) }
    var scores = ways.map { _ in 0.0 }
    for symbol in text {
      for index in ways.indices {
        scores[index] += log(ways[index].probabilities(logits.values)[symbol])
      }
      (logits, state) = predict([symbol], from: state)
    }
    return scores.indices.max { scores[$0] < scores[$1] } ?? 0
    // PLACEHOLDER return notWritten("9.7", 0)
    // END
  }
}
