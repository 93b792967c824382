import ExerciseSupport
import LinearAlgebra

/// A cell with one unit that shows how many brackets are open.
///
/// Its input has four columns, of which one is 1 and the others are 0: an opening bracket, a closing
/// bracket, the end of a line, anything else. Lines have up to 20 brackets open at once; at the end
/// of a line none is, even where some were never closed.
///
/// - Returns: a cell with `inputSize` 4 and `hiddenSize` 1. Its hidden state is the same, within
///   0.002, wherever the depth is the same, and differs by 0.01 or more from depth to depth.
public func bracketCounter() -> LSTMCell {
  // EXERCISE 4.9 (4 points): brackets, counted by hand-set gates
  // Read chapters/04-lstm-gates.md, "Brackets, twenty deep". Check with: swift run course check 4.9
  let row = Matrix(rows: 1, columns: 4, repeating: .nan)
  return notWritten(
    "4.9",
    LSTMCell(
      inputWeights: .stacked([row, row, row, row]), recurrentWeights: row, bias: row))
}
