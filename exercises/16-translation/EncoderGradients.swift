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
    // Read chapters/16-translation.md, "From the decoder back into the encoder".
    // Check with: swift run course check 16.3
    total.inputs = total.inputs.map { $0.filledWithNaN }
    total.inputWeights = inputWeights.filledWithNaN
    total.recurrentWeights = recurrentWeights.filledWithNaN
    total.bias = bias.filledWithNaN
    total.initialHidden = start.hidden.filledWithNaN
    total.initialCell = start.cell.filledWithNaN
    return notWritten("16.3", total)
  }
}

/// The sentence that says that records and gradients do not belong together; nil where they do.
func encoderProblem(records: Int, gradients: Int) -> String? {
  records == gradients
    ? nil : "\(records) steps with \(gradients) hidden gradients: each step needs one"
}
