import CourseTesting
import LinearAlgebra
import Optimizers
import XCTest

/// Exercise 7.4: a stride for each number.
final class RMSPropTests: ExerciseTestCase {
  private func expectRMSProp(
    _ lesson: Lesson, decay: Double = 0.9, epsilon: Double = 1e-8, equals expected: Run? = nil,
    within tolerance: Double = 1e-12, line: UInt = #line
  ) {
    let right = lesson.run(0.0) { s, now in
      s = decay * s + (1 - decay) * now.gradient * now.gradient
      return now.rate * now.gradient / (s.squareRoot() + epsilon)
    }
    let it = Case(lesson: lesson, decay: decay, epsilon: epsilon)
    expect(
      it.yours, "parameters", equals: expected ?? right, within: tolerance,
      mistakes: explanation(
        in: [it, .telling], within: tolerance, yours: \.yours, mistakes: mistakes), line: line)
  }

  private struct Case {
    var lesson: Lesson
    var decay, epsilon: Double

    var yours: Run {
      lesson.run(RMSProp(learningRate: lesson.rates[0], decay: decay, epsilon: epsilon))
    }

    /// ε is as large as the gradients here, so that it shows where it stands.
    static let telling = Case(lesson: .telling, decay: 0.7, epsilon: 0.3)
  }

  private func mistakes(_ it: Case) -> KeyValuePairs<Mistake, Run> {
    let (lesson, decay, epsilon) = (it.lesson, it.decay, it.epsilon)
    /// A run with another mean of the squares, or another step made of it.
    func made(
      mean: @escaping (Double, Double) -> Double = { decay * $0 + (1 - decay) * $1 * $1 },
      step: @escaping (Double, Double) -> Double = { $0 / ($1.squareRoot() + epsilon) }
    ) -> Run {
      lesson.run(0.0) { s, now in
        s = mean(s, now.gradient)
        return now.rate * step(now.gradient, s)
      }
    }
    return [
      .uphill: made(step: { -$0 / ($1.squareRoot() + epsilon) }),
      .noRoot: made(step: { $0 / ($1 + epsilon) }),
      .epsilonInside: made(step: { $0 / ($1 + epsilon).squareRoot() }),
      .noEpsilon: made(step: { $0 / $1.squareRoot() }),
      .addsUp: made(mean: { $0 + $1 * $1 }),
      .squareWhole: made(mean: { decay * $0 + $1 * $1 }),
      .sharesExchanged: made(mean: { (1 - decay) * $0 + decay * $1 * $1 }),
      .oldMeanForgotten: made(mean: { (1 - decay) * $1 * $1 }),
      .ownSize: made(mean: { $1 * $1 }),
      .meanOfGradients: made(
        mean: { decay * $0 + (1 - decay) * $1 }, step: { $0 / ($1.squareRoot() + epsilon) }),
      .meanOfSizes: made(mean: { decay * $0 + (1 - decay) * abs($1) }),
      .oldMean: lesson.run(0.0) { s, now in
        let old = s
        s = decay * s + (1 - decay) * now.gradient * now.gradient
        return now.rate * now.gradient / (old.squareRoot() + epsilon)
      },
      .multipliedByRoot: made(step: { $0 * ($1.squareRoot() + epsilon) }),
      .corrected: lesson.run(0.0) { s, now in
        s = decay * s + (1 - decay) * now.gradient * now.gradient
        let corrected = s / (1 - powerByLoop(decay, now.step))
        return now.rate * now.gradient / (corrected.squareRoot() + epsilon)
      },
      .noRate: lesson.run(0.0) { s, now in
        s = decay * s + (1 - decay) * now.gradient * now.gradient
        return now.gradient / (s.squareRoot() + epsilon)
      },
      .meanShared: lesson.runSharing(0.0) { s, now in
        s = decay * s + (1 - decay) * now.gradient * now.gradient
        return now.rate * now.gradient / (s.squareRoot() + epsilon)
      },
      .rootKept: lesson.run(0.0) { s, now in
        s = (decay * s + (1 - decay) * now.gradient * now.gradient).squareRoot()
        return now.rate * now.gradient / (s + epsilon)
      },
      .firstMoved: lesson.run(0.0) { s, now in
        s = decay * s + (1 - decay) * now.gradient * now.gradient
        return now.parameter == 0
          ? now.rate * now.gradient / (s.squareRoot() + epsilon) : 0
      },
      .largerOfTheTwo: made(step: { $0 / max($1.squareRoot(), epsilon) }),
      .rootOfTheLarger: made(step: { $0 / max($1, epsilon).squareRoot() }),
      .meanRests: lesson.run(0.0) { s, now in
        if now.isWholeZero { return 0 }
        s = decay * s + (1 - decay) * now.gradient * now.gradient
        return now.rate * now.gradient / (s.squareRoot() + epsilon)
      },
      .notMoved: lesson.run(()) { _, _ in 0 },
    ]
  }

