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
    let tags = 0..<tagCount
    func largest(_ value: (Int) -> Double) -> Int { tags.max { value($0) < value($1) } ?? 0 }
    var scores = tags.map { start[0, $0] + emissions[0, $0] }
    var origins: [[Int]] = []
    for t in 0..<emissions.rows where t > 0 {
      let from = tags.map { to in largest { scores[$0] + transitions[$0, to] } }
      scores = tags.map { scores[from[$0]] + transitions[from[$0], $0] + emissions[t, $0] }
      origins.append(from)
    }
    var path = [largest { scores[$0] }]
    let score = scores[path[0]]
    for from in origins.reversed() { path.append(from[path[path.count - 1]]) }
    return ScoredTags(tags: path.reversed(), score: score)
    // PLACEHOLDER return notWritten(
    // PLACEHOLDER   "15.6", ScoredTags(tags: Array(repeating: 0, count: emissions.rows), score: .nan))
    // END
  }
}
