import Backpropagation
import ExerciseSupport
import LSTMGates
import LinearAlgebra

extension LSTMCell {
  /// Carries gradients back through one masked step.
  ///
  /// - Parameters:
  ///   - record: what `maskedStep` left behind on the way forward.
  ///   - hiddenGradient: `dh(t)`, everything that arrives at h(t), batch × hiddenSize.
  ///   - cellGradient: what arrives at c(t) from the *next* step, batch × hiddenSize.
  /// - Returns: a row of padding changes no weight, and its own input is not told anything.
  public func maskedStepGradients(
    _ record: MaskedStepRecord, hiddenGradient: Matrix, cellGradient: Matrix
  ) -> LSTMStepGradients {
    // EXERCISE 10.3 (5 points): back through a step that stands still
    let moves = record.mask.across(hiddenSize)
    let (hidden, cell) = (moves .* hiddenGradient, moves .* cellGradient)
    var gradients = stepGradients(record.step, hiddenGradient: hidden, cellGradient: cell)
    gradients.previousHidden += hiddenGradient - hidden
    gradients.previousCell += cellGradient - cell
    return gradients
    // PLACEHOLDER notWritten(
    // PLACEHOLDER   "10.3",
    // PLACEHOLDER   stepGradients(
    // PLACEHOLDER     record.step, hiddenGradient: hiddenGradient.filledWithNaN,
    // PLACEHOLDER     cellGradient: cellGradient.filledWithNaN))
    // END
  }

  /// Carries gradients back through a whole masked sequence.
  ///
  /// - Parameters:
  ///   - records: what `maskedRecords(…, from: state)` returned.
  ///   - state: h(0) and c(0), each batch × hiddenSize.
  ///   - hiddenGradients: for each step what arrives at h(t) from the output of that step.
  /// - Precondition: there are as many hidden gradients as records.
  public func maskedGradients(
    _ records: [MaskedStepRecord], from state: LSTMState, hiddenGradients: [Matrix]
  ) -> LSTMGradients {
    stop(if: maskProblem(steps: hiddenGradients.count, masks: records.count))
    var total = LSTMGradients.zeros(
      for: self, inputs: records.map { $0.step.input }, initialState: state)
    var (hidden, cell) = (state.hidden.filledWithZeros, state.cell.filledWithZeros)
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
  }
}
