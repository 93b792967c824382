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
  // A ring: each unit hands its value on to the next, and only unit 0 hears the input.
  RNNCell(
    inputWeights: [[0.07, 0, 0, 0]],
    recurrentWeights: [
      [0, 1.01, 0, 0], [0, 0, 1.01, 0], [0, 0, 0, 1.01], [1.01, 0, 0, 0],
    ],
    bias: [[0, 0, 0, 0]])
  // PLACEHOLDER notWritten(
  // PLACEHOLDER   "3.6",
  // PLACEHOLDER   RNNCell(
  // PLACEHOLDER     inputWeights: Matrix(rows: 1, columns: 4, repeating: .nan),
  // PLACEHOLDER     recurrentWeights: Matrix(rows: 4, columns: 4, repeating: .nan),
  // PLACEHOLDER     bias: Matrix(rows: 1, columns: 4, repeating: .nan)))
  // END
}
