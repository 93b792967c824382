import CourseTesting
import LinearAlgebra
import XCTest

@testable import Optimizers

/// What the chapter gives beside its exercises.
final class Chapter07GivenTests: XCTestCase {
  func testAPowerIsAProduct() {
    for exponent in 0...40 {
      XCTAssertEqual(
        power(1.1, exponent), powerByLoop(1.1, exponent), accuracy: 1e-13 * power(1.1, exponent))
      XCTAssertEqual(power(-0.5, exponent), powerByLoop(-0.5, exponent))
    }
    XCTAssertEqual(power(0, 0), 1)
    XCTAssertEqual(power(0.999, 100_000), 3.5385e-44, accuracy: 1e-47)
  }

  func testAFailureCountsUpdatesAndNotTimeSteps() {
    let run = Run(steps: [Parameters([[[1]]]), Parameters([[[2]]])])
    XCTAssertEqual(run.checkedShape, "2 updates of 1×1")
    XCTAssertEqual(
      run.checkedEntries.map(\.place),
      (1...2).map { "after update \($0), parameter 0, row 0, column 0" })
  }

  func testWhatDoesNotFitIsNamed() {
    let (small, large): (Matrix, Matrix) = ([[1, 2]], [[1, 2], [3, 4]])
    XCTAssertNil(updateProblem([small, large], gradients: [small, large]))
    XCTAssertEqual(
      updateProblem([small, large], gradients: [small]),
      "1 gradients for 2 parameters: each has one of its own")
    XCTAssertEqual(
      updateProblem([small, large], gradients: [small, small]),
      "parameter 1 is 2×2, its gradient is 1×2: a gradient has the shape of what it is the "
        + "gradient of")
    XCTAssertNil(memoryProblem([small], gradients: [small]))
    XCTAssertEqual(
      memoryProblem([small], gradients: [large]),
      "this optimiser remembers [\"1×2\"], which is not [\"2×2\"]: each model needs an optimiser "
        + "of its own")
    XCTAssertNil(limitProblem(0.1))
    XCTAssertEqual(limitProblem(0), "a limit of 0.0 leaves no gradient: it must be above 0")
    XCTAssertNotNil(limitProblem(.nan))
    XCTAssertNil(intervalProblem(1))
    XCTAssertEqual(
      intervalProblem(0), "an interval of 0 updates never ends: it must be at least 1")
    XCTAssertNil(exponentProblem(2, 0))
    XCTAssertEqual(exponentProblem(2, -1), "power(2.0, -1): the exponent is negative")
  }

  /// The loss of the page's bowl after some steps from (10, 1).
  private func bowlLoss(_ optimizer: some Optimizer, steps: Int) -> Double {
    var (optimizer, place) = (optimizer, bowlStart)
    for _ in 0..<steps {
      optimizer.update(&place, gradients: [place[0], 25 * place[1]])
    }
    return (place[0][0, 0] * place[0][0, 0] + 25 * place[1][0, 0] * place[1][0, 0]) / 2
  }

  func testTheNumbersOfTheBowl() {
    func expect(_ optimizer: some Optimizer, _ losses: [Double], line: UInt = #line) {
      for (steps, loss) in zip([0, 10, 30, 100, 300], losses) {
        XCTAssertEqual(
          bowlLoss(optimizer, steps: steps), loss, accuracy: 0.015 * loss, line: line)
      }
    }
    expect(SGD(learningRate: 0.06), [62.5, 14.5, 1.22, 0.00021, 3.8e-15])
    expect(Momentum(learningRate: 0.02, momentum: 0.8), [62.5, 10.4, 0.048, 2.1e-8, 4.3e-28])
    expect(RMSProp(learningRate: 0.5), [62.5, 4.55, 0.62, 0.83, 0.81])
    expect(Adam(learningRate: 0.5), [62.5, 13.5, 0.76, 0.00112, 4.25e-13])
    XCTAssertEqual(bowlLoss(RMSProp(learningRate: 0.1), steps: 300), 0.0325, accuracy: 5e-5)
    XCTAssertEqual(bowlLoss(Adam(learningRate: 2), steps: 1), 44.5, accuracy: 0.05)
    for (rate, left) in [(0.1, 0.0115), (0.9, 0.0115), (1.0, 1), (1.1, 38.3)] {
      var (optimizer, place) = (SGD(learningRate: rate), [Matrix([[1]])])
      for _ in 0..<20 { optimizer.update(&place, gradients: [2 * place[0]]) }
      XCTAssertEqual(place[0][0, 0], left, accuracy: 0.05 * abs(left - 0.0115) + 5e-5)
    }
  }

