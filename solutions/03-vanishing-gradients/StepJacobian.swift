import ExerciseSupport
import LinearAlgebra
import VanillaRNN

/// The Jacobian of one step of the recurrence: how each number of the new hidden state answers to
/// each number of the old one.
///
///     J[i, j] = ∂h(t)[i] / ∂h(t−1)[j]
///
/// - Parameters:
///   - cell: the cell that made the step.
///   - hidden: `h(t)`, the hidden state after the step, 1 × hiddenSize.
/// - Returns: hiddenSize × hiddenSize, one row for each number of `h(t)`.
public func stepJacobian(_ cell: RNNCell, hidden: Matrix) -> Matrix {
  // EXERCISE 3.1 (3 points): the Jacobian of one step
  let slopes = 1 - hidden .* hidden
  return Matrix.diagonal(slopes) * cell.recurrentWeights.transposed
  // PLACEHOLDER notWritten("3.1", rows: hidden.columns, columns: hidden.columns)
  // END
}

// REGION step-jacobians
/// The Jacobians of all steps of a run, in the order of time.
///
/// - Parameters:
///   - cell: whose steps they are.
///   - inputs: `x(1)`, …, `x(T)`, each 1 × inputSize.
///   - hidden: `h(0)`, 1 × hiddenSize.
/// - Returns: `J(1)`, …, `J(T)`, each hiddenSize × hiddenSize.
public func stepJacobians(_ cell: RNNCell, inputs: [Matrix], from hidden: Matrix) -> [Matrix] {
  cell.unrolled(inputs, from: hidden).map { stepJacobian(cell, hidden: $0) }
}
// END REGION step-jacobians

// REGION numerical-jacobian
/// The Jacobian of any function from a row to a row, measured: each input is moved up and down by
/// a little, and the change of the outputs is divided by the whole move.
///
/// - Parameters:
///   - input: where to measure, 1 × inputs.
///   - distance: how far each input is moved to either side.
///   - function: takes 1 × inputs and returns 1 × outputs.
/// - Returns: outputs × inputs; the error is about `distance` squared.
public func numericalJacobian(
  at input: Matrix, distance: Double = 1e-5, of function: (Matrix) -> Matrix
) -> Matrix {
  let columns = (0..<input.columns).map { column in
    var above = input
    var below = input
    above[0, column] += distance
    below[0, column] -= distance
    return ((function(above) - function(below)) / (2 * distance)).transposed
  }
  return Matrix.sideBySide(columns)
}
// END REGION numerical-jacobian
