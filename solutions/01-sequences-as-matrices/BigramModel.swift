import ExerciseSupport
import LinearAlgebra

/// Counts which symbol follows which.
///
///     bigramCounts([0, 1, 0, 1, 1], vocabularySize: 2)      // 2×2 [[0, 2], [1, 1]]
///
/// - Parameters:
///   - symbols: a text, each symbol in `0..<vocabularySize`; it may be empty.
///   - vocabularySize: V.
/// - Returns: V × V; row i, column j is how often j came directly after i.
/// - Precondition: each symbol is in `0..<vocabularySize`.
public func bigramCounts(_ symbols: [Int], vocabularySize: Int) -> Matrix {
  stop(if: symbolProblem(symbols, vocabularySize: vocabularySize))
  // EXERCISE 1.6 (2 points): count the pairs
  var counts = Matrix(rows: vocabularySize, columns: vocabularySize)
  for (current, next) in zip(symbols, symbols.dropFirst()) { counts[current, next] += 1 }
  return counts
  // PLACEHOLDER return notWritten("1.6", rows: vocabularySize, columns: vocabularySize)
  // END
}

/// Turns counts into probabilities, after adding the same amount to every count.
///
///     smoothedProbabilities([[0, 2], [1, 1]], smoothing: 1)      // 2×2 [[0.25, 0.75], [0.5, 0.5]]
///
/// - Parameters:
///   - counts: V × V, row i, column j: how often j came after i. A row may be all zeros.
///   - smoothing: what is added to each count; 1 is Laplace's rule. Above 0.
/// - Returns: V × V; row i is the distribution of what comes after i: positive, summing to 1.
/// - Precondition: `smoothing` is above 0.
public func smoothedProbabilities(_ counts: Matrix, smoothing: Double) -> Matrix {
  stop(if: smoothingProblem(smoothing))
  // EXERCISE 1.7 (2 points): from counts to probabilities
  var probabilities = counts
  for row in 0..<counts.rows {
    let smoothed = counts.row(row) + smoothing
    let total = smoothed.sum
    for column in 0..<counts.columns { probabilities[row, column] = smoothed[0, column] / total }
  }
  return probabilities
  // PLACEHOLDER return notWritten("1.7", rows: counts.rows, columns: counts.columns)
  // END
}

func smoothingProblem(_ smoothing: Double) -> String? {
  smoothing > 0 ? nil : "smoothing is \(smoothing); it must be above 0"
}

// REGION bigram-model
/// A language model that looks at one symbol to predict the next: a table of probabilities.
///
///     let model = BigramModel(symbols: text, vocabularySize: 27)
///     perplexity(model.loss(on: otherText))
///
/// - Note: Markov (1913) counted such pairs in Pushkin's "Eugene Onegin"; Shannon (1948) wrote
///   text from them.
public struct BigramModel: Equatable, Sendable {
  /// V × V: row i, column j is the probability that j comes directly after i.
  public let probabilities: Matrix

  /// Creates a model from a table that is known already, V × V.
  public init(probabilities: Matrix) {
    self.probabilities = probabilities
  }

  /// Counts a text and smooths the counts, as `smoothedProbabilities` does.
  public init(symbols: [Int], vocabularySize: Int, smoothing: Double = 1) {
    let counts = bigramCounts(symbols, vocabularySize: vocabularySize)
    self.init(probabilities: smoothedProbabilities(counts, smoothing: smoothing))
  }
}
// END REGION bigram-model

extension BigramModel {
  /// The mean surprise, in nats, at each symbol of a text after its first.
  ///
  /// The first symbol has none before it, so a text of T symbols is T - 1 predictions.
  ///
  /// - Parameter symbols: at least two, each in `0..<V`.
  /// - Returns: the mean of `-log p(next | current)`; infinite where a pair has probability 0.
  /// - Precondition: there are at least two symbols, each in `0..<V`.
  public func loss(on symbols: [Int]) -> Double {
    stop(if: pairProblem(symbols))
    // EXERCISE 1.8 (3 points): the loss of a table on a text
    var total = 0.0
    for (current, next) in zip(symbols, symbols.dropFirst()) {
      total -= log(probabilities[current, next])
    }
    return total / Double(symbols.count - 1)
    // PLACEHOLDER return notWritten("1.8")
    // END
  }

  /// The sentence that says why this model has no loss on these symbols; nil where it has one.
  func pairProblem(_ symbols: [Int]) -> String? {
    if symbols.count < 2 {
      return "a loss needs at least two symbols, not \(symbols.count): there is nothing to predict"
    }
    return symbolProblem(symbols, vocabularySize: probabilities.rows)
  }
}

// REGION as-a-network
extension BigramModel {
  /// The same model in the form of a network: one-hot rows times a matrix of weights.
  ///
  /// - Returns: symbols × V, one row of logits for each symbol; its softmax is the symbol's row of
  ///   the table.
  public func logits(after symbols: [Int]) -> Matrix {
    affine(
      oneHot(symbols, vocabularySize: probabilities.rows),
      weights: log(probabilities),
      bias: Matrix(rows: 1, columns: probabilities.columns))
  }
}
// END REGION as-a-network
