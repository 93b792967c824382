import CourseTesting
import LinearAlgebra
import Optimizers
import XCTest

/// Exercise 7.5: running means, corrected.
final class AdamTests: ExerciseTestCase {
  /// What a number remembers: m and s.
  private struct Memory {
    var m = 0.0
    var s = 0.0
  }

  private struct Settings {
    var meanDecay = 0.9
    var squareDecay = 0.999
    var epsilon = 1e-8

    /// Both running means, with the newest gradient in them.
    func remember(_ memory: inout Memory, _ gradient: Double) {
      memory.m = meanDecay * memory.m + (1 - meanDecay) * gradient
      memory.s = squareDecay * memory.s + (1 - squareDecay) * gradient * gradient
    }

    func step(_ m: Double, _ s: Double) -> Double { m / (s.squareRoot() + epsilon) }

    func meanCorrection(_ step: Int) -> Double { 1 - powerByLoop(meanDecay, step) }
    func squareCorrection(_ step: Int) -> Double { 1 - powerByLoop(squareDecay, step) }
  }

  private func expectAdam(
    _ lesson: Lesson, _ settings: Settings = Settings(), equals expected: Run? = nil,
    within tolerance: Double = 1e-12, line: UInt = #line
  ) {
    let right = lesson.run(Memory()) { memory, now in
      settings.remember(&memory, now.gradient)
      return now.rate
        * settings.step(
          memory.m / settings.meanCorrection(now.step),
          memory.s / settings.squareCorrection(now.step))
    }
    let it = Case(lesson: lesson, settings: settings)
    expect(
      it.yours, "parameters", equals: expected ?? right, within: tolerance,
      mistakes: explanation(
        in: [it, .telling], within: tolerance, yours: \.yours, mistakes: mistakes), line: line)
  }

  private struct Case {
    var lesson: Lesson
    var settings: Settings

    var yours: Run {
      lesson.run(
        Adam(
          learningRate: lesson.rates[0], meanDecay: settings.meanDecay,
          squareDecay: settings.squareDecay, epsilon: settings.epsilon))
    }

    /// ε is as large as the gradients here, so that it shows where it stands.
    static let telling = Case(
      lesson: .telling, settings: Settings(meanDecay: 0.8, squareDecay: 0.6, epsilon: 0.3))
  }

