import Backpropagation
import ExerciseSupport
import LSTMGates
import LinearAlgebra

extension LSTMCell {
  /// One step of which a state is masked as it enters.
  ///
  /// - Parameters:
  ///   - input: x(t), batch × inputSize.
  ///   - state: h(t-1) and c(t-1), as the step before left them.
  ///   - mask: of what is masked, batch × hiddenSize.
  ///   - place: `hiddenState` or `cellState`; the other state enters as it is. A candidate is
  ///     masked elsewhere.
  /// - Returns: what the step leaves behind, as in chapter 5: its `previous` are the states that the
  ///   step has seen.
  public func recordedStep(
    _ input: Matrix, from state: LSTMState, masking place: DropoutPlace, with mask: Matrix
  ) -> LSTMStepRecord {
    // EXERCISE 12.5 (2 points): a mask on either state
    // Read chapters/12-overfitting.md, "A mask on either state".
    // Check with: swift run course check 12.5
    var record = recordedStep(input, from: state)
    record.state.hidden = state.hidden.filledWithNaN
    record.state.cell = state.cell.filledWithNaN
    return notWritten("12.5", record)
  }

  /// Carries gradients back through such a step.
  ///
  /// - Parameters:
  ///   - record: what `recordedStep(_:from:masking:with:)` returned.
  ///   - mask: the same as on the way forward.
  ///   - place: the same as on the way forward.
  ///   - hiddenGradient: dh(t), batch × hiddenSize.
  ///   - cellGradient: what arrives at c(t) from the next step, batch × hiddenSize.
  /// - Returns: as in chapter 5; the gradients of the previous states are those of h(t-1) and c(t-1)
  ///   as the step before left them.
  public func stepGradients(
    _ record: LSTMStepRecord, masking place: DropoutPlace, with mask: Matrix,
    hiddenGradient: Matrix, cellGradient: Matrix
  ) -> LSTMStepGradients {
    var gradients = stepGradients(
      record, hiddenGradient: hiddenGradient, cellGradient: cellGradient)
    // EXERCISE 12.6 (3 points): back through either mask
    // Read chapters/12-overfitting.md, "Back through either mask".
    // Check with: swift run course check 12.6
    gradients.previousHidden = gradients.previousHidden.filledWithNaN
    gradients.previousCell = gradients.previousCell.filledWithNaN
    return notWritten("12.6", gradients)
  }
}
