import Backpropagation
import ExerciseSupport
import LSTMGates
import LinearAlgebra
import UnequalLengths

extension LSTMCell {
  /// Carries gradients back through an encoder, whose last states somebody has gone on from.
  ///
  /// - Parameters:
  ///   - records: what `maskedRecords(…, from: start)` returned; may be empty.
  ///   - start: h(0) and c(0), each batch × hiddenSize.
  ///   - hiddenGradients: for each step, what arrives at h(t) from those who looked at it, batch ×
  ///     hiddenSize.
  ///   - lastGradient: what arrives at h(S) and c(S) from the decoder, which began with them.
  /// - Returns: the gradients of W, U and b, summed over all steps, of each input, and of `start`.
  /// - Precondition: there are as many hidden gradients as records.
  public func encoderGradients(
    _ records: [MaskedStepRecord], from start: LSTMState, hiddenGradients: [Matrix],
    lastGradient: LSTMState
  ) -> LSTMGradients {
    stop(if: encoderProblem(records: records.count, gradients: hiddenGradients.count))
    var total = LSTMGradients.zeros(
      for: self, inputs: records.map { $0.step.input }, initialState: start)
    // EXERCISE 16.3 (4 points): from the decoder back into the encoder
    var (hidden, cell) = (lastGradient.hidden, lastGradient.cell)
    for t in records.indices.reversed() {
      let step = maskedStepGradients(
        records[t], hiddenGradient: hiddenGradients[t] + hidden, cellGradient: cell)
      total.inputs[t] = step.input
      total.inputWeights += step.inputWeights
      total.recurrentWeights += step.recurrentWeights
      total.bias += step.bias
      (hidden, cell) = (step.previousHidden, step.previousCell)
    }
    (total.initialHidden, total.initialCell) = (hidden, cell)
    return total
    // PLACEHOLDER total.inputs = total.inputs.map { $0.filledWithNaN }
    // PLACEHOLDER total.inputWeights = inputWeights.filledWithNaN
    // PLACEHOLDER total.recurrentWeights = recurrentWeights.filledWithNaN
    // PLACEHOLDER total.bias = bias.filledWithNaN
    // PLACEHOLDER total.initialHidden = start.hidden.filledWithNaN
    // PLACEHOLDER total.initialCell = start.cell.filledWithNaN
    // PLACEHOLDER return notWritten("16.3", total)
    // END
  }
}

/// The sentence that says that records and gradients do not belong together; nil where they do.
func encoderProblem(records: Int, gradients: Int) -> String? {
  records == gradients
    ? nil : "\(records) steps with \(gradients) hidden gradients: each step needs one"
}
