import LinearAlgebra
import XCTest

@testable import VanillaRNN

/// What the chapter gives beside its exercises.
final class Chapter02GivenTests: XCTestCase {
  func testWeightsThatDoNotFitAreNamedWithBothShapes() {
    func problem(_ recurrent: (Int, Int), bias: (Int, Int)) -> String? {
      RNNCell.shapeProblem(
        inputWeights: Matrix(rows: 2, columns: 3),
        recurrentWeights: Matrix(rows: recurrent.0, columns: recurrent.1),
        bias: Matrix(rows: bias.0, columns: bias.1))
    }
    XCTAssertNil(problem((3, 3), bias: (1, 3)))
    XCTAssertEqual(
      problem((2, 3), bias: (1, 3)),
      "recurrent weights of 2×3 do not fit input weights of 2×3: they must be 3×3")
    XCTAssertEqual(
      problem((3, 3), bias: (3, 1)),
      "a bias of 3×1 does not fit input weights of 2×3: it must be 1×3")
    XCTAssertNil(OutputLayer.shapeProblem(weights: [[1, 2]], bias: [[0, 0]]))
    XCTAssertEqual(
      OutputLayer.shapeProblem(weights: [[1, 2]], bias: [[0]]),
      "an output bias of 1×1 does not fit output weights of 1×2: it must be 1×2")
  }

  func testTargetsThatDoNotFitAreNamed() {
    let inputs: [Matrix] = [[[1], [2]], [[3], [4]]]
    XCTAssertNil(RNNModel.targetsProblem(inputs, targets: [[0, 1], [1, 0]]))
    XCTAssertNil(RNNModel.targetsProblem([], targets: []))
    XCTAssertEqual(
      RNNModel.targetsProblem(inputs, targets: [[0, 1]]),
      "2 inputs with targets for 1 steps: each step needs its targets")
    XCTAssertEqual(
      RNNModel.targetsProblem(inputs, targets: [[0, 1], [1]]),
      "step 2 has 2 rows and 1 targets: each row needs one")
  }

  func testRandomWeightsAreDrawnFromTheirRangeAndTheSeed() {
    var generator = SeededGenerator(seed: 7)
    var again = generator
    let cell = RNNCell(inputSize: 65, hiddenSize: 128, using: &generator)
    XCTAssertEqual(cell, RNNCell(inputSize: 65, hiddenSize: 128, using: &again))
    XCTAssertEqual(cell.inputWeights.shape, "65×128")
    XCTAssertEqual(cell.recurrentWeights.shape, "128×128")
    XCTAssertEqual(cell.bias, Matrix(rows: 1, columns: 128))
    let bound = 1 / 128.0.squareRoot()
    let largest = cell.recurrentWeights.values.map(abs).max()!
    XCTAssertLessThanOrEqual(largest, bound)
    XCTAssertGreaterThan(largest, 0.99 * bound)
    XCTAssertEqual(cell.recurrentWeights.mean, 0, accuracy: 0.02 * bound)
  }

  func testParameterCountIsThatOfThePage() {
    var generator = SeededGenerator(seed: 1)
    let cell = RNNCell(inputSize: 65, hiddenSize: 128, using: &generator)
    XCTAssertEqual(cell.parameterCount, 24_832)
  }
}
