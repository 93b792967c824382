import CourseTesting
import Foundation
import LSTMGates
import LinearAlgebra
import XCTest

@testable import GradientChecking

/// Exercise 6.10: back through the coupled gate.
final class CoupledTests: ExerciseTestCase {
  override var columnBlocks: [String] { ["input gate", "candidate", "output gate"] }

  /// The loss of a step, in plain loops over single numbers.
  private func loss(_ step: CoupledStep) -> Double {
    let size = step.previous.hidden.columns
    var sum = 0.0
    for row in 0..<step.input.rows {
      func preactivation(_ column: Int) -> Double {
        var a = step.bias[0, column]
        for k in 0..<step.input.columns { a += step.input[row, k] * step.inputWeights[k, column] }
        for k in 0..<size { a += step.previous.hidden[row, k] * step.recurrentWeights[k, column] }
        return a
      }
      for unit in 0..<size {
        let i = 1 / (1 + Foundation.exp(-preactivation(unit)))
        let g = Foundation.tanh(preactivation(size + unit))
        let o = 1 / (1 + Foundation.exp(-preactivation(2 * size + unit)))
        let cell = (1 - i) * step.previous.cell[row, unit] + i * g
        sum += step.hiddenGradient[row, unit] * o * Foundation.tanh(cell)
        sum += step.cellGradient[row, unit] * cell
      }
    }
    return sum
  }

  /// What a reader may have made of the terms of the backward pass. The default is right.
  private struct Terms {
    var cell: (_ arrived: Matrix, _ shown: Matrix) -> Matrix = { $0 + $1 }
    var inputGate: (_ g: Matrix, _ c: Matrix) -> Matrix = { $0 - $1 }
    var inputSlope: (_ i: Matrix) -> Matrix = { $0 .* (1 - $0) }
    var candidateShare: (_ i: Matrix) -> Matrix = { $0 }
    var kept: (_ i: Matrix) -> Matrix = { 1 - $0 }
    var order = [0, 1, 2]
    var bias: (_ delta: Matrix) -> Matrix = { $0.columnSums }
  }

  private func made(_ step: CoupledStep, _ change: (inout Terms) -> Void) -> [Matrix] {
    var terms = Terms()
    change(&terms)
    let sums =
      step.input * step.inputWeights + step.previous.hidden * step.recurrentWeights + step.bias
    let size = step.previous.hidden.columns
    func block(_ index: Int) -> Matrix { sums.columns(index * size..<(index + 1) * size) }
    let (i, g) = (sigmoid(block(0)), block(1).map { Foundation.tanh($0) })
    let (o, c) = (sigmoid(block(2)), step.previous.cell)
    let shown = ((1 - i) .* c + i .* g).map { Foundation.tanh($0) }
    let cell = terms.cell(
      step.cellGradient, step.hiddenGradient .* o .* (1 - shown .* shown))
    let blocks = [
      cell .* terms.inputGate(g, c) .* terms.inputSlope(i),
      cell .* terms.candidateShare(i) .* (1 - g .* g),
      step.hiddenGradient .* shown .* o .* (1 - o),
    ]
    let delta = Matrix.sideBySide(terms.order.map { blocks[$0] })
    return [
      step.input.transposed * delta, step.previous.hidden.transposed * delta, terms.bias(delta),
      delta * step.inputWeights.transposed, delta * step.recurrentWeights.transposed,
      cell .* terms.kept(i),
    ]
  }

  private func expectGradients(_ step: CoupledStep, line: UInt = #line) {
    let yours = step.gradients()
    let right = Reference.central(of: step, step: 1e-5) { loss($0) }
    expect(
      yours.map(\.shape), "shapes of the gradients of W, U, b, x, h and c",
      is: right.map(\.shape), line: line)
    guard yours.map(\.shape) == right.map(\.shape) else { return }
    for (index, name) in step.parameterNames.enumerated() {
      func all(_ change: (inout Terms) -> Void) -> Matrix { made(step, change)[index] }
      expect(
        yours[index], "gradient of \(name)", equals: right[index], within: 1e-7,
        mistakes: [
          .oldCellLeftOut: all { $0.inputGate = { g, _ in g } },
          .candidateLeftOut: all { $0.inputGate = { _, c in -1 * c } },
          .oldCellAdded: all { $0.inputGate = { g, c in g + c } },
          .oldCellFirst: all { $0.inputGate = { g, c in c - g } },
          .sigmaSlopeMissing: all { $0.inputSlope = { $0 * 0 + 1 } },
          .keptByTheInputGate: all { $0.kept = { $0 } },
          .keptWhole: all { $0.kept = { $0 * 0 + 1 } },
          .candidateByTheForgetGate: all { $0.candidateShare = { 1 - $0 } },
          .arrivedLeftOut: all { $0.cell = { _, shown in shown } },
          .shownLeftOut: all { $0.cell = { arrived, _ in arrived } },
          .coupledBlocksExchanged: all { $0.order = [1, 0, 2] },
          .outputBlockSecond: all { $0.order = [0, 2, 1] },
          .meanForTheBias: all { $0.bias = { $0.columnSums * (1 / Double($0.rows)) } },
        ], line: line)
    }
  }

  func test_6_10_oneUnitAndOneRow() {
    trials(5) { generator in
      expectGradients(CoupledStep(batch: 1, inputSize: 1, hiddenSize: 1, using: &generator))
    }
  }

  func test_6_10_everyGradientOfABatch() {
    trials(5) { generator in
      expectGradients(CoupledStep(batch: 3, inputSize: 2, hiddenSize: 4, using: &generator))
    }
  }

  func test_6_10_onlyTheCellStateIsRead() {
    trials(3) { generator in
      var step = CoupledStep(batch: 2, inputSize: 3, hiddenSize: 2, using: &generator)
      step.hiddenGradient = step.hiddenGradient * 0
      expectGradients(step)
    }
  }

  func test_6_10_gateAtItsExtremes() {
    // The first unit keeps all, the second replaces all.
    var generator = SeededGenerator(seed: 610)
    var step = CoupledStep(batch: 2, inputSize: 2, hiddenSize: 2, using: &generator)
    step.bias[0, 0] = -30
    step.bias[0, 1] = 30
    expectGradients(step)
  }
}
