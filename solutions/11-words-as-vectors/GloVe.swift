import ExerciseSupport
import GradientChecking
import LinearAlgebra
import Optimizers

/// Two vectors and two biases for each word, whose products are to be the logarithms of counts.
///
/// - Note: Pennington, Socher and Manning (2014), "GloVe: Global Vectors for Word Representation".
public struct GloVe: Parameterised, Equatable, Sendable {
  /// E and C, V × D: the vectors of the words, and of the words as company.
  public var words, contexts: Matrix
  /// b and b̃, 1 × V: how frequent a word is, and how frequent it is as company.
  public var wordBias, contextBias: Matrix

  /// Creates a model from its parts: two tables, V × D, and two biases, 1 × V.
  ///
  /// - Precondition: the tables have one shape.
  public init(words: Matrix, contexts: Matrix, wordBias: Matrix, contextBias: Matrix) {
    stop(if: tablesProblem(words, contexts))
    (self.words, self.contexts) = (words, contexts)
    (self.wordBias, self.contextBias) = (wordBias, contextBias)
  }

  public var parameterNames: [String] { ["E", "C", "b", "b̃"] }

  /// E and C, each V × D, then b and b̃, each 1 × V.
  public var parameters: [Matrix] {
    get { [words, contexts, wordBias, contextBias] }
    set {
      (words, contexts) = (newValue[0], newValue[1])
      (wordBias, contextBias) = (newValue[2], newValue[3])
    }
  }
}

extension GloVe {
  /// The count from which on a pair has its full weight.
  public static let fullCount = 100.0

  // REGION weights
  /// f(X), V × V, how much each pair counts: from 0 for a pair that never occurred up to 1.
  public static func weights(_ counts: Matrix) -> Matrix {
    counts.map { $0 > 0 ? min(1, exp(0.75 * log($0 / fullCount))) : 0 }
  }
  // END REGION weights

  // REGION errors
  /// By how much each pair is missed: the product of its vectors and its biases, minus the logarithm
  /// of its count. A pair that never occurred has no logarithm, and the error 0.
  ///
  /// - Parameter counts: X, V × V, each 0 or more.
  /// - Returns: V × V.
  public func errors(on counts: Matrix) -> Matrix {
    let products = words.timesTransposed(contexts) + contextBias
    let scores = (products.transposed + wordBias).transposed
    var errors = scores.filledWithZeros
    for row in 0..<counts.rows {
      for column in 0..<counts.columns where counts[row, column] > 0 {
        errors[row, column] = scores[row, column] - log(counts[row, column])
      }
    }
    return errors
  }
  // END REGION errors

  // REGION loss
  /// The weighted sum of the squared errors.
  ///
  /// - Parameter counts: X, V × V, each 0 or more; they need not be whole numbers.
  public func loss(on counts: Matrix) -> Double {
    let errors = errors(on: counts)
    return (GloVe.weights(counts) .* errors .* errors).sum
  }
  // END REGION loss

  /// How the loss changes with every number of the model.
  ///
  /// - Parameter counts: X, V × V, each 0 or more; they need not be whole numbers.
  /// - Returns: dE, dC, db and db̃, each of the shape of what it is the gradient of.
  public func gradients(on counts: Matrix) -> [Matrix] {
    // EXERCISE 11.8 (4 points): back through weighted squares
    let slopes = 2 * (GloVe.weights(counts) .* errors(on: counts))
    return [
      slopes * contexts,
      slopes.transposedTimes(words),
      slopes.rowSums.transposed,
      slopes.columnSums,
    ]
    // PLACEHOLDER notWritten("11.8", parameters.map { $0.filledWithNaN })
    // END
  }
}

/// GloVe while it learns from a table of counts, all pairs in each update.
public struct GloVeLesson: Sendable {
  /// What has been learnt so far.
  public private(set) var model: GloVe
  /// The updates made.
  public private(set) var updates = 0
  private let counts: Matrix
  private var optimizer: Adam

  /// Begins with random vectors, drawn evenly from ±0.1, and biases of 0.
  ///
  /// - Parameters:
  ///   - counts: V × V, each 0 or more.
  ///   - size: D.
  ///   - learningRate: of Adam.
  ///   - seed: of the first vectors.
  public init(counts: Matrix, size: Int = 16, learningRate: Double = 0.05, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    self.counts = counts
    optimizer = Adam(learningRate: learningRate)
    model = GloVe(
      words: firstVectors(counts.rows, size, using: &generator),
      contexts: firstVectors(counts.rows, size, using: &generator),
      wordBias: Matrix(rows: 1, columns: counts.rows),
      contextBias: Matrix(rows: 1, columns: counts.rows))
  }

  /// Makes one update.
  public mutating func advance() {
    optimizer.update(&model.parameters, gradients: model.gradients(on: counts))
    updates += 1
  }
}
