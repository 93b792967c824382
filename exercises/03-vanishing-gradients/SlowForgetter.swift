import ExerciseSupport
import LinearAlgebra
import VanillaRNN

/// A network that listens and forgets slowly: a gradient that goes back through it from any of its
/// units changes by a factor of 0.97 a step, to within 0.01, and no two units do the same.
///
/// It is measured on inputs of 1 and -1, each as often as the other in random order.
///
/// - Returns: a cell with one input and four hidden units.
public func slowForgetter() -> RNNCell {
  // EXERCISE 3.6 (4 points): four units that forget at 0.97 a step
  // Read chapters/03-vanishing-gradients.md, "Four units that forget slowly".
  // Check with: swift run course check 3.6
  notWritten(
    "3.6",
    RNNCell(
      inputWeights: Matrix(rows: 1, columns: 4, repeating: .nan),
      recurrentWeights: Matrix(rows: 4, columns: 4, repeating: .nan),
      bias: Matrix(rows: 1, columns: 4, repeating: .nan)))
}
