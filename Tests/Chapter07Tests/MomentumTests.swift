import CourseTesting
import LinearAlgebra
import Optimizers
import XCTest

/// Exercise 7.3: a velocity.
final class MomentumTests: ExerciseTestCase {
  private func expectMomentum(
    _ lesson: Lesson, _ momentum: Double, equals expected: Run? = nil,
    within tolerance: Double = 1e-12, line: UInt = #line
  ) {
    let right = lesson.run(0.0) { v, now in
      v = momentum * v + now.gradient
      return now.rate * v
    }
    func yours(_ it: (lesson: Lesson, momentum: Double)) -> Run {
      it.lesson.run(Momentum(learningRate: it.lesson.rates[0], momentum: it.momentum))
    }
    // With a half, μ and 1 - μ are one.
    let cases = [(lesson: lesson, momentum: momentum), (lesson: .telling, momentum: 0.7)]
    expect(
      yours(cases[0]), "parameters", equals: expected ?? right, within: tolerance,
      mistakes: explanation(in: cases, within: tolerance, yours: yours) {
        mistakes($0.lesson, $0.momentum)
      }, line: line)
  }

  private func mistakes(_ lesson: Lesson, _ momentum: Double) -> KeyValuePairs<Mistake, Run> {
    [
      .velocityForgotten: lesson.run(()) { $1.rate * $1.gradient },
      .upTheVelocity: lesson.run(0.0) { v, now in
        v = momentum * v + now.gradient
        return -now.rate * v
      },
      .oldSubtracted: lesson.run(0.0) { v, now in
        v = now.gradient - momentum * v
        return now.rate * v
      },
      .runningMean: lesson.run(0.0) { v, now in
        v = momentum * v + (1 - momentum) * now.gradient
        return now.rate * v
      },
      .neverSlows: lesson.run(0.0) { v, now in
        v += now.gradient
        return now.rate * v
      },
      .slowsTheGradient: lesson.run(0.0) { v, now in
        v = momentum * (v + now.gradient)
        return now.rate * v
      },
      .slowsTheGradientAlone: lesson.run(0.0) { v, now in
        v += momentum * now.gradient
        return now.rate * v
      },
      .movesFirst: lesson.run(0.0) { v, now in
        let old = v
        v = momentum * v + now.gradient
        return now.rate * old
      },
      .rateInside: lesson.run(0.0) { v, now in
        v = momentum * v + now.rate * now.gradient
        return v
      },
      .rateTwice: lesson.run(0.0) { v, now in
        v = momentum * v + now.rate * now.gradient
        return now.rate * v
      },
      .wholeVelocity: lesson.run(0.0) { v, now in
        v = momentum * v + now.gradient
        return v
      },
      .movesTwice: lesson.run(0.0) { v, now in
        v = momentum * v + now.gradient
        return now.rate * (v + now.gradient)
      },
      .looksAhead: lesson.run(0.0) { v, now in
        v = momentum * v + now.gradient
        return now.rate * (momentum * v + now.gradient)
      },
      .shared: lesson.runSharing(0.0) { v, now in
        v = momentum * v + now.gradient
        return now.rate * v
      },
      .firstMoved: lesson.run(0.0) { v, now in
        v = momentum * v + now.gradient
        return now.parameter == 0 ? now.rate * v : 0
      },
      .restsWithoutPush: lesson.run(0.0) { v, now in
        if now.isWholeZero { return 0 }
        v = momentum * v + now.gradient
        return now.rate * v
      },
      .notMoved: lesson.run(()) { _, _ in 0 },
    ]
  }

  func test_7_3_updatesMatchTheWorkedExample() {
    // By hand in chapter 07: from (10, 1), at a rate of 0.04 and with μ = 0.5.
    let lesson = Lesson(
      from: bowlStart, gradients: bowlGradients([[10, 1], [9.6, 0], [9.016, -0.5]]), rate: 0.04)
    expectMomentum(
      lesson, 0.5,
      equals: Run(steps: [
        Parameters([[[9.6]], [[0]]]), Parameters([[[9.016]], [[-0.5]]]),
        Parameters([[[8.36336]], [[-0.25]]]),
      ]))
  }

  func test_7_3_theVelocitySumsUpWhatCameBefore() {
    trials(10) { generator in
      let momentum = generator.uniform(in: 0.3...0.95)
      expectMomentum(Lesson(rate: 0.1, using: &generator), momentum)
    }
  }

  func test_7_3_aNewLearningRateCountsForTheWholeVelocity() {
    var generator = SeededGenerator(seed: 3)
    var lesson = Lesson(rate: 0.1, using: &generator)
    lesson.rates = [0.1, 0.02, 0.02, 0.3, 0.1, 0.01]
    expectMomentum(lesson, 0.8)
  }

  func test_7_3_eachParameterHasItsOwnVelocity() {
    // Two matrices of one shape, so that one velocity could serve both.
    let gradients: [[Matrix]] = [[[[1]], [[-2]]], [[[0.5]], [[3]]], [[[-1]], [[1]]]]
    expectMomentum(Lesson(from: [[[0]], [[0]]], gradients: gradients, rate: 0.1), 0.9)
  }

  func test_7_3_withoutMomentumItIsGradientDescent() {
    trials(3) { generator in
      let lesson = Lesson(rate: 0.1, using: &generator)
      expect(
        lesson.run(Momentum(learningRate: 0.1, momentum: 0)), "parameters with μ = 0",
        equals: lesson.run(()) { $1.rate * $1.gradient })
    }
  }

  func test_7_3_twentyUpdatesAsInPyTorch() throws {
    for golden in try Golden.named(["momentum", "momentum with clipping and decay"]) {
      expectMomentum(
        golden.lesson, try XCTUnwrap(golden.settings.momentum), equals: golden.run, within: 1e-11)
    }
  }
}
