import LinearAlgebra
import VanishingGradients

// REGION state-jacobian
/// The Jacobian of one step, all paths counted: how (h(t), c(t)) moves with (h(t-1), c(t-1)).
///
/// - Parameters:
///   - input: `x(t)`, 1 × inputSize.
///   - state: h(t-1) and c(t-1), each 1 × hiddenSize.
/// - Returns: 2H × 2H. Row r is a number after the step, column k one before it; in both, the
///   first H are the hidden state's and the last H the cell state's.
public func stateJacobian(_ cell: LSTMCell, input: Matrix, state: LSTMState) -> Matrix {
  let size = cell.hiddenSize
  let gates = cell.gates(cell.preactivations(input, state.hidden))
  let squashed = tanh(cell.nextCell(state.cell, gates))

  // How the four blocks of pre-activations move the new cell state and, by o, the new hidden one.
  let (i, f, g, o) = (gates.inputGate, gates.forgetGate, gates.candidate, gates.outputGate)
  let slopes: [Matrix] = [
    g .* i .* (1 - i), state.cell .* f .* (1 - f), i .* (1 - g .* g), squashed .* o .* (1 - o),
  ]
  let shown = o .* (1 - squashed .* squashed)

  var jacobian = Matrix(rows: 2 * size, columns: 2 * size)
  for row in 0..<size {
    for column in 0..<size {
      let weight = { (gate: Int) in cell.recurrentWeights[column, gate * size + row] }
      let cellByHidden = (0..<3).reduce(0.0) { $0 + slopes[$1][0, row] * weight($1) }
      let cellByCell = row == column ? f[0, row] : 0
      jacobian[row, column] = shown[0, row] * cellByHidden + slopes[3][0, row] * weight(3)
      jacobian[row, size + column] = shown[0, row] * cellByCell
      jacobian[size + row, column] = cellByHidden
      jacobian[size + row, size + column] = cellByCell
    }
  }
  return jacobian
}
// END REGION state-jacobian

// REGION state-jacobians
/// The whole Jacobians of all steps of a run, in the order of time. `decayCurve` of chapter 03
/// carries a gradient back through them: [gradient of h(T), gradient of c(T)], 1 × 2H.
///
/// - Parameters:
///   - inputs: x(1), …, x(T), each 1 × inputSize.
///   - state: h(0) and c(0), each 1 × hiddenSize.
public func stateJacobians(
  _ cell: LSTMCell, _ inputs: [Matrix], from state: LSTMState
) -> [Matrix] {
  let before = [state] + cell.unrolled(inputs, from: state).dropLast()
  return zip(inputs, before).map { stateJacobian(cell, input: $0, state: $1) }
}
// END REGION state-jacobians

/// The norm of the gradient with respect to (h(T-k), c(T-k)) for k = 0, 1, …, T, all paths
/// counted, of a loss with this gradient with respect to h(T).
public func carriedGradientNorms(
  _ cell: LSTMCell, hiddenGradient: Matrix, inputs: [Matrix], from state: LSTMState
) -> [Double] {
  decayCurve(
    of: .sideBySide([hiddenGradient, hiddenGradient * 0]),
    through: stateJacobians(cell, inputs, from: state))
}