  func testGivenRulesDoAsPyTorchs() throws {
    func expect(_ optimizer: some Optimizer, _ golden: Golden.Case, line: UInt = #line) {
      let problem = difference(golden.lesson.run(optimizer), from: golden.run, within: 1e-11)
      XCTAssertNil(problem, golden.name, line: line)
    }
    for golden in try Golden.named(["SGD", "SGD with decay"]) {
      expect(SGD(learningRate: golden.settings.learningRate), golden)
    }
    for golden in try Golden.named(["RMSProp", "RMSProp with a large epsilon"]) {
      expect(
        RMSProp(
          learningRate: golden.settings.learningRate,
          decay: try XCTUnwrap(golden.settings.squareDecay),
          epsilon: try XCTUnwrap(golden.settings.epsilon)), golden)
    }
    for golden in try Golden.named(["SGD with decay", "Adam with clipping and decay"]) {
      let settings = golden.settings
      let decay = LearningRateDecay(
        initialRate: settings.learningRate, factor: try XCTUnwrap(settings.factor),
        interval: try XCTUnwrap(settings.interval))
      for (step, rate) in golden.lesson.rates.enumerated() {
        XCTAssertEqual(decay.rate(at: step), rate, accuracy: 1e-15)
      }
    }
  }

  func testARateGoesDownAfterEachInterval() {
    let decay = LearningRateDecay(initialRate: 0.1, factor: 0.5, interval: 100)
    for (step, rate) in [(0, 0.1), (99, 0.1), (100, 0.05), (250, 0.025), (400, 0.00625)] {
      XCTAssertEqual(decay.rate(at: step), rate, accuracy: 1e-15)
    }
  }

  func testTheNumbersOfTheCliff() {
    func end(_ decay: LearningRateDecay, steps: Int) -> (u: Double, loss: Double) {
      var (optimizer, parameters) = (SGD(learningRate: 0.01), [Matrix([[1.1]])])
      for step in 0..<steps {
        let u = parameters[0][0, 0]
        let gradient = 100 * (power(u, 50) - 0.5) * power(u, 49)
        if step == 0 { XCTAssertEqual(gradient, 1_247_447, accuracy: 0.5) }
        optimizer.learningRate = decay.rate(at: step)
        optimizer.update(
          &parameters, gradients: clippedByGlobalNorm([[[gradient]]], limit: 1).gradients)
      }
      let u = parameters[0][0, 0]
      return (u, (power(u, 50) - 0.5) * (power(u, 50) - 0.5))
    }
    let constant = LearningRateDecay(initialRate: 0.01, factor: 1, interval: 1)
    XCTAssertEqual(end(constant, steps: 11).u, 0.99, accuracy: 1e-9)
    XCTAssertEqual(end(constant, steps: 40).u, 0.98, accuracy: 1e-9)
    XCTAssertEqual(end(constant, steps: 40).loss, 0.018, accuracy: 5e-4)
    let halved = LearningRateDecay(initialRate: 0.01, factor: 0.5, interval: 10)
    XCTAssertEqual(end(halved, steps: 40).u, 0.98623, accuracy: 5e-6)
    XCTAssertEqual(end(halved, steps: 40).loss, 2.4e-11, accuracy: 1e-12)
  }

  func testTheNumbersOfTheNoise() {
    for (rate, expected) in [(0.1, 0.0276), (0.01, 0.00254)] {
      var (optimizer, place) = (SGD(learningRate: rate), [Matrix([[0]])])
      var generator = SeededGenerator(seed: 1)
      var sum = 0.0
      for _ in 0..<100_000 {
        optimizer.update(&place, gradients: [2 * place[0] + generator.normal()])
        sum += place[0][0, 0] * place[0][0, 0] / 100_000
      }
      XCTAssertEqual(sum, expected, accuracy: 0.003 * expected)
    }
  }
}
