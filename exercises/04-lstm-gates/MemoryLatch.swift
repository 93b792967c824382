import ExerciseSupport
import LinearAlgebra

/// A cell with one unit that keeps one bit for as long as it is not told another.
///
/// Its input has two columns: the bit on offer, -1 or 1, and the command, 1 for *write* and 0 for
/// *keep*. On *write* the cell state becomes the bit, whatever it was. On *keep* it stays, whatever
/// the first column says.
///
/// - Returns: a cell with `inputSize` 2 and `hiddenSize` 1. After a *write* the cell state is within 0.01
///   of the bit, and after 1,000 steps of *keep* within 0.01 of what it was then. On *keep* the
///   hidden state has the bit's sign and a size above 0.7.
public func memoryLatch() -> LSTMCell {
  // EXERCISE 4.7 (4 points): a latch, set by hand
  // Read chapters/04-lstm-gates.md, "A latch, set by hand". Check with: swift run course check 4.7
  let row = Matrix(rows: 1, columns: 4, repeating: .nan)
  return notWritten(
    "4.7", LSTMCell(inputWeights: .stacked([row, row]), recurrentWeights: row, bias: row))
}
