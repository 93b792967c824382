import ExerciseSupport
import LinearAlgebra

/// One update by gradient descent of a table that predicts each symbol from the one before it.
///
/// The loss is the mean surprise at all the pairs that were counted.
///
/// - Parameters:
///   - logits: the table before the update, V × V; the softmax of row i is what it says after
///     symbol i.
///   - counts: V × V, row i, column j: how often j came after i. A row may be all zeros; not all
///     rows are.
///   - rate: the learning rate, above 0.
/// - Returns: the table after the update, V × V. A row that no pair begins with is as it was.
/// - Precondition: both tables have one shape, and there is a pair.
public func updatedTable(_ logits: Matrix, counts: Matrix, rate: Double) -> Matrix {
  stop(if: tableProblem(logits, counts: counts))
  // EXERCISE 1.10 (4 points): one update of the table
  let (said, pairs) = (softmax(logits), counts.sum)
  var updated = logits
  for row in 0..<counts.rows {
    let places = counts.row(row).sum
    for column in 0..<counts.columns {
      let gradient = (places * said[row, column] - counts[row, column]) / pairs
      updated[row, column] -= rate * gradient
    }
  }
  return updated
  // PLACEHOLDER return notWritten("1.10", rows: logits.rows, columns: logits.columns)
  // END
}

func tableProblem(_ logits: Matrix, counts: Matrix) -> String? {
  if logits.shape != counts.shape {
    return "a table of \(logits.shape) cannot learn from counts of \(counts.shape)"
  }
  return counts.sum > 0 ? nil : "a table cannot learn from a text without pairs"
}

extension BigramModel {
  // REGION learned
  /// The same kind of model, learnt: a table of logits that begins with zeros and is updated.
  ///
  ///     let model = BigramModel(learning: text, vocabularySize: 27, rate: 100, updates: 300)
  public init(learning symbols: [Int], vocabularySize: Int, rate: Double, updates: Int) {
    let counts = bigramCounts(symbols, vocabularySize: vocabularySize)
    var logits = Matrix(rows: vocabularySize, columns: vocabularySize)
    for _ in 0..<updates { logits = updatedTable(logits, counts: counts, rate: rate) }
    self.init(probabilities: softmax(logits))
  }
  // END REGION learned
}

/// What a reader expects of a table that learns `banana` at a rate of 1.
public struct LearningGuesses: Equatable, Sendable {
  /// After how many updates the loss is below 0.1 nats.
  public var updatesToATenth: Double
  /// After how many updates it is below 0.01 nats.
  public var updatesToAHundredth: Double
  /// The loss after 10,000 updates, in nats.
  public var lossInTheEnd: Double

  /// Creates guesses.
  public init(updatesToATenth: Double, updatesToAHundredth: Double, lossInTheEnd: Double) {
    self.updatesToATenth = updatesToATenth
    self.updatesToAHundredth = updatesToAHundredth
    self.lossInTheEnd = lossInTheEnd
  }
}

/// Your guesses, made before anything has run. Each counts as right within a factor of 3.
public func learningGuesses() -> LearningGuesses {
  // EXERCISE 1.11 (2 points): guess, then run
  LearningGuesses(updatesToATenth: 23, updatesToAHundredth: 208, lossInTheEnd: 0.0002)
  // PLACEHOLDER notWritten(
  // PLACEHOLDER   "1.11",
  // PLACEHOLDER   LearningGuesses(
  // PLACEHOLDER     updatesToATenth: .nan, updatesToAHundredth: .nan, lossInTheEnd: .nan))
  // END
}
