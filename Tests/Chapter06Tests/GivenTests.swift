import Backpropagation
import LSTMGates
import LinearAlgebra
import VanillaRNN
import XCTest

@testable import GradientChecking

/// What the chapter gives beside its exercises.
final class Chapter06GivenTests: XCTestCase {
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

  func testTrialsCanBeListedAndReplaced() {
    var generator = SeededGenerator(seed: 3)
    func trial() -> LSTMTrial {
      LSTMTrial(batch: 2, length: 3, inputSize: 2, hiddenSize: 4, using: &generator)
    }
    let first = trial()
    var second = trial()
    XCTAssertNotEqual(first.cell, second.cell)
    second.parameters = first.parameters
    XCTAssertEqual(first.cell, second.cell)
    XCTAssertEqual(first.inputs, second.inputs)
    XCTAssertEqual(first.initialState, second.initialState)
    XCTAssertEqual(
      first.parameterNames,
      [
        "Wi", "Wf", "Wg", "Wo", "Ui", "Uf", "Ug", "Uo", "bi", "bf", "bg", "bo", "x(1)", "x(2)",
        "x(3)", "h(0)", "c(0)",
      ])
    XCTAssertEqual(
      first.parameters.map(\.shape),
      Array(repeating: "2×4", count: 4) + Array(repeating: "4×4", count: 4)
        + Array(repeating: "1×4", count: 4) + Array(repeating: "2×2", count: 3)
        + Array(repeating: "2×4", count: 2))
    XCTAssertEqual(first.parameters[1], first.cell.inputWeights.columns(4..<8))
  }

  func testAWindowStartsFromAFixedState() {
    var generator = SeededGenerator(seed: 4)
    var trial = LSTMTrial(
      batch: 1, length: 4, inputSize: 1, hiddenSize: 2, window: 2, using: &generator)
    let before = trial.loss
    let states = trial.cell.unrolled(trial.inputs, from: trial.initialState)
    let whole = zip(states, trial.lossWeights).reduce(0) { $0 + ($1.0.hidden .* $1.1).sum }
    XCTAssertEqual(before, whole, accuracy: 1e-12)
    // Nothing of steps 3 and 4 changes with the initial state.
    trial.initialState.cell[0, 0] += 0.5
    let moved = trial.cell.unrolled(trial.inputs, from: trial.initialState)
    let firstWindow = zip(states, zip(moved, trial.lossWeights)).prefix(2).reduce(0) {
      $0 + (($1.1.0.hidden - $1.0.hidden) .* $1.1.1).sum
    }
    XCTAssertEqual(trial.loss - before, firstWindow, accuracy: 1e-12)
  }

  func testReportsJudge() {
    func report(_ errors: [Double]) -> GradientReport {
      GradientReport(
        parameters: zip(["A", "B", "C"], errors).map {
          ParameterReport(
            name: $0, shape: "1×1",
            worst: GradientEntry(
              row: 0, column: 0, analytic: 1, numerical: 1, relativeError: $1))
        })
    }
    XCTAssertTrue(report([1e-9, 1e-6, 0]).passes())
    XCTAssertFalse(report([1e-9, 1.1e-6, 0]).passes())
    XCTAssertEqual(report([1, 1e-9, .infinity]).failures(), ["A", "C"])
    XCTAssertEqual(report([1e-9, .nan]).failures(), ["B"])
    XCTAssertEqual(report([1e-9, 1e-8]).failures(within: 1e-10), ["A", "B"])
    XCTAssertEqual(report([1e-9, 1e-3]).largestError, 1e-3)
    XCTAssertFalse(report([]).passes(), "a report of nothing shows nothing")
    XCTAssertEqual(report([]).largestError, .infinity)
  }

  func testAParameterWithoutNumbersIsLeftOut() {
    let report = GradientReport(
      names: ["A", "B"], analytic: [Matrix(rows: 0, columns: 3), [[1]]],
      numerical: [Matrix(rows: 0, columns: 3), [[1]]])
    XCTAssertEqual(report.parameters.map(\.name), ["B"])
  }

