import CourseTesting
import Forecasting
import LinearAlgebra
import XCTest

/// Exercise 17.3: what a gap says.
final class GapsTests: ExerciseTestCase {
  /// Step by step, each found by looking back from it.
  private struct Looking {
    let readings: [Double?]

    /// The place of the last reading before a step, or at it.
    func last(_ step: Int, including isIncluded: Bool) -> Int? {
      (0..<step + (isIncluded ? 1 : 0)).last { readings[$0] != nil }
    }

    var carried: [Double] {
      readings.indices.map { step in last(step, including: true).flatMap { readings[$0] } ?? 0 }
    }
    var zeros: [Double] { readings.map { $0 ?? 0 } }
    var mask: [Double] { readings.map { $0 == nil ? 0 : 1 } }
    var since: [Double] { readings.indices.map { Double($0 - (last($0, including: false) ?? 0)) } }
    /// Each reading counts for its own step.
    var sinceOwn: [Double] {
      readings.indices.map { Double($0 - (last($0, including: true) ?? 0)) }
    }
    var fromBehind: [Double] {
      readings.indices.map { step in
        (step..<readings.count).first { readings[$0] != nil }.flatMap { readings[$0] } ?? 0
      }
    }
    /// How many readings were missing just before a step.
    var missed: [Double] {
      readings.indices.map { Double(max(0, $0 - 1 - (last($0, including: false) ?? -1))) }
    }
  }

  private func expectGaps(_ readings: [Double?], line: UInt = #line) {
    let (yours, right) = (gaps(in: readings), Looking(readings: readings))
    let steps = readings.indices.map(Double.init)
    expect(
      yours.mask, "the mask", equals: right.mask,
      mistakes: [.maskInverted: right.mask.map { 1 - $0 }], line: line)
    expect(
      yours.carried, "what is carried", equals: right.carried,
      mistakes: [
        .holesAsZero: right.zeros, .fromTheFuture: right.fromBehind,
        .oneLate: [0] + right.carried.dropLast(),
      ], line: line)
    expect(
      yours.since, "δ, the steps since the last reading before", equals: right.since,
      mistakes: [
        .countsItself: right.sinceOwn, .neverStartsAgain: steps, .holesOnly: right.missed,
        .startsAtOne: right.since.indices.map { $0 == 0 ? 1 : right.since[$0] },
        .oneMore: right.since.indices.map {
          right.since[$0] + (right.last($0, including: false) == nil ? 1 : 0)
        },
      ], line: line)
  }

  func test_17_3_theWorkedExample() {
    // Chapter 17: 8, 6, –, –, –, 4 on a scale whose mean is 0.
    expectGaps([8, 6, nil, nil, nil, 4])
  }

  func test_17_3_nothingReadAtFirst() { expectGaps([nil, nil, 3, nil, 2]) }

  func test_17_3_nothingReadAtAll() { expectGaps([nil, nil, nil, nil]) }

  func test_17_3_everythingRead() { expectGaps([1, -2, 3, -4, 5]) }

  func test_17_3_aZeroIsAReading() { expectGaps([2, 0, nil, 0, nil, nil, 1]) }

  func test_17_3_randomHoles() {
    trials(20) { generator in
      expectGaps(
        (0..<12).map { _ in generator.uniform() < 0.5 ? nil : Double?.some(generator.normal()) })
    }
  }
}
