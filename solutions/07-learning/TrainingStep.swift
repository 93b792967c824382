import Backpropagation
import ExerciseSupport
import GradientChecking
import LinearAlgebra
import VanillaRNN

extension Regressor {
  /// Learns from one batch: forward, back through time, clipping, one update.
  ///
  /// The loss is the mean squared error of the answers after the last step; the steps before it
  /// have no output of their own.
  ///
  /// - Parameters:
  ///   - batch: sequences of at least one step, and their answers.
  ///   - limit: the greatest norm that all gradients together may have.
  ///   - optimizer: keeps its memory from update to update.
  /// - Returns: the loss before the update.
  @discardableResult
  public mutating func train(
    on batch: AddingBatch, clippingAt limit: Double, with optimizer: inout some Optimizer
  ) -> Double {
    // EXERCISE 7.7 (5 points): one update, of any cell
    let last = batch.inputs.count - 1
    let reading = cell.read(batch.inputs)
    let error = output.logits(reading.hidden[last]) - batch.targets
    let answer = affineGradients(
      reading.hidden[last], weights: output.weights,
      outputGradient: error * (2 / Double(error.rows)))
    var hiddenGradients = reading.hidden.map { $0.filledWithZeros }
    hiddenGradients[last] = answer.input
    let gradients =
      cell.parameterGradients(reading, hiddenGradients: hiddenGradients)
      + [answer.weights, answer.bias]
    let clipped = clippedByGlobalNorm(gradients, limit: limit)
    optimizer.update(&parameters, gradients: clipped.gradients)
    return (error .* error).mean
    // PLACEHOLDER return notWritten("7.7")
    // END
  }
}
