import ExerciseSupport
import LinearAlgebra

/// How far an error survives on the conveyor alone: the gradient of the last cell state with
/// respect to each earlier one, along the direct path through the cell.
///
/// The gates count as constants here. The other paths, from a cell state through the hidden state
/// into the gates of the next step, are left out; `stateJacobian` has them all.
///
/// - Parameter forgetGates: f(1), …, f(T), each batch × hiddenSize.
/// - Returns: as many matrices of that shape. The entry at position k-1 is the gradient of c(T)
///   with respect to c(T-k): the further along, the further back in time.
/// - Note: the constant error carousel, Hochreiter and Schmidhuber (1997), section 3.2; with the
///   forget gate it is constant where the gate is 1.
public func directGradients(forgetGates: [Matrix]) -> [Matrix] {
  // EXERCISE 4.8 (3 points): the constant error carousel
  guard let last = forgetGates.last else { return [] }
  var gradients = [last]
  for forgetGate in forgetGates.dropLast().reversed() {
    gradients.append(gradients[gradients.count - 1] .* forgetGate)
  }
  return gradients
  // PLACEHOLDER notWritten("4.8", forgetGates.map { $0.filledWithNaN })
  // END
}
