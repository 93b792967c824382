import Backpropagation
import LSTMGates
import LinearAlgebra

extension LSTMCell {
  // REGION recorded
  /// The records of a whole sequence of which something is masked in every step.
  ///
  /// - Parameters:
  ///   - inputs: x(1) to x(T), each batch × inputSize.
  ///   - state: h(0) and c(0), batch × hiddenSize each.
  ///   - place: what is masked.
  ///   - masks: one for each step, batch × hiddenSize.
  public func recorded(
    _ inputs: [Matrix], from state: LSTMState, masking place: DropoutPlace, with masks: [Matrix]
  ) -> [LSTMStepRecord] {
    var state = state
    return inputs.indices.map { t in
      let record =
        place == .candidate
        ? recordedStep(inputs[t], from: state, maskingCandidateWith: masks[t])
        : recordedStep(inputs[t], from: state, masking: place, with: masks[t])
      state = record.state
      return record
    }
  }
  // END REGION recorded

  /// Carries gradients back through a whole sequence of which something is masked in every step.
  ///
  /// - Parameters:
  ///   - records: what `recorded(_:from:masking:with:)` returned.
  ///   - state: h(0) and c(0), batch × hiddenSize each.
  ///   - place: what is masked.
  ///   - masks: the same as on the way forward.
  ///   - hiddenGradients: for each step what arrives at h(t) from the output of that step.
  public func gradients(
    _ records: [LSTMStepRecord], from state: LSTMState, masking place: DropoutPlace,
    with masks: [Matrix], hiddenGradients: [Matrix]
  ) -> LSTMGradients {
    var total = LSTMGradients.zeros(
      for: self, inputs: records.map { $0.input }, initialState: state)
    for t in records.indices.reversed() {
      let (hidden, cell) = (hiddenGradients[t] + total.initialHidden, total.initialCell)
      if place == .candidate {
        let arriving = preactivationGradients(
          records[t], maskingCandidateWith: masks[t], hiddenGradient: hidden, cellGradient: cell)
        let shown = tanh(records[t].state.cell)
        let (f, o) = (records[t].gates.forgetGate, records[t].gates.outputGate)
        total.inputs[t] = arriving.timesTransposed(inputWeights)
        total.inputWeights += records[t].input.transposedTimes(arriving)
        total.recurrentWeights += records[t].previous.hidden.transposedTimes(arriving)
        total.bias += arriving.columnSums
        total.initialHidden = arriving.timesTransposed(recurrentWeights)
        total.initialCell = (f .* (cell + hidden .* o .* (1 - shown .* shown)))
      } else {
        let step = stepGradients(
          records[t], masking: place, with: masks[t], hiddenGradient: hidden, cellGradient: cell)
        total.inputs[t] = step.input
        total.inputWeights += step.inputWeights
        total.recurrentWeights += step.recurrentWeights
        total.bias += step.bias
        total.initialHidden = step.previousHidden
        total.initialCell = step.previousCell
      }
    }
    return total
  }
}
