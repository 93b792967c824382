import Backpropagation
import ExerciseSupport
import LSTMGates
import LinearAlgebra

extension LSTMCell {
  /// One step of which the candidate is masked before the input gate lets it in.
  ///
  /// - Parameters:
  ///   - input: x(t), batch × inputSize.
  ///   - state: h(t-1) and c(t-1), batch × hiddenSize each.
  ///   - mask: batch × hiddenSize.
  /// - Returns: what the step leaves behind; its `gates` are those before the mask.
  public func recordedStep(
    _ input: Matrix, from state: LSTMState, maskingCandidateWith mask: Matrix
  ) -> LSTMStepRecord {
    var record = recordedStep(input, from: state)
    let gates = record.gates
    let written = gates.inputGate .* (gates.candidate .* mask)
    record.state.cell = written + (gates.forgetGate .* state.cell)
    record.state.hidden = (gates.outputGate .* tanh(record.state.cell))
    return record
  }

  /// What arrives at the pre-activations of such a step.
  ///
  /// - Parameters:
  ///   - record: what `recordedStep(_:from:maskingCandidateWith:)` returned.
  ///   - mask: the same as on the way forward.
  ///   - hiddenGradient: dh(t), batch × hiddenSize.
  ///   - cellGradient: what arrives at c(t) from the next step, batch × hiddenSize.
  /// - Returns: batch × 4·hiddenSize, in the order i, f, g, o.
  public func preactivationGradients(
    _ record: LSTMStepRecord, maskingCandidateWith mask: Matrix, hiddenGradient: Matrix,
    cellGradient: Matrix
  ) -> Matrix {
    // EXERCISE 12.7 (4 points): a mask on the candidate, backwards
    let (i, f) = (record.gates.inputGate, record.gates.forgetGate)
    let (g, o) = (record.gates.candidate, record.gates.outputGate)
    let shown = tanh(record.state.cell)
    let cell = cellGradient + hiddenGradient .* o .* (1 - shown .* shown)
    return .sideBySide([
      cell .* (g .* mask) .* i .* (1 - i),
      cell .* record.previous.cell .* f .* (1 - f),
      cell .* i .* mask .* (1 - g .* g),
      hiddenGradient .* shown .* o .* (1 - o),
    ])
    // PLACEHOLDER notWritten("12.7", rows: mask.rows, columns: 4 * mask.columns)
    // END
  }
}
