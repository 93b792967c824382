import CourseTesting
import Foundation
import LinearAlgebra
import VanillaRNN
import XCTest

final class StepTests: ExerciseTestCase {
  func test_2_1_stepMatchesTheWorkedExample() {
    // Chapter 02, "By hand": the second letter of aab. The sums are 2 and 1.8921.
    let cell = doubledLetterModel().cell
    let a: Matrix = [[1, 0]]
    let afterA: Matrix = [[Foundation.tanh(2.0), Foundation.tanh(-1.0)]]
    expect(
      cell.step(a, from: afterA), "step", equals: [[0.9640, 0.9556]], within: 5e-5,
      mistakes: Self.mistakes(cell, a, afterA))
  }

  func test_2_1_stepMatchesTheFormula() {
    trials(20) { generator in
      let (batch, inputSize) = (generator.size(), generator.size())
      let hiddenSize = generator.size()
      let cell = generator.cell(inputSize: inputSize, hiddenSize: hiddenSize)
      let input = generator.sequence(length: 1, batch: batch, inputSize: inputSize)[0]
      let hidden = generator.state(batch: batch, hiddenSize: hiddenSize)
      expectStep(of: cell, input, hidden)
    }
  }

  func test_2_1_stepMatchesTheFormulaWhereInputAndStateAreOfOneSize() {
    // Here x and h, and a batch and a matrix of weights, have the same shape: nothing stops a
    // formula that takes one for the other.
    trials(20) { generator in
      let cell = generator.cell(inputSize: 3, hiddenSize: 3)
      let input = generator.sequence(length: 1, batch: 3, inputSize: 3)[0]
      expectStep(of: cell, input, generator.state(batch: 3, hiddenSize: 3))
    }
  }

  func test_2_1_eachRowIsASequenceOfItsOwn() {
    trials(20) { generator in
      let cell = generator.cell(inputSize: 2, hiddenSize: 3)
      let input = generator.sequence(length: 1, batch: 4, inputSize: 2)[0]
      let hidden = generator.state(batch: 4, hiddenSize: 3)
      let alone = (0..<4).map { Reference.step(cell, input.row($0), from: hidden.row($0)) }
      let yours = cell.step(input, from: hidden)
      expect(
        yours, "step of a batch of 4", equals: .stacked(alone),
        mistakes: Self.mistakes(cell, input, hidden))
      expect(cell.step(input.row(2), from: hidden.row(2)), "step of row 2 alone", equals: alone[2])
    }
  }

  func test_2_1_hugeSumsSaturate() {
    let cell = RNNCell(
      inputWeights: [[1000, -1000]], recurrentWeights: .identity(2), bias: [[0, 0]])
    expect(
      cell.step([[1], [-1]], from: [[0, 0], [0, 0]]), "step with sums of ±1000",
      equals: [[1, -1], [-1, 1]])
  }

  private func expectStep(
    of cell: RNNCell, _ input: Matrix, _ hidden: Matrix,
    file: StaticString = #filePath, line: UInt = #line
  ) {
    expect(
      cell.step(input, from: hidden), "step", equals: Reference.step(cell, input, from: hidden),
      mistakes: Self.mistakes(cell, input, hidden),
      suppositions: suppose("x(t)", input) { Reference.step(cell, $0, from: hidden) }
        + suppose("h(t-1)", hidden) { Reference.step(cell, input, from: $0) }
        + Reference.suppositions(cell) { Reference.step($0, input, from: hidden) },
      variations: vary("x(t)", input, hasSequences: true) {
        cell.step($0, from: hidden)
      } right: {
        Reference.step(cell, $0, from: hidden)
      }
        + vary("h(t-1)", hidden, hasSequences: true) {
          cell.step(input, from: $0)
        } right: {
          Reference.step(cell, input, from: $0)
        },
      file: file, line: line)
  }

  /// What well-known mistakes make of one step. Where the shapes do not allow a mistake, its
  /// result is NaN, which matches nothing.
  static func mistakes(
    _ cell: RNNCell, _ input: Matrix, _ hidden: Matrix
  ) -> KeyValuePairs<Mistake, Matrix> {
    let sums = Reference.preactivation(cell, input, hidden)
    let biasRows = Matrix(rows: input.rows, columns: cell.hiddenSize) + cell.bias
    let fromInput = Reference.preactivation(cell, input, hidden * 0) - biasRows
    let fromHidden = Reference.preactivation(cell, input * 0, hidden) - biasRows
    let tanh: (Double) -> Double = { Foundation.tanh($0) }
    var turned = cell
    turned.recurrentWeights = cell.recurrentWeights.transposed

    let nothing: Matrix = [[.nan]]
    let isSquare = cell.inputSize == cell.hiddenSize
    let swapped = isSquare ? Reference.step(cell, hidden, from: input) : nothing
    let elementwise =
      isSquare && [1, cell.hiddenSize].contains(input.rows)
      ? (input .* cell.inputWeights + hidden .* cell.recurrentWeights + cell.bias).map(tanh)
      : nothing
    return [
      .noBias: (fromInput + fromHidden).map(tanh),
      .noTanh: sums,
      .biasSubtracted: (fromInput + fromHidden - biasRows).map(tanh),
      .firstRowForAll: Reference.step(
        cell, input, from: .stacked(Array(repeating: hidden.row(0), count: input.rows))),
      .biasTwice: (sums + biasRows).map(tanh),
      .noRecurrentWeights: (fromInput + hidden + biasRows).map(tanh),
      .hiddenIgnored: (fromInput + biasRows).map(tanh),
      .inputIgnored: (fromHidden + biasRows).map(tanh),
      .recurrentTransposed: Reference.step(turned, input, from: hidden),
      .sigmoid: sums.map { 1 / (1 + Foundation.exp(-$0)) },
      .tanhOfEach: fromInput.map(tanh) + fromHidden.map(tanh) + biasRows,
      .biasOutside: (fromInput + fromHidden).map(tanh) + biasRows,
      .swapped: swapped,
      .weightsLeft: leftHanded(cell, input, hidden),
      .elementwise: elementwise,
    ]
  }

  /// tanh(W x + U h + b), where the shapes allow it.
  private static func leftHanded(_ cell: RNNCell, _ input: Matrix, _ hidden: Matrix) -> Matrix {
    guard input.rows == cell.inputSize, input.columns == hidden.columns,
      cell.inputSize == cell.hiddenSize
    else { return [[.nan]] }
    let turned = RNNCell(
      inputWeights: cell.inputWeights.transposed,
      recurrentWeights: cell.recurrentWeights.transposed,
      bias: Matrix(rows: 1, columns: cell.hiddenSize))
    let sums = Reference.preactivation(turned, input.transposed, hidden.transposed).transposed
    return (sums + cell.bias).map { Foundation.tanh($0) }
  }
}
