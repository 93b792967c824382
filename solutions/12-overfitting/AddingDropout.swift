import Backpropagation
import GradientChecking
import LSTMGates
import LinearAlgebra
import Optimizers
import VanillaRNN

extension Regressor where Cell == LSTMCell {
  /// Learns from one batch of the adding problem as in chapter 7, with dropout in the recurrence.
  ///
  /// - Returns: the loss before the update, with what was dropped.
  @discardableResult
  public mutating func train(
    on batch: AddingBatch, dropping dropout: RecurrentDropout,
    using generator: inout SeededGenerator, clippingAt limit: Double,
    with optimizer: inout some Optimizer
  ) -> Double {
    let (rows, steps) = (batch.targets.rows, batch.inputs.count)
    let masks = dropout.masks(
      rows: rows, columns: cell.hiddenSize, steps: steps, using: &generator)
    let start = LSTMState.zeros(batch: rows, hiddenSize: cell.hiddenSize)
    let records = cell.recorded(batch.inputs, from: start, masking: dropout.place, with: masks)
    let last = records[steps - 1].state.hidden
    let error = output.logits(last) - batch.targets
    let answer = affineGradients(
      last, weights: output.weights, outputGradient: error * (2 / Double(rows)))
    var hiddenGradients = records.map { $0.state.hidden.filledWithZeros }
    hiddenGradients[steps - 1] = answer.input
    let found = cell.gradients(
      records, from: start, masking: dropout.place, with: masks, hiddenGradients: hiddenGradients)
    let clipped = clippedByGlobalNorm(
      found.parameters + [answer.weights, answer.bias], limit: limit)
    optimizer.update(&parameters, gradients: clipped.gradients)
    return (error .* error).mean
  }
}
