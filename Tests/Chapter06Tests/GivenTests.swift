import Backpropagation
import GradientChecking
import LSTMGates
import LinearAlgebra
import VanillaRNN
import XCTest

/// The lists of parameters that every model has.
final class ParameterisedTests: XCTestCase {
  func testParametersCanBeListedAndReplaced() {
    var generator = SeededGenerator(seed: 1)
    let first = model(&generator)
    var second = model(&generator)
    XCTAssertNotEqual(first, second)
    second.parameters = first.parameters
    XCTAssertEqual(first, second)
    XCTAssertEqual(first.parameterNames, ["W", "U", "b", "Wy", "by"])
    XCTAssertEqual(
      first.parameters.map { "\($0.rows)×\($0.columns)" }, ["2×12", "3×12", "1×12", "3×5", "1×5"])
  }

  func testGradientsStandInTheOrderOfTheParameters() {
    var generator = SeededGenerator(seed: 2)
    let model = model(&generator)
    let state = LSTMState(hidden: Matrix(rows: 4, columns: 3), cell: Matrix(rows: 4, columns: 3))
    let input = Matrix.uniform(rows: 4, columns: 2, in: -1...1, using: &generator)
    let gradients = model.gradients([input], targets: [[0, 1, 2, 4]], from: state)
    XCTAssertEqual(gradients.parameters[1], gradients.cell.recurrentWeights)
    XCTAssertEqual(gradients.parameters[3], gradients.output.weights)
    for (gradient, parameter) in zip(gradients.parameters, model.parameters) {
      XCTAssertEqual([gradient.rows, gradient.columns], [parameter.rows, parameter.columns])
    }
  }

  private func model(_ generator: inout SeededGenerator) -> LSTMModel {
    LSTMModel(
      cell: LSTMCell(inputSize: 2, hiddenSize: 3, using: &generator),
      output: OutputLayer(
        weights: .uniform(rows: 3, columns: 5, in: -1...1, using: &generator),
        bias: .uniform(rows: 1, columns: 5, in: -1...1, using: &generator)))
  }
}
