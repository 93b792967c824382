import LinearAlgebra

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

/// The gradient of a loss at the last step, carried back through a whole sequence, all paths
/// counted, by products with `stateJacobian`.
///
/// - Parameters:
///   - hiddenGradient: the gradient with respect to h(T), 1 × hiddenSize; c(T) itself starts with
///     zeros, since a loss reads the hidden state alone.
///   - inputs: x(1), …, x(T), each 1 × inputSize.
///   - state: both states before the first step.
/// - Returns: the Euclidean norm of the gradient with respect to (h(T-k), c(T-k)) for
///   k = 0, 1, …, T.
public func carriedGradientNorms(
  _ cell: LSTMCell, hiddenGradient: Matrix, inputs: [Matrix], from state: LSTMState
) -> [Double] {
  let before = [state] + cell.unrolled(inputs, from: state).dropLast()
  var gradient = Matrix.sideBySide([hiddenGradient, hiddenGradient * 0])
  var norms = [gradient.norm]
  for (input, state) in zip(inputs, before).reversed() {
    gradient = gradient * stateJacobian(cell, input: input, state: state)
    norms.append(gradient.norm)
  }
  return norms
}
