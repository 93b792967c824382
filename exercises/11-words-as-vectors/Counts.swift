import ExerciseSupport
import LinearAlgebra

/// How often each word stands near each other word.
///
///     contextCounts([[0, 1, 0]], vocabularySize: 2, window: 1)      // 2×2 [[0, 2], [2, 0]]
///     contextCounts([[0, 1, 0]], vocabularySize: 2, window: 2)      // 2×2 [[2, 2], [2, 0]]
///
/// - Parameters:
///   - text: sentences, each a list of symbols in `0..<vocabularySize`; a sentence may be empty.
///   - vocabularySize: V.
///   - window: how many places away a neighbour may be, at least 1, before the word and after it.
///     What stands in another sentence is no neighbour, however near. A place is not its own
///     neighbour, but the same word in another place is.
/// - Returns: V × V; row i, column j: how often word j stood in the window of word i.
/// - Precondition: every symbol is in the vocabulary, and the window is at least 1.
public func contextCounts(_ text: [[Int]], vocabularySize: Int, window: Int) -> Matrix {
  stop(if: countsProblem(text, vocabularySize: vocabularySize, window: window))
  // EXERCISE 11.3 (3 points): the company of each word
  // Read chapters/11-words-as-vectors.md, "The company of each word".
  // Check with: swift run course check 11.3
  return notWritten("11.3", rows: vocabularySize, columns: vocabularySize)
}

func countsProblem(_ text: [[Int]], vocabularySize: Int, window: Int) -> String? {
  if window < 1 { return "a window of \(window) holds no neighbour: it must be at least 1" }
  for sentence in text {
    if let problem = symbolsProblem(sentence, rows: vocabularySize) { return problem }
  }
  return nil
}
