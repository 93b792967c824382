import ExerciseSupport
import LinearAlgebra

/// A row of tags and what it scores.
public struct ScoredTags: Equatable, Sendable {
  /// One column of `Tag.index` for each word.
  public var tags: [Int]
  /// The chain's score of them.
  public var score: Double

  /// Creates tags with their score.
  public init(tags: [Int], score: Double) { (self.tags, self.score) = (tags, score) }
}

extension Chain {
  /// Of all rows of tags the one that scores most.
  ///
  /// - Parameter emissions: z(1) to z(T), a row for each word: T × K, T at least 1.
  /// - Precondition: there is a word, and a column for each tag.
  /// - Complexity: O(T · K²), where trying all would take O(T · Kᵀ).
  /// - Note: Viterbi (1967), "Error Bounds for Convolutional Codes and an Asymptotically Optimum
  ///   Decoding Algorithm".
  public func best(_ emissions: Matrix) -> ScoredTags {
    stop(if: emissionsProblem(emissions))
    // EXERCISE 15.6 (5 points): the best row of tags
    // Read chapters/15-names.md, "The best row of tags". Check with: swift run course check 15.6
    return notWritten(
      "15.6", ScoredTags(tags: Array(repeating: 0, count: emissions.rows), score: .nan))
  }
}
