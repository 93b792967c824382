import CourseTesting
import Cousins
import Foundation
import GradientChecking
import LSTMGates
import LinearAlgebra

// The judge: plain loops over single numbers, and slopes measured as central differences. Of a
// reader's cell they use the weights and nothing else.

func plainSigmoid(_ x: Double) -> Double { 1 / (1 + Foundation.exp(-x)) }

/// x W + h U + b of one row, column by column.
func plainSums(_ input: [Double], _ hidden: [Double], _ w: Matrix, _ u: Matrix, _ b: Matrix)
  -> [Double]
{
  (0..<w.columns).map { column in
    var sum = b[0, column]
    for (k, x) in input.enumerated() { sum += x * w[k, column] }
    for (k, h) in hidden.enumerated() { sum += h * u[k, column] }
    return sum
  }
}

extension Matrix {
  /// The numbers of a row.
  func numbers(ofRow row: Int) -> [Double] { (0..<columns).map { self[row, $0] } }

  init(rows: Int, columns: Int, each number: (Int, Int) -> Double) {
    self.init(
      rows: rows, columns: columns,
      values: (0..<rows).flatMap { row in (0..<columns).map { number(row, $0) } })
  }
}

/// A wired cell in plain loops, without layer norm.
struct PlainWired {
  var cell: WiredCell

  /// One row's step: i, f, g, o, c and h of each unit.
  func step(_ input: [Double], _ hidden: [Double], _ old: [Double]) -> [[Double]] {
    let (wiring, size) = (cell.wiring, cell.recurrentWeights.rows)
    let sums = plainSums(
      input, hidden, cell.inputWeights, cell.recurrentWeights, cell.bias)
    func sum(_ part: GatePart, _ unit: Int, sees state: Double) -> Double {
      let block = wiring.parts.firstIndex(of: part) ?? 0
      let row = wiring.gates.firstIndex(of: part)
      let peephole = wiring.peepholes ? row.map { cell.peepholes[$0, unit] * state } ?? 0 : 0
      return sums[block * size + unit] + peephole
    }
    return (0..<size).map { unit in
      let i = wiring.inputGate ? plainSigmoid(sum(.input, unit, sees: old[unit])) : 1
      let g = Foundation.tanh(sum(.candidate, unit, sees: 0))
      let f =
        wiring.keeping == .coupled
        ? 1 - i
        : wiring.keeping == .everything ? 1 : plainSigmoid(sum(.forget, unit, sees: old[unit]))
      let c = f * old[unit] + i * g
      let o = wiring.outputGate ? plainSigmoid(sum(.output, unit, sees: c)) : 1
      return [i, f, g, o, c, o * Foundation.tanh(c)]
    }
  }

  /// The record of a step, as the cell's own `step` should have left it.
  func record(_ input: Matrix, from state: LSTMState) -> StepRecord<WiredValues> {
    let rows = (0..<input.rows).map {
      step(
        input.numbers(ofRow: $0), state.hidden.numbers(ofRow: $0), state.cell.numbers(ofRow: $0))
    }
    func all(_ index: Int) -> Matrix {
      Matrix(rows: input.rows, columns: state.cell.columns) { rows[$0][$1][index] }
    }
    return StepRecord(
      input: input, previous: state,
      values: WiredValues(
        inputGate: all(0), forgetGate: all(1), candidate: all(2), outputGate: all(3)),
      state: LSTMState(hidden: all(5), cell: all(4)))
  }
}

/// A GRU in plain loops.
struct PlainGRU {
  var cell: GRUCell

  /// One row's step: r, z, g, q and h of each unit; q is 0 where the reset gate acts before.
  func step(_ input: [Double], _ hidden: [Double]) -> [[Double]] {
    let (size, zeros) = (cell.recurrentWeights.rows, [Double]())
    let gates = plainSums(input, hidden, cell.inputWeights, cell.recurrentWeights, cell.bias)
    let own = plainSums(input, zeros, cell.inputWeights, cell.recurrentWeights, cell.bias)
    let reset = (0..<size).map { plainSigmoid(gates[$0]) }
    return (0..<size).map { unit in
      let (z, column) = (plainSigmoid(gates[size + unit]), 2 * size + unit)
      var (before, after) = (0.0, cell.form == .resetAfter ? cell.resetBias[0, unit] : 0)
      for k in 0..<size {
        before += reset[k] * hidden[k] * cell.recurrentWeights[k, column]
        after += hidden[k] * cell.recurrentWeights[k, column]
      }
      let isAfter = cell.form == .resetAfter
      let g = Foundation.tanh(own[column] + (isAfter ? reset[unit] * after : before))
      return [reset[unit], z, g, isAfter ? after : 0, z * hidden[unit] + (1 - z) * g]
    }
  }

  /// The record of a step, as the cell's own `step` should have left it.
  func record(_ input: Matrix, from hidden: Matrix) -> StepRecord<GRUValues> {
    let rows = (0..<input.rows).map {
      step(input.numbers(ofRow: $0), hidden.numbers(ofRow: $0))
    }
    func all(_ index: Int) -> Matrix {
      Matrix(rows: input.rows, columns: hidden.columns) { rows[$0][$1][index] }
    }
    let zeros = hidden.filledWithZeros
    return StepRecord(
      input: input, previous: LSTMState(hidden: hidden, cell: zeros),
      values: GRUValues(reset: all(0), update: all(1), candidate: all(2), product: all(3)),
      state: LSTMState(hidden: all(4), cell: zeros))
  }
}

/// The slopes of a function of some matrices, number by number, as central differences.
func plainSlopes(_ matrices: [Matrix], _ value: ([Matrix]) -> Double) -> [Matrix] {
  let width = 1e-5
  return matrices.indices.map { index in
    Matrix(rows: matrices[index].rows, columns: matrices[index].columns) { row, column in
      func moved(_ by: Double) -> Double {
        var copy = matrices
        copy[index][row, column] += by
        return value(copy)
      }
      return (moved(width) - moved(-width)) / (2 * width)
    }
  }
}

/// The sum of all products of two matrices of one shape.
func plainDot(_ a: Matrix, _ b: Matrix) -> Double {
  zip(a.values, b.values).reduce(0) { $0 + $1.0 * $1.1 }
}
