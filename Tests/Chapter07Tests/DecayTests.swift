import CourseTesting
import LinearAlgebra
import Optimizers
import XCTest

/// Exercise 7.6: a rate that goes down.
final class DecayTests: ExerciseTestCase {
  private func expectRates(
    _ initial: Double, _ factor: Double, every interval: Int, steps: Int,
    equals expected: [Double]? = nil, line: UInt = #line
  ) {
    let decay = LearningRateDecay(initialRate: initial, factor: factor, interval: interval)
    /// The rates after so many multiplications.
    func rates(_ multiplications: (Int) -> Int) -> [Double] {
      (0..<steps).map { initial * powerByLoop(factor, multiplications($0)) }
    }
    expect(
      (0..<steps).map { decay.rate(at: $0) }, "rates",
      equals: expected ?? rates { $0 / interval }, within: 1e-12,
      mistakes: [
        "The rate goes down at every step; the interval is missing.": rates { $0 },
        "The rate goes down one step early: steps count from 0.": rates { ($0 + 1) / interval },
        "The rate goes down one step late: steps count from 0.": rates {
          max(0, $0 - 1) / interval
        },
        "The first steps have been multiplied already; they have the initial rate.":
          rates { $0 / interval + 1 },
        "The rate goes down once and then stays; it goes down again after every interval.":
          rates { $0 >= interval ? 1 : 0 },
        "The rate goes up again: what counts is how many intervals have passed, not the steps "
          + "within one.": rates { $0 % interval },
        "Each step multiplies a rate that has been multiplied before: after n intervals the factor "
          + "has come in n times, not 1 + 2 + … + n times.":
          rates { ($0 / interval) * ($0 / interval + 1) / 2 },
        "The number of steps is multiplied by the interval; divide by it.":
          rates { $0 * interval },
        "The rate is multiplied by the factor times the intervals; each interval multiplies once "
          + "more, which is a power.": (0..<steps).map { initial * factor * Double($0 / interval) },
        "The rate is the factor's power alone; the initial rate is missing.":
          (0..<steps).map { powerByLoop(factor, $0 / interval) },
        "The rate is divided by the factor, and so goes up.":
          (0..<steps).map { initial / powerByLoop(factor, $0 / interval) },
        "The initial rate is in the power too; only the factor is multiplied again and again.":
          (0..<steps).map { powerByLoop(initial * factor, $0 / interval) },
        "The rate never goes down.": (0..<steps).map { _ in initial },
      ], line: line)
  }

  func test_7_6_ratesMatchTheWorkedExample() {
    // From chapter 07: 0.1, halved after every 100 steps.
    let decay = LearningRateDecay(initialRate: 0.1, factor: 0.5, interval: 100)
    expectRates(0.1, 0.5, every: 100, steps: 450)
    expect(
      [0, 99, 100, 250, 400].map { decay.rate(at: $0) }, "rates at 0, 99, 100, 250 and 400",
      equals: [0.1, 0.1, 0.05, 0.025, 0.00625])
  }

  func test_7_6_theRateGoesDownAfterEachInterval() {
    trials(20) { generator in
      expectRates(
        generator.uniform(in: 0.01...2), generator.uniform(in: 0.1...0.95),
        every: 2 + generator.integer(below: 6), steps: 30)
    }
  }

  func test_7_6_anIntervalOfOneStep() {
    expectRates(0.5, 0.9, every: 1, steps: 12)
  }

  func test_7_6_ratesAsInPyTorch() throws {
    let names = [
      "SGD with decay", "momentum with clipping and decay", "Adam with clipping and decay",
    ]
    for golden in try Golden.named(names) {
      expectRates(
        golden.settings.learningRate, try XCTUnwrap(golden.settings.factor),
        every: try XCTUnwrap(golden.settings.interval), steps: golden.steps.count,
        equals: golden.steps.map(\.learningRate))
    }
  }
}
