import Backpropagation
import GradientChecking
import LSTMGates
import LinearAlgebra
import Optimizers
import Sequences
import VanillaRNN

/// An LSTM that reads a sentence and then says, once, praise or blame: logits of the last hidden
/// state.
public struct OpinionReader: CellWithOutput, Equatable, Sendable {
  /// Reads one-hot rows.
  public var cell: LSTMCell
  /// hiddenSize × 2: the logits of blame and praise.
  public var output: OutputLayer
  /// Whether states stand still at padding; if not, padding is read like any word.
  public var isMasked: Bool

  /// Creates a reader from its parts.
  public init(cell: LSTMCell, output: OutputLayer, isMasked: Bool = true) {
    (self.cell, self.output, self.isMasked) = (cell, output, isMasked)
  }

  /// A reader of opinions as learning starts: random weights, and a forget bias of 1.
  public init(hiddenSize: Int, isMasked: Bool = true, using generator: inout SeededGenerator) {
    self.init(
      cell: LSTMCell(
        inputSize: Opinions.vocabulary.count, hiddenSize: hiddenSize, using: &generator),
      output: OutputLayer(hiddenSize: hiddenSize, outputs: 2, using: &generator),
      isMasked: isMasked)
  }

  /// Learns from one batch: forward, back through time, clipping, one update.
  ///
  /// - Parameters:
  ///   - batch: padded sentences, at least one.
  ///   - labels: 1 for praise and 0 for blame, one a row.
  ///   - limit: the largest norm of the gradients.
  ///   - optimizer: makes the update.
  /// - Returns: the loss before the update, the mean cross-entropy in nats.
  @discardableResult
  public mutating func train(
    on batch: PaddedBatch, labels: [Int], clippingAt limit: Double,
    with optimizer: inout some Optimizer
  ) -> Double {
    let records = records(of: batch)
    let start = LSTMState.zeros(batch: batch.rows, hiddenSize: cell.hiddenSize)
    let last = records[records.count - 1].state.hidden
    let logits = output.logits(last)
    let answer = affineGradients(
      last, weights: output.weights,
      outputGradient: crossEntropyGradient(logits, targets: labels))
    var hiddenGradients = records.map { $0.state.hidden.filledWithZeros }
    hiddenGradients[records.count - 1] = answer.input
    let read = cell.maskedGradients(records, from: start, hiddenGradients: hiddenGradients)
    let gradients = read.parameters + [answer.weights, answer.bias]
    optimizer.update(
      &parameters, gradients: clippedByGlobalNorm(gradients, limit: limit).gradients)
    return crossEntropy(logits, targets: labels)
  }

  /// The logits of blame and praise after the last step, batch × 2.
  public func logits(_ batch: PaddedBatch) -> Matrix {
    let records = records(of: batch)
    return output.logits(records[records.count - 1].state.hidden)
  }

  /// A record of each step. A reader without a mask takes every step for one that counts.
  public func records(of batch: PaddedBatch) -> [MaskedStepRecord] {
    let all = Matrix(rows: batch.rows, columns: 1, repeating: 1)
    return cell.maskedRecords(
      batch.inputs(vocabularySize: cell.inputSize),
      mask: isMasked ? batch.mask : batch.mask.map { _ in all },
      from: .zeros(batch: batch.rows, hiddenSize: cell.hiddenSize))
  }

  /// The share of opinions about which the reader is right, in one batch.
  public func accuracy(on batch: PaddedBatch, labels: [Int]) -> Double {
    let logits = logits(batch)
    var right = 0
    for (row, label) in labels.enumerated() {
      if (logits[row, 1] > logits[row, 0]) == (label == 1) { right += 1 }
    }
    return Double(right) / Double(labels.count)
  }
}