  func test_7_4_stepsMatchTheWorkedExample() {
    // By hand in chapter 07: from (10, 1), at a rate of 0.1 and with β = 0.9. The first step is as
    // long in both directions.
    let lesson = Lesson(from: bowlStart, gradients: bowlGradients([[10, 1]]), rate: 0.1)
    expectRMSProp(lesson)
    expect(
      lesson.run(RMSProp(learningRate: 0.1)), "parameters",
      equals: Run(steps: [Parameters([[[9.6838]], [[0.6838]]])]), within: 5e-5)
    let second = Lesson(
      from: bowlStart, gradients: bowlGradients([[10, 1], [9.683772, 0.683772]]), rate: 0.1)
    expect(
      Run(steps: second.run(RMSProp(learningRate: 0.1)).steps.suffix(1)), "second step",
      equals: Run(steps: [Parameters([[[9.4579]], [[0.4989]]])]), within: 5e-5)
  }

  func test_7_4_eachNumberHasItsOwnStride() {
    trials(10) { generator in
      let decay = generator.uniform(in: 0.5...0.99)
      expectRMSProp(Lesson(rate: 0.1, using: &generator), decay: decay)
    }
  }

  func test_7_4_epsilonIsAddedToTheRoot() {
    // An ε as large as the gradients shows where it stands.
    trials(10) { generator in
      expectRMSProp(Lesson(rate: 0.1, using: &generator), epsilon: 0.5)
    }
  }

  func test_7_4_theSizeOfTheGradientsDoesNotCount() {
    trials(5) { generator in
      var lesson = Lesson(rate: 0.1, using: &generator)
      expectRMSProp(lesson, epsilon: 0)
      let usual = lesson.run(RMSProp(learningRate: 0.1, epsilon: 0))
      lesson.gradients = lesson.gradients.map { $0.map { $0 * 1000 } }
      expect(
        lesson.run(RMSProp(learningRate: 0.1, epsilon: 0)),
        "parameters with gradients a thousand times as large", equals: usual)
    }
  }

  func test_7_4_aGradientThatIsAlwaysZeroMovesNothing() {
    let lesson = Lesson(
      from: [[[1, 2]]], gradients: [[[[0, 1]]], [[[0, -2]]]], rate: 0.1)
    expectRMSProp(lesson)
  }

  func test_7_4_theMeanGoesDownWithoutAGradient() {
    // The gradient of a parameter is 0 for a step, of all for another; the means go on.
    let gradients: [[Matrix]] = [
      [[[2, -1]], [[3]]], [[[0, 0]], [[-1]]], [[[0, 0]], [[0]]], [[[1, 4]], [[2]]],
      [[[-2, 0]], [[0]]], [[[1, 1]], [[1]]],
    ]
    expectRMSProp(Lesson(from: [[[0, 1]], [[2]]], gradients: gradients, rate: 0.1))
  }

  func test_7_4_eachParameterHasItsOwnMean() {
    let gradients: [[Matrix]] = [[[[1]], [[-20]]], [[[0.5]], [[3]]], [[[-1]], [[100]]]]
    expectRMSProp(Lesson(from: [[[0]], [[0]]], gradients: gradients, rate: 0.1))
  }

  func test_7_4_twentyStepsAsInPyTorch() throws {
    for golden in try Golden.named(["RMSProp", "RMSProp with a large epsilon"]) {
      expectRMSProp(
        golden.lesson, decay: try XCTUnwrap(golden.settings.squareDecay),
        epsilon: try XCTUnwrap(golden.settings.epsilon), equals: golden.run, within: 1e-11)
    }
  }
}
