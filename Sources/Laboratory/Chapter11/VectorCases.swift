import GradientChecking
import LinearAlgebra
import WordVectors

/// What the two models of chapter 11 are checked on: five words, and numbers that are all random.
enum VectorCases {
  private static let words = 5

  /// - Parameter size: D, the numbers of a word.
  static func skipGram(size: Int, using generator: inout SeededGenerator) -> SkipGram {
    SkipGram(words: table(size, &generator), contexts: table(size, &generator))
  }

  /// Words that come twice, as a centre and as company, and a negative that is the neighbour.
  static let batch = SkipGramBatch(
    centres: [0, 2, 2], neighbours: [1, 3, 3], negatives: [[4, 3, 0], [1, 1, 2]])

  /// - Parameter size: D, the numbers of a word.
  static func gloVe(size: Int, using generator: inout SeededGenerator) -> GloVe {
    GloVe(
      words: table(size, &generator), contexts: table(size, &generator),
      wordBias: .normal(rows: 1, columns: words, using: &generator),
      contextBias: .normal(rows: 1, columns: words, using: &generator))
  }

  /// Words × words, of which every third pair never occurs.
  static let counts = Matrix(
    rows: words, columns: words,
    values: (0..<words * words).map { $0 % 3 == 0 ? 0 : Double($0 * $0) })

  private static func table(_ size: Int, _ generator: inout SeededGenerator) -> Matrix {
    .normal(rows: words, columns: size, using: &generator)
  }
}
