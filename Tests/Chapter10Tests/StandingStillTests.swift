import CourseTesting
import Foundation
import LSTMGates
import LinearAlgebra
import UnequalLengths
import XCTest

/// Exercise 10.6: a mask made of weights.
final class StandingStillTests: ExerciseTestCase {
  /// What is wrong with the gates at the symbol, as far as its row of W tells; nil where that does not.
  private func fault(of cell: LSTMCell, at symbol: Int) -> Mistake? {
    let units = cell.hiddenSize
    // What the other weights of a suite's cells cannot be.
    let large = 2.5
    func mean(_ block: Int) -> Double {
      (0..<units).reduce(0) {
        $0 + cell.inputWeights[symbol, block * units + $1] / Double(units)
      }
    }
    let first = (0..<units).map { cell.inputWeights[symbol, $0] }
    if first.contains(where: { $0 > large }) && first.contains(where: { $0 < -large }) {
      return .unitByUnit
    }
    let (input, forget) = (mean(0), mean(1))
    if input > large && forget < -large { return .gatesExchanged }
    if forget < -large { return .forgetGateShut }
    if input > large { return .inputGateOpen }
    if input < -large && forget <= large { return .forgetGateLeft }
    if forget > large && input >= -large { return .inputGateLeft }
    return input < 0 && forget > 0 ? .notFarEnough : nil
  }

  private func expectStanding(
    _ cell: LSTMCell, at symbol: Int, using generator: inout SeededGenerator, line: UInt = #line
  ) {
    let yours = cell.standingStill(at: symbol)
    let (rows, units) = (4, cell.hiddenSize)
    let others = { (matrix: Matrix) in
      build(matrix.rows, matrix.columns) { $0 == symbol ? 0 : matrix[$0, $1] }
    }
    expect(
      [others(yours.inputWeights), yours.recurrentWeights, yours.bias],
      "W but for the symbol's row, U and b",
      equals: [
        others(cell.inputWeights), cell.recurrentWeights, cell.bias,
      ], within: 0,
      mistakes: [
        .allRows: [
          build(cell.inputWeights.rows, 4 * units) {
            $0 == symbol ? 0 : yours.inputWeights[symbol, $1]
          }, cell.recurrentWeights, cell.bias,
        ],
        .biasForRow: [others(cell.inputWeights), cell.recurrentWeights, yours.bias],
      ], line: line)
    let input = build(rows, cell.inputSize) { $1 == symbol ? 1 : 0 }
    var start = LSTMState(
      hidden: .uniform(rows: rows, columns: units, in: -1...1, using: &generator),
      cell: .uniform(rows: rows, columns: units, in: -10...10, using: &generator))
    // What speaks loudest: hidden states of 1 or of -1, over cell states as large as may be.
    for unit in 0..<units {
      (start.hidden[0, unit], start.cell[0, unit]) = (1, 10)
      (start.hidden[1, unit], start.cell[1, unit]) = (-1, -10)
    }
    var (state, largest) = (start, 0.0)
    for _ in 0..<50 {
      let next = Plain.step(yours, input, from: state).state
      largest = max(
        largest, zip(next.cell.values, state.cell.values).map { abs($0 - $1) }.max() ?? 0)
      state = next
    }
    expect(
      largest < 1e-9,
      orSay: "at symbol \(symbol), a cell state changes by \(rounded(largest)) in a step; it may "
        + "change by less than 0.000000001"
        + (fault(of: yours, at: symbol).map { ".\n    \($0.sentence)" } ?? ""), line: line)
  }

  private func rounded(_ number: Double) -> String { String(format: "%.2g", number) }

  func test_10_6_fiftyStepsOfPadding() {
    trials(10) { generator in
      let units = generator.size(16)
      let cell = LSTMCell(inputSize: 5, hiddenSize: units, using: &generator)
      expectStanding(cell, at: generator.integer(below: 5), using: &generator)
    }
  }

  func test_10_6_largeWeightsToo() {
    trials(10) { generator in
      func uniform(_ rows: Int) -> Matrix {
        .uniform(rows: rows, columns: 64, in: -2...2, using: &generator)
      }
      let cell = LSTMCell(
        inputWeights: uniform(4), recurrentWeights: uniform(16), bias: uniform(1))
      expectStanding(cell, at: generator.integer(below: 4), using: &generator)
    }
  }

  func test_10_6_theWorstCase() {
    // All that can speak against standing still does.
    let units = 16
    let sign = { (column: Int) in column < units ? 2.0 : column < 2 * units ? -2.0 : 2.0 }
    let cell = LSTMCell(
      inputWeights: build(3, 4 * units) { sign($1) + 0 * Double($0) },
      recurrentWeights: build(units, 4 * units) { sign($1) + 0 * Double($0) },
      bias: build(1, 4 * units) { sign($1) + 0 * Double($0) })
    var generator = SeededGenerator(seed: 6)
    expectStanding(cell, at: 1, using: &generator)
  }
}
