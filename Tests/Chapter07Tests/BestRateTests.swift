import CourseTesting
import LinearAlgebra
import Optimizers
import XCTest

/// Exercise 7.1: the rate that serves all directions best.
final class BestRateTests: ExerciseTestCase {
  private func expectRate(
    _ curvatures: [Double], equals expected: Double? = nil, line: UInt = #line
  ) {
    let (most, least) = (curvatures.max()!, curvatures.min()!)
    let (first, last) = (curvatures[0], curvatures[curvatures.count - 1])
    let mean = curvatures.reduce(0, +) / Double(curvatures.count)
    expect(
      bestRate(curvatures: curvatures), "best rate for curvatures \(curvatures)",
      equals: expected ?? 2 / (most + least), within: 1e-12,
      mistakes: [
        .theEdge: 2 / most,
        .steepestAlone: 1 / most,
        .shallowestAlone: 1 / least,
        .meanCurvature: 1 / mean,
        .firstAndLast: 2 / (first + last),
        .meanOfRates: (1 / most + 1 / least) / 2,
        .sumOfAll: 2 / curvatures.reduce(0, +),
        .halfAsLarge: 1 / (most + least),
        .geometricMean: 1 / (most * least).squareRoot(),
      ], line: line)
  }

  func test_7_1_theBowlOfThePage() {
    expectRate([1, 25], equals: 2.0 / 26)
  }

  func test_7_1_oneDirectionArrivesInOneUpdate() {
    for curvature in [0.5, 2, 40] { expectRate([curvature], equals: 1 / curvature) }
  }

  func test_7_1_threeDirections() {
    expectRate([1, 4, 25])
    expectRate([1, 24, 25])
    expectRate([0.1, 0.2, 3, 8])
  }

  func test_7_1_theOrderDoesNotCount() {
    expectRate([25, 1])
    expectRate([4, 25, 1])
    expectRate([3, 8, 0.1, 0.2])
  }

  func test_7_1_noOtherRateComesDownFaster() {
    trials(10) { generator in
      let curvatures = (0..<2 + generator.integer(below: 4)).map { _ in
        generator.uniform(in: 0.2...20)
      }
      expectRate(curvatures)
      /// What the direction that shrinks least keeps of its length in an update.
      func kept(_ rate: Double) -> Double { curvatures.map { abs(1 - rate * $0) }.max()! }
      let rate = bestRate(curvatures: curvatures)
      let better = [0.5, 0.9, 0.97, 1.03, 1.1, 2].first { kept($0 * rate) < kept(rate) }
      expect(
        better == nil,
        orSay: "with curvatures \(curvatures) and your rate \(rate), the slowest direction keeps "
          + "\(kept(rate)) in an update; with \(better ?? 1) times the rate it keeps less")
    }
  }
}
