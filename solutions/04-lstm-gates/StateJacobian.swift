import LinearAlgebra

/// The Jacobian of one step, all paths counted: how (h(t), c(t)) moves with (h(t-1), c(t-1)).
///
/// - Parameters:
///   - cell: whose step it is.
///   - input: `x(t)`, 1 × inputSize.
///   - state: h(t-1) and c(t-1), each 1 × hiddenSize.
/// - Returns: 2H × 2H. Row r is a number after the step, column k one before it; in both, the
///   first H are the hidden state's and the last H the cell state's.
public func stateJacobian(_ cell: LSTMCell, input: Matrix, state: LSTMState) -> Matrix {
  let gates = cell.gates(cell.preactivations(input, from: state.hidden))
  let (i, f, g, o) = (gates.inputGate, gates.forgetGate, gates.candidate, gates.outputGate)
  let squashed = tanh(cell.nextCell(from: state.cell, gates: gates))

  // One gate's share: how much what it multiplies moves, the slope of its activation, and its
  // block of recurrent weights, transposed as in chapter 03.
  func path(_ slopes: Matrix, gate: Int) -> Matrix {
    let columns = gate * cell.hiddenSize..<(gate + 1) * cell.hiddenSize
    return Matrix.diagonal(slopes.values) * cell.recurrentWeights.columns(columns).transposed
  }
  let cellByCell = Matrix.diagonal(f.values)
  let cellByHidden =
    path(g .* i .* (1 - i), gate: 0) + path(state.cell .* f .* (1 - f), gate: 1)
    + path(i .* (1 - g .* g), gate: 2)
  let shown = Matrix.diagonal((o .* (1 - squashed .* squashed)).values)
  let hiddenByHidden = shown * cellByHidden + path(squashed .* o .* (1 - o), gate: 3)
  return .stacked([
    .sideBySide([hiddenByHidden, shown * cellByCell]),
    .sideBySide([cellByHidden, cellByCell]),
  ])
}

/// The whole Jacobians of all steps of a run, in the order of time. `decayCurve` of chapter 03
/// carries a gradient back through them: [gradient of h(T), gradient of c(T)], 1 × 2H.
///
/// - Parameters:
///   - cell: whose steps they are.
///   - inputs: x(1), …, x(T), each 1 × inputSize.
///   - state: h(0) and c(0), each 1 × hiddenSize.
/// - Returns: one for each step, each 2H × 2H.
public func stateJacobians(
  _ cell: LSTMCell, inputs: [Matrix], from state: LSTMState
) -> [Matrix] {
  let before = [state] + cell.unrolled(inputs, from: state).dropLast()
  return zip(inputs, before).map { stateJacobian(cell, input: $0, state: $1) }
}
