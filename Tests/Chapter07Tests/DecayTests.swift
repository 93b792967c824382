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
        .everyStep: rates { $0 },
        .oneEarly: rates { ($0 + 1) / interval },
        .oneLate: rates {
          max(0, $0 - 1) / interval
        },
        .already: rates { $0 / interval + 1 },
        .once: rates { $0 >= interval ? 1 : 0 },
        .goesUp: rates { $0 % interval },
        .compounded: rates { ($0 / interval) * ($0 / interval + 1) / 2 },
        .timesInterval: rates { $0 * interval },
        .notAPower: (0..<steps).map { initial * factor * Double($0 / interval) },
        .noInitialRate: (0..<steps).map { powerByLoop(factor, $0 / interval) },
        .dividedByFactor: (0..<steps).map { initial / powerByLoop(factor, $0 / interval) },
        .rateInThePower: (0..<steps).map { powerByLoop(initial * factor, $0 / interval) },
        .neverDown: (0..<steps).map { _ in initial },
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

  func test_7_6_theRateNeverStopsGoingDown() {
    // After 100, 1,000 and 10,000 intervals: 0.99 to these powers is 0.37, 4e-5 and 2e-44.
    let decay = LearningRateDecay(initialRate: 0.1, factor: 0.99, interval: 100)
    let steps = [0, 5_000, 10_000, 100_000, 1_000_000]
    let right = steps.map { 0.1 * powerByLoop(0.99, $0 / 100) }
    let yours = steps.map { decay.rate(at: $0) }
    // It went down for a time: 0.99 has come in more than once.
    let floor = yours[steps.count - 1] < 0.09 ? yours[steps.count - 1] : 0
    expect(
      yours, "rates at \(steps)", equals: right, within: 1e-12,
      mistakes: [.stopsGoingDown: right.map { max($0, floor) }])
    // Next to 1 a rate of 2e-45 would pass for 0, so they are compared as multiples.
    let multiples: [Double] = zip(yours, right).map { $0 / $1 }
    let stopped: [Double] = right.map { max($0, floor) / $0 }
    let rounded: [Double] = yours.map { $0 == 0 ? 0 : 1 }
    expect(
      multiples, "rates at \(steps), each over the right one", equals: steps.map { _ in 1 },
      mistakes: [.stopsGoingDown: stopped, .roundedToZero: rounded])
    // A factor of 1 leaves the rate as it is.
    expectRates(0.3, 1, every: 3, steps: 9)
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
