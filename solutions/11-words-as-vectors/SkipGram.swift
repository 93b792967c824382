import ExerciseSupport
import GradientChecking
import LinearAlgebra

// REGION skip-gram
/// Two vectors for each word: one for the word itself, and one for the word as company.
///
/// - Note: Mikolov, Sutskever, Chen, Corrado and Dean (2013), "Distributed Representations of Words
///   and Phrases and their Compositionality".
public struct SkipGram: Parameterised, Equatable, Sendable {
  /// E, V × D: the vectors of the words.
  public var words: Matrix
  /// C, V × D: the vectors of the words as company.
  public var contexts: Matrix
  // END REGION skip-gram

  /// Creates a model from its two tables, each V × D.
  ///
  /// - Precondition: they have one shape.
  public init(words: Matrix, contexts: Matrix) {
    stop(if: tablesProblem(words, contexts))
    (self.words, self.contexts) = (words, contexts)
  }

  public var parameterNames: [String] { ["E", "C"] }

  /// E and C, each V × D.
  public var parameters: [Matrix] {
    get { [words, contexts] }
    set { (words, contexts) = (newValue[0], newValue[1]) }
  }
}

// REGION batch
/// Words, each with a true neighbour and with words that were drawn by chance.
public struct SkipGramBatch: Equatable, Sendable {
  /// N words.
  public var centres: [Int]
  /// A neighbour of each, N words.
  public var neighbours: [Int]
  /// K lists of N words: entry n of each was drawn for centre n. A draw may hit any word.
  public var negatives: [[Int]]
  // END REGION batch

  /// Creates a batch.
  ///
  /// - Precondition: every list is as long as the list of centres, which is not empty.
  public init(centres: [Int], neighbours: [Int], negatives: [[Int]]) {
    stop(if: batchProblem(centres, [neighbours] + negatives))
    (self.centres, self.neighbours, self.negatives) = (centres, neighbours, negatives)
  }
}

/// The loss of a batch, and its gradients.
public struct SkipGramGradients: Equatable, Sendable {
  /// L, in nats for each centre.
  public var loss: Double
  /// dE and dC, each V × D.
  public var words, contexts: Matrix

  /// Creates the result from the loss and both gradients, each V × D.
  public init(loss: Double, words: Matrix, contexts: Matrix) {
    (self.loss, self.words, self.contexts) = (loss, words, contexts)
  }
}

// REGION helpers
/// log(1 + exp(a)), number by number, for numbers of any size: -log σ(s) is `softplus(-s)`.
/// The result has the shape of the numbers.
public func softplus(_ numbers: Matrix) -> Matrix {
  numbers.map { max($0, 0) + log(1 + exp(-abs($0))) }
}

/// Each row of a matrix times a number of its own.
///
/// - Parameters:
///   - rows: N × D.
///   - factors: N × 1.
/// - Precondition: there is one factor for each row.
public func scaled(_ rows: Matrix, by factors: Matrix) -> Matrix {
  stop(if: factorsProblem(rows, factors))
  var (values, factors) = (rows.values, factors.values)
  for row in 0..<rows.rows {
    for place in row * rows.columns..<(row + 1) * rows.columns { values[place] *= factors[row] }
  }
  return Matrix(rows: rows.rows, columns: rows.columns, values: values)
}
// END REGION helpers

extension SkipGram {
  /// The loss of a batch, and how it changes with every number of both tables.
  ///
  /// - Parameter batch: its words are rows of the tables.
  /// - Returns: the mean loss of a centre, and the gradients of that mean.
  public func gradients(on batch: SkipGramBatch) -> SkipGramGradients {
    // EXERCISE 11.5 (5 points): skip-gram, forward and backward
    let (vocabularySize, count) = (words.rows, Double(batch.centres.count))
    let centres = lookUp(batch.centres, in: words)
    var (loss, centreGradient) = (0.0, centres.filledWithZeros)
    var contextGradient = contexts.filledWithZeros
    func add(_ symbols: [Int], areNeighbours: Bool) {
      let others = lookUp(symbols, in: contexts)
      let scores = (centres .* others).rowSums
      loss += softplus(areNeighbours ? -scores : scores).sum / count
      let slopes = (sigmoid(scores) - (areNeighbours ? 1 : 0)) / count
      centreGradient += scaled(others, by: slopes)
      contextGradient += embeddingGradient(
        symbols, outputGradient: scaled(centres, by: slopes), vocabularySize: vocabularySize)
    }
    add(batch.neighbours, areNeighbours: true)
    for symbols in batch.negatives { add(symbols, areNeighbours: false) }
    return SkipGramGradients(
      loss: loss,
      words: embeddingGradient(
        batch.centres, outputGradient: centreGradient, vocabularySize: vocabularySize),
      contexts: contextGradient)
    // PLACEHOLDER notWritten(
    // PLACEHOLDER   "11.5",
    // PLACEHOLDER   SkipGramGradients(
    // PLACEHOLDER     loss: .nan, words: words.filledWithNaN, contexts: contexts.filledWithNaN))
    // END
  }
}

func tablesProblem(_ words: Matrix, _ contexts: Matrix) -> String? {
  words.shape == contexts.shape
    ? nil
    : "a table of words of \(words.shape) and one of contexts of \(contexts.shape): "
      + "both need one row for each word, of the same length"
}

func batchProblem(_ centres: [Int], _ others: [[Int]]) -> String? {
  if centres.isEmpty { return "a batch without a centre has nothing to learn from" }
  guard let misfit = others.first(where: { $0.count != centres.count }) else { return nil }
  return "\(misfit.count) words for \(centres.count) centres: each centre needs its own"
}

func factorsProblem(_ rows: Matrix, _ factors: Matrix) -> String? {
  factors.rows == rows.rows && factors.columns == 1
    ? nil : "factors of \(factors.shape) for rows of \(rows.shape): one number for each row"
}
