import Foundation
import LinearAlgebra

/// One step of an LSTM in plain loops, one number at a time, for references that must not use the
/// code that they judge.
public struct PlainLSTMStep {
  /// `i`, `f`, `g` and `o`, each batch × H.
  public let inputGate, forgetGate, candidate, outputGate: Matrix
  /// c(t) and h(t), each batch × H.
  public let cell, hidden: Matrix

  /// Makes the step.
  ///
  /// - Parameters:
  ///   - input: x(t), batch × D.
  ///   - previous: h(t-1) and c(t-1), each batch × H.
  ///   - weights: W, D × 4H, U, H × 4H, and b, 1 × 4H, in the order i, f, g, o.
  public init(
    _ input: Matrix, from previous: (hidden: Matrix, cell: Matrix),
    by weights: (input: Matrix, recurrent: Matrix, bias: Matrix)
  ) {
    let (rows, units) = (input.rows, weights.recurrent.rows)
    let sums = build(rows, 4 * units) { row, column in
      var sum = weights.bias[0, column]
      for k in 0..<input.columns { sum += input[row, k] * weights.input[k, column] }
      for k in 0..<units { sum += previous.hidden[row, k] * weights.recurrent[k, column] }
      return sum
    }
    func block(_ index: Int, _ activation: (Double) -> Double) -> Matrix {
      build(rows, units) { activation(sums[$0, index * units + $1]) }
    }
    func logistic(_ x: Double) -> Double { 1 / (1 + Foundation.exp(-x)) }
    let (i, f) = (block(0, logistic), block(1, logistic))
    let (g, o) = (block(2, Foundation.tanh), block(3, logistic))
    let cell = build(rows, units) {
      f[$0, $1] * previous.cell[$0, $1] + i[$0, $1] * g[$0, $1]
    }
    (inputGate, forgetGate, candidate, outputGate) = (i, f, g, o)
    self.cell = cell
    hidden = build(rows, units) { o[$0, $1] * Foundation.tanh(cell[$0, $1]) }
  }
}