  private func mistakes(_ it: Case) -> KeyValuePairs<Mistake, Run> {
    let (lesson, settings) = (it.lesson, it.settings)
    /// A run whose means are right, and whose step is made of them.
    func made(_ step: @escaping (Memory, Lesson.Moment) -> Double) -> Run {
      lesson.run(Memory()) { memory, now in
        settings.remember(&memory, now.gradient)
        return now.rate * step(memory, now)
      }
    }
    /// A run corrected as if it stood at another step.
    func counted(_ count: @escaping (Lesson.Moment) -> Int) -> Run {
      made { memory, now in
        settings.step(
          memory.m / settings.meanCorrection(count(now)),
          memory.s / settings.squareCorrection(count(now)))
      }
    }
    /// A run with other running means, corrected as it should be.
    func remembering(_ remember: @escaping (inout Memory, Double) -> Void) -> Run {
      lesson.run(Memory()) { memory, now in
        remember(&memory, now.gradient)
        return now.rate
          * settings.step(
            memory.m / settings.meanCorrection(now.step),
            memory.s / settings.squareCorrection(now.step))
      }
    }
    /// A run in which what is corrected for the step is remembered so.
    func stored(mean: Bool, square: Bool) -> Run {
      lesson.run(Memory()) { memory, now in
        settings.remember(&memory, now.gradient)
        let corrected = Memory(
          m: memory.m / settings.meanCorrection(now.step),
          s: memory.s / settings.squareCorrection(now.step))
        if mean { memory.m = corrected.m }
        if square { memory.s = corrected.s }
        return now.rate * settings.step(corrected.m, corrected.s)
      }
    }
    let (mean, square) = (settings.meanDecay, settings.squareDecay)
    return [
      .uphill: made { memory, now in
        -settings.step(
          memory.m / settings.meanCorrection(now.step),
          memory.s / settings.squareCorrection(now.step))
      },
      .noCorrection: made { memory, _ in settings.step(memory.m, memory.s) },
      .meanOnly: made { memory, now in
        settings.step(memory.m / settings.meanCorrection(now.step), memory.s)
      },
      .squaresOnly: made { memory, now in
        settings.step(memory.m, memory.s / settings.squareCorrection(now.step))
      },
      .countsFrom0: counted { $0.step - 1 },
      .oneTooMany: counted { $0.step + 1 },
      .stepInTheLoop: counted { ($0.step - 1) * $0.parameterCount + $0.parameter + 1 },
      .alwaysFirst: counted { _ in 1 },
      .timesStep: made { memory, now in
        settings.step(
          memory.m / (1 - mean * Double(now.step)),
          memory.s / (1 - square * Double(now.step)))
      },
      .noOneMinus: made { memory, now in
        settings.step(
          memory.m / powerByLoop(mean, now.step), memory.s / powerByLoop(square, now.step))
      },
      .multipliedByCorrection: made { memory, now in
        settings.step(
          memory.m * settings.meanCorrection(now.step),
          memory.s * settings.squareCorrection(now.step))
      },
      .sameCorrection: made { memory, now in
        settings.step(
          memory.m / settings.meanCorrection(now.step),
          memory.s / settings.meanCorrection(now.step))
      },
      .secondCorrectionTwice: made { memory, now in
        settings.step(
          memory.m / settings.squareCorrection(now.step),
          memory.s / settings.squareCorrection(now.step))
      },
      .correctionsExchanged: made { memory, now in
        settings.step(
          memory.m / settings.squareCorrection(now.step),
          memory.s / settings.meanCorrection(now.step))
      },
      .correctedKept: stored(mean: true, square: true),
      .correctedMeanStored: stored(mean: true, square: false),
      .correctedSquaresStored: stored(mean: false, square: true),
      .epsilonInside: made { memory, now in
        memory.m / settings.meanCorrection(now.step)
          / (memory.s / settings.squareCorrection(now.step) + settings.epsilon).squareRoot()
      },
      .epsilonBefore: made { memory, now in
        memory.m / settings.meanCorrection(now.step)
          * settings.squareCorrection(now.step).squareRoot()
          / (memory.s.squareRoot() + settings.epsilon)
      },
      .noEpsilon: made { memory, now in
        memory.m / settings.meanCorrection(now.step)
          / (memory.s / settings.squareCorrection(now.step)).squareRoot()
      },
      .rootMissing: made { memory, now in
        memory.m / settings.meanCorrection(now.step)
          / (memory.s / settings.squareCorrection(now.step) + settings.epsilon)
      },
      .gradientItself: made { memory, now in
        settings.step(now.gradient, memory.s / settings.squareCorrection(now.step))
      },
      .decaysExchanged: lesson.run(Memory()) { memory, now in
        memory.m = square * memory.m + (1 - square) * now.gradient
        memory.s = mean * memory.s + (1 - mean) * now.gradient * now.gradient
        return now.rate
          * settings.step(
            memory.m / settings.squareCorrection(now.step),
            memory.s / settings.meanCorrection(now.step))
      },
      .betasExchanged: remembering { memory, gradient in
        memory.m = square * memory.m + (1 - square) * gradient
        memory.s = mean * memory.s + (1 - mean) * gradient * gradient
      },
      .meansOverwritten: remembering { memory, gradient in
        memory.m = (1 - mean) * gradient
        memory.s = (1 - square) * gradient * gradient
      },
      .meanOverwritten: remembering { memory, gradient in
        settings.remember(&memory, gradient)
        memory.m = (1 - mean) * gradient
      },
      .squaresOverwritten: remembering { memory, gradient in
        settings.remember(&memory, gradient)
        memory.s = (1 - square) * gradient * gradient
      },
      .gradientWhole: remembering { memory, gradient in
        memory.m = mean * memory.m + gradient
        memory.s = square * memory.s + gradient * gradient
      },
      .gradientsTwice: remembering { memory, gradient in
        settings.remember(&memory, gradient)
        memory.s = memory.s - (1 - square) * (gradient * gradient - gradient)
      },
      .squareOfTheMean: remembering { memory, gradient in
        memory.m = mean * memory.m + (1 - mean) * gradient
        memory.s = square * memory.s + (1 - square) * memory.m * memory.m
      },
      .noRate: made { memory, now in
        settings.step(
          memory.m / settings.meanCorrection(now.step),
          memory.s / settings.squareCorrection(now.step)) / now.rate
      },
      .meansShared: lesson.runSharing(Memory()) { memory, now in
        settings.remember(&memory, now.gradient)
        return now.rate
          * settings.step(
            memory.m / settings.meanCorrection(now.step),
            memory.s / settings.squareCorrection(now.step))
      },
      .largerOfTheTwo: made { memory, now in
        memory.m / settings.meanCorrection(now.step)
          / max(
            (memory.s / settings.squareCorrection(now.step)).squareRoot(), settings.epsilon)
      },
      .meansRest: lesson.run(Memory()) { memory, now in
        if now.isWholeZero { return 0 }
        settings.remember(&memory, now.gradient)
        return now.rate
          * settings.step(
            memory.m / settings.meanCorrection(now.step),
            memory.s / settings.squareCorrection(now.step))
      },
      .notMoved: lesson.run(()) { _, _ in 0 },
    ]
  }

