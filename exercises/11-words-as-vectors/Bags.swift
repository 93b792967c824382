import LinearAlgebra
import Sequences

/// The bag of words of each sentence: how often each word stands in it, wherever.
///
/// - Parameters:
///   - sentences: each a list of symbols in `0..<vocabularySize`.
///   - vocabularySize: V.
/// - Returns: sentences × V. A row is the sum of the sentence's one-hot rows.
public func bags(_ sentences: [[Int]], vocabularySize: Int) -> Matrix {
  Matrix.stacked(sentences.map { oneHot($0, vocabularySize: vocabularySize).columnSums })
}

/// The bags, with each count times how rare the word is: log(N / n) for a word that stands in n of
/// the N sentences.
///
/// - Parameter bags: N × V, from `bags(_:vocabularySize:)`.
/// - Returns: N × V. A word that stands in every sentence has 0 everywhere, and so has a word that
///   stands in none.
/// - Note: Spärck Jones (1972), "A Statistical Interpretation of Term Specificity".
public func tfidf(_ bags: Matrix) -> Matrix {
  let sentences = Double(bags.rows)
  let holding = bags.map { $0 > 0 ? 1 : 0 }.columnSums
  let rarity = holding.map { $0 > 0 ? log(sentences / $0) : 0 }
  return bags * Matrix.diagonal(rarity)
}
