import LSTMGates
import LinearAlgebra

extension WiredCell {
  public func stepGradients(
    _ record: StepRecord<WiredValues>, hiddenGradient: Matrix, cellGradient: Matrix
  ) -> StepGradients {
    let window = windowGradients(
      record, hiddenGradient: hiddenGradient, cellGradient: cellGradient)
    let belt = beltGradients(
      record.values, from: record.previous.cell, gradient: window.cell)
    var previousCell = belt.previousCell
    var peepholeRows: [Matrix] = []
    for part in wiring.gates {
      guard let peephole = peephole(of: part) else { continue }
      let delta = part == .input ? belt.input : part == .forget ? belt.forget : window.output
      let seen = part == .output ? record.state.cell : record.previous.cell
      if part != .output { previousCell += delta * .diagonal(peephole) }
      peepholeRows.append((delta .* seen).columnSums)
    }
    let delta = Matrix.sideBySide(
      wiring.parts.map { part in
        switch part {
        case .input: belt.input
        case .forget: belt.forget
        case .candidate: belt.candidate
        case .output: window.output
        }
      })
    return throughSums(record, delta, peepholeRows, previousCell)
  }

  /// From the gradient of all sums to what they were computed from.
  private func throughSums(
    _ record: StepRecord<WiredValues>, _ delta: Matrix, _ peepholeRows: [Matrix],
    _ previousCell: Matrix
  ) -> StepGradients {
    let normalised = record.values.normalised
    let sums = normalised?.gradients(delta * .diagonal(gains)) ?? delta
    var parameters = [
      record.input.transposedTimes(sums), record.previous.hidden.transposedTimes(sums),
      delta.columnSums,
    ]
    if wiring.peepholes {
      parameters.append(
        peepholeRows.isEmpty ? peepholes.filledWithZeros : .stacked(peepholeRows))
    }
    if let normalised { parameters.append((delta .* normalised.values).columnSums) }
    return StepGradients(
      parameters: parameters, input: sums.timesTransposed(inputWeights),
      previous: LSTMState(
        hidden: sums.timesTransposed(recurrentWeights), cell: previousCell))
  }
}