  func testReportsAreTables() {
    let report = GradientReport(parameters: [
      ParameterReport(
        name: "U", shape: "3×12",
        worst: GradientEntry(
          row: 2, column: 7, analytic: 0.0120351, numerical: 0.0120351, relativeError: 3.1e-10)),
      ParameterReport(
        name: "b", shape: "1×12",
        worst: GradientEntry(
          row: 0, column: 11, analytic: -1.25, numerical: 0, relativeError: .infinity)),
    ])
    XCTAssertEqual(
      report.table(),
      """
      parameter  shape   worst at      analytic      numerical   rel. error
      U          3×12    [2, 7]      1.20351e-02    1.20351e-02  3.1e-10     ok
      b          1×12    [0, 11]    -1.25000e+00    0            infinity    WRONG
      """)
  }

  func testNumbersInScientificNotation() {
    let numbers: [(Double, Int, String)] = [
      (0, 3, "0"), (1, 0, "1e+00"), (-1.5, 1, "-1.5e+00"), (9.996, 2, "1.00e+01"),
      (1.25e-7, 2, "1.25e-07"), (6.02e123, 2, "6.02e+123"), (.leastNonzeroMagnitude, 1, "4.9e-324"),
      (.nan, 2, "nan"), (-.infinity, 2, "-infinity"), (0.00103, 4, "1.0300e-03"),
    ]
    for (number, digits, text) in numbers {
      XCTAssertEqual(scientific(number, digits: digits), text)
    }
    XCTAssertEqual(scientific(2, digits: 1, signed: true), " 2.0e+00")
    XCTAssertEqual(scientific(-2, digits: 1, signed: true), "-2.0e+00")
  }

  func testErrorsAreSentences() {
    let errors: [(GradientCheckError, String)] = [
      (
        .unusableStep(0),
        "a width of 0.0 measures nothing: it must be a positive, finite number such as 1e-5"
      ),
      (
        .vanishingStep(1e-20, parameter: "W", row: 1, column: 2, number: 0.5),
        "a width of 1e-20 is too small: added to W[1, 2], which is 0.5, it changes nothing"
      ),
      (
        .lossNotFinite(.nan),
        "the loss is nan: there is no slope to measure before it is a finite number"
      ),
      (
        .lossNotFiniteNearby(parameter: "U", row: 0, column: 3),
        "the loss is not finite where U[0, 3] is moved by the width, though it is before: try a "
          + "smaller width, or look what overflows"
      ),
      (
        .lossChanges(from: 1.5, to: 1.25),
        "the loss of one and the same model was 1.5 and then 1.25: something in it is random, such "
          + "as dropout or a generator that goes on; give each call the same seed"
      ),
      (
        .wrongCount(gradients: 2, parameters: 3),
        "there are 2 gradients for 3 parameters: each needs one, in the same order"
      ),
      (
        .wrongShape(parameter: "b", gradient: "3×1", expected: "1×3"),
        "the gradient of b is 3×1, and b itself 1×3: a gradient has the shape of what it is the "
          + "gradient of"
      ),
    ]
    for (error, sentence) in errors { XCTAssertEqual("\(error)", sentence) }
  }

  func testStepsGoDownByDecades() {
    let steps = stepSizes(decades: 3)
    let expected = [0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001]
    XCTAssertEqual(steps.count, expected.count)
    for (step, wanted) in zip(steps, expected) {
      XCTAssertEqual(step, wanted, accuracy: 1e-15 * wanted + 1e-18)
    }
    XCTAssertEqual(stepSizes(decades: 0), [])
    XCTAssertNil(bestStep([]))
    XCTAssertEqual(
      bestStep([StepError(step: 0.1, error: 2), StepError(step: 0.01, error: 1)])?.step, 0.01)
  }

  func testAtAKinkNoStepHelps() {
    // |x| at its kink: a central difference says 0, a forward one 1, and both are within their right.
    for step in [0.1, 1e-5] {
      XCTAssertEqual(centralDifference(of: { abs($0) }, at: 0, step: step), 0)
      XCTAssertEqual(forwardDifference(of: { abs($0) }, at: 0, step: step), 1)
    }
    // Near it the step reaches over: 1 is right.
    XCTAssertEqual(centralDifference(of: { abs($0) }, at: 0.25, step: 1), 0.25)
    XCTAssertEqual(centralDifference(of: { abs($0) }, at: 0.25, step: 0.125), 1)
  }

  private func model(_ generator: inout SeededGenerator) -> LSTMModel {
    LSTMModel(
      cell: LSTMCell(inputSize: 2, hiddenSize: 3, using: &generator),
      output: OutputLayer(
        weights: .uniform(rows: 3, columns: 5, in: -1...1, using: &generator),
        bias: .uniform(rows: 1, columns: 5, in: -1...1, using: &generator)))
  }
}
