import CourseTesting
import LinearAlgebra
import Optimizers
import XCTest

/// Exercise 7.1: a step down the slope.
final class SGDTests: ExerciseTestCase {
  private func expectSGD(
    _ lesson: Lesson, equals expected: Run? = nil, within tolerance: Double = 1e-12,
    line: UInt = #line
  ) {
    func yours(_ lesson: Lesson) -> Run { lesson.run(SGD(learningRate: lesson.rates[0])) }
    expect(
      yours(lesson), "parameters",
      equals: expected ?? lesson.run(()) { $1.rate * $1.gradient }, within: tolerance,
      mistakes: explanation(
        in: [lesson, .telling], within: tolerance, yours: yours, mistakes: mistakes), line: line)
  }

  private func mistakes(_ lesson: Lesson) -> KeyValuePairs<Mistake, Run> {
    let first = lesson.rates[0]
    return [
      .upTheGradient: lesson.run(()) { -$1.rate * $1.gradient },
      .wholeGradient: lesson.run(()) { $1.gradient },
      .divided: lesson.run(()) { $1.gradient / $1.rate },
      .notMoved: lesson.run(()) { _, _ in 0 },
      .firstOnly: lesson.run(()) { $1.parameter == 0 ? $1.rate * $1.gradient : 0 },
      .replaced: replaced(lesson, -1),
      .replacedByGradients: replacedByGradients(lesson),
      .signOnly: lesson.run(()) { $1.rate * ($1.gradient > 0 ? 1 : $1.gradient < 0 ? -1 : 0) },
      .firstRate: lesson.run(()) { first * $1.gradient },
      .averaged: lesson.run(()) { $1.rate * $1.gradient / Double($1.parameterCount) },
      .subtractedTwice: lesson.run(()) { 2 * $1.rate * $1.gradient },
      .shortened: lesson.run(()) {
        $1.rate * $1.gradient / max(1, ($1.whole .* $1.whole).sum.squareRoot())
      },
      .shortened: shortenedTogether(lesson),
      .shortened: lesson.run(()) { $1.rate * max(-1, min(1, $1.gradient)) },
    ]
  }

  private func replaced(_ lesson: Lesson, _ sign: Double) -> Run {
    Run(
      steps: zip(lesson.gradients, lesson.rates).map { gradients, rate in
        Parameters(gradients.map { $0 * (sign * rate) })
      })
  }

  private func shortenedTogether(_ lesson: Lesson) -> Run {
    let norms = lesson.gradients.map { gradients in
      gradients.reduce(0) { $1.values.reduce($0) { $0 + $1 * $1 } }.squareRoot()
    }
    return lesson.run(()) { $1.rate * $1.gradient / max(1, norms[$1.step - 1]) }
  }

  private func replacedByGradients(_ lesson: Lesson) -> Run {
    Run(steps: lesson.gradients.map { Parameters($0) })
  }

  func test_7_1_stepsMatchTheWorkedExample() {
    // By hand in chapter 07: a bowl 25 times as steep in b as in a, from (10, 1), at a rate of 0.06.
    let lesson = Lesson(
      from: bowlStart, gradients: bowlGradients([[10, 1], [9.4, -0.5]]), rate: 0.06)
    expectSGD(
      lesson,
      equals: Run(steps: [
        Parameters([[[9.4]], [[-0.5]]]), Parameters([[[8.836]], [[0.25]]]),
      ]))
  }

  func test_7_1_everyParameterMovesByItsOwnGradient() {
    trials(10) { generator in
      let rate = generator.uniform(in: 0.01...0.5)
      expectSGD(Lesson(rate: rate, using: &generator))
    }
  }

  func test_7_1_aNewLearningRateCountsAtOnce() {
    var generator = SeededGenerator(seed: 7)
    var lesson = Lesson(rate: 0.1, using: &generator)
    lesson.rates = [0.1, 0.1, 0.05, 0.05, 0.2, 0.01]
    expectSGD(lesson)
  }

  func test_7_1_aSteeperSlopeMakesALongerStep() {
    let slopes: Matrix = [[0.001, 0.01, 0.1, 1, 10, -100, -1000]]
    let gradients: [[Matrix]] = [[slopes, [[0.001]]], [slopes * 0.01, [[-5]]]]
    expectSGD(Lesson(from: [slopes * 0, [[0]]], gradients: gradients, rate: 0.1))
  }

  func test_7_1_aTinyGradientMovesToo() {
    let start: [Matrix] = [[[0, 0]], [[0]]]
    let gradients: [[Matrix]] = [[[[1e-9, -2e-12]], [[3e-8]]]]
    expectSGD(Lesson(from: start, gradients: gradients, rate: 1e6))
  }

  func test_7_1_aGradientOfZeroMovesNothing() {
    let start: [Matrix] = [[[1, -2]], [[3]]]
    var (optimizer, parameters) = (SGD(learningRate: 0.5), start)
    optimizer.update(&parameters, gradients: [[[0, 0]], [[0]]])
    expect(Parameters(parameters), "parameters at the bottom", equals: Parameters(start))
  }

  func test_7_1_twentyStepsAsInPyTorch() throws {
    for golden in try Golden.named(["SGD", "SGD with decay"]) {
      expectSGD(golden.lesson, equals: golden.run, within: 1e-11)
    }
  }
}
