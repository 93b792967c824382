import Backpropagation
import ExerciseSupport
import GradientChecking
import LSTMGates
import LinearAlgebra
import Optimizers
import Sequences
import UnequalLengths
import VanillaRNN

/// An LSTM that reads a text and says, with one logit of its summary, how likely it praises.
public struct Reviewer: CellWithOutput, Equatable, Sendable {
  /// Reads one-hot rows.
  public var cell: LSTMCell
  /// hiddenSize × 1: the logit of praise.
  public var output: OutputLayer
  /// What the output layer is given of the states.
  public var readout: Readout

  /// Creates a reviewer from its parts.
  public init(cell: LSTMCell, output: OutputLayer, readout: Readout) {
    (self.cell, self.output, self.readout) = (cell, output, readout)
  }

  /// A reviewer as learning starts: random weights, and a forget bias of 1.
  public init(hiddenSize: Int, readout: Readout, using generator: inout SeededGenerator) {
    self.init(
      cell: LSTMCell(
        inputSize: Reviews.vocabulary.count, hiddenSize: hiddenSize, using: &generator),
      output: OutputLayer(hiddenSize: hiddenSize, outputs: 1, using: &generator),
      readout: readout)
  }

  /// A record of each step; states stand still at padding.
  public func records(of batch: PaddedBatch) -> [MaskedStepRecord] {
    cell.maskedRecords(
      batch.inputs(vocabularySize: cell.inputSize), mask: batch.mask,
      from: .zeros(batch: batch.rows, hiddenSize: cell.hiddenSize))
  }

  /// The logit of praise, batch × 1.
  public func logits(_ batch: PaddedBatch) -> Matrix {
    output.logits(
      readout.summary(of: records(of: batch).map { $0.state.hidden }, mask: batch.mask))
  }

  // REGION train
  /// Learns from one batch: forward, back through time, clipping at 1, one update.
  ///
  /// - Parameters:
  ///   - batch: padded texts, at least one.
  ///   - labels: 1 for praise and 0 for blame, one a row.
  ///   - optimizer: makes the update.
  /// - Returns: the loss before the update, the mean binary cross-entropy in nats.
  @discardableResult
  public mutating func train(
    on batch: PaddedBatch, labels: [Int], with optimizer: inout some Optimizer
  ) -> Double {
    let records = records(of: batch)
    let states = records.map { $0.state.hidden }
    let summary = readout.summary(of: states, mask: batch.mask)
    let loss = binaryCrossEntropy(output.logits(summary), targets: labels)
    let answer = affineGradients(
      summary, weights: output.weights, outputGradient: loss.logitGradients)
    let read = cell.maskedGradients(
      records, from: .zeros(batch: batch.rows, hiddenSize: cell.hiddenSize),
      hiddenGradients: readout.gradients(
        of: states, mask: batch.mask, summaryGradient: answer.input))
    let gradients = read.parameters + [answer.weights, answer.bias]
    optimizer.update(&parameters, gradients: clippedByGlobalNorm(gradients, limit: 1).gradients)
    return loss.loss
  }
  // END REGION train
}

extension [Review] {
  /// The texts as a batch, no longer than the longest, padded on the right.
  public var batch: PaddedBatch {
    padded(map { $0.words }, with: Reviews.padding, on: .right)
  }

  /// 1 for praise and 0 for blame.
  public var labels: [Int] { map { $0.isPraise ? 1 : 0 } }
}

extension Reviewer {
  /// The share of reviews whose verdict has the sign of its logit.
  public func accuracy(on reviews: [Review]) -> Double { share(logits(reviews.batch), reviews) }
}

extension BagReviewer {
  /// The share of reviews whose verdict has the sign of its logit.
  public func accuracy(on reviews: [Review]) -> Double { share(logits(reviews), reviews) }
}

/// A logit of 0 says praise.
private func share(_ logits: Matrix, _ reviews: [Review]) -> Double {
  var right = 0
  for (row, review) in reviews.enumerated() where (logits[row, 0] >= 0) == review.isPraise {
    right += 1
  }
  return Double(right) / Double(reviews.count)
}