  func test_7_5_updatesMatchTheWorkedExample() {
    // By hand in chapter 07: from (10, 1), at a rate of 0.1.
    let lesson = Lesson(
      from: bowlStart, gradients: bowlGradients([[10, 1], [9.9, 0.9]]), rate: 0.1)
    expectAdam(lesson)
    expect(
      lesson.run(Adam(learningRate: 0.1)), "parameters",
      equals: Run(steps: [
        Parameters([[[9.9]], [[0.9]]]), Parameters([[[9.80003]], [[0.80041]]]),
      ]), within: 5e-6)
  }

  func test_7_5_theFirstUpdateIsAsLongAsTheLearningRate() {
    // However large or small a gradient is: corrected, both means are those of one gradient.
    let lesson = Lesson(
      from: [[[1, 1, 1, 1]]], gradients: [[[[1e-3, -5, 700, 1e6]]]], rate: 0.01)
    expectAdam(lesson)
    expect(
      lesson.run(Adam(learningRate: 0.01)), "parameters after the first update",
      equals: Run(steps: [Parameters([[[0.99, 1.01, 0.99, 0.99]]])]), within: 1e-6)
  }

  func test_7_5_bothMeansAreCorrected() {
    trials(10) { generator in
      expectAdam(
        Lesson(rate: 0.1, steps: 12, using: &generator),
        Settings(
          meanDecay: generator.uniform(in: 0.3...0.95),
          squareDecay: generator.uniform(in: 0.5...0.999)))
    }
  }

  func test_7_5_epsilonIsAddedToTheRootOfTheCorrectedMean() {
    trials(10) { generator in
      expectAdam(
        Lesson(rate: 0.1, using: &generator),
        Settings(meanDecay: 0.8, squareDecay: 0.95, epsilon: 0.3))
    }
  }

  func test_7_5_eachParameterHasItsOwnMeans() {
    let gradients: [[Matrix]] = [[[[1]], [[-20]]], [[[0.5]], [[3]]], [[[-1]], [[100]]]]
    expectAdam(Lesson(from: [[[0]], [[0]]], gradients: gradients, rate: 0.1))
  }

  func test_7_5_aGradientThatIsAlwaysZeroMovesNothing() {
    expectAdam(
      Lesson(from: [[[1, 2]]], gradients: [[[[0, 1]]], [[[0, -2]]]], rate: 0.1))
  }

  func test_7_5_withoutAGradientTheMeansGoOn() {
    // The gradient of a parameter is 0 for a step, of all for another.
    let gradients: [[Matrix]] = [
      [[[2, -1]], [[3]]], [[[0, 0]], [[-1]]], [[[0, 0]], [[0]]], [[[1, 4]], [[2]]],
      [[[-2, 0]], [[0]]], [[[1, 1]], [[1]]],
    ]
    expectAdam(Lesson(from: [[[0, 1]], [[2]]], gradients: gradients, rate: 0.1))
  }

  func test_7_5_theCorrectionNeverEnds() {
    // β₂ to the power of 1,200 is still 0.3.
    let updates = 1200
    let lesson = Lesson(
      from: [[[0]]], gradients: (0..<updates).map { [[[$0 % 3 == 0 ? 2 : -0.5]]] }, rate: 0.1)
    let settings = Settings()
    struct Powers {
      var memory = Memory()
      var mean = 1.0
      var square = 1.0
    }
    /// The corrections of one mean or of both end at this step.
    func ending(mean: Int = .max, square: Int = .max) -> Run {
      lesson.run(Powers()) { powers, now in
        settings.remember(&powers.memory, now.gradient)
        powers.mean *= settings.meanDecay
        powers.square *= settings.squareDecay
        return now.rate
          * settings.step(
            powers.memory.m / (now.step < mean ? 1 - powers.mean : 1),
            powers.memory.s / (now.step < square ? 1 - powers.square : 1))
      }
    }
    let (yours, right) = (lesson.run(Adam(learningRate: 0.1)), ending())
    var first: Int {
      let pairs = zip(yours.steps, right.steps)
      let index = Array(pairs).firstIndex { difference($0, from: $1, within: 1e-9) != nil }
      return (index ?? updates) + 1
    }
    expect(
      yours, "parameters", equals: right, within: 1e-9,
      mistakes: [
        .correctionEnds: first > 2 ? ending(square: first) : right,
        .correctionEnds: first > 2 ? ending(mean: first) : right,
        .correctionEnds: first > 2 ? ending(mean: first, square: first) : right,
      ])
  }

  func test_7_5_twentyUpdatesAsInPyTorch() throws {
    let names = ["Adam", "Adam with a large epsilon", "Adam with clipping and decay"]
    for golden in try Golden.named(names) {
      let settings = golden.settings
      expectAdam(
        golden.lesson,
        Settings(
          meanDecay: try XCTUnwrap(settings.meanDecay),
          squareDecay: try XCTUnwrap(settings.squareDecay),
          epsilon: try XCTUnwrap(settings.epsilon)),
        equals: golden.run, within: 1e-11)
    }
  }
}
