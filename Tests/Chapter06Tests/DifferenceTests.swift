import CourseTesting
import GradientChecking
import LinearAlgebra
import XCTest

/// Exercise 6.1: central differences.
final class DifferenceTests: ExerciseTestCase {
  private func expectSlope(
    of f: (Double) -> Double, at x: Double, step h: Double, equals slope: Double,
    within tolerance: Double = 1e-9, line: UInt = #line
  ) {
    let (far, up, middle, down) = (f(x + 2 * h), f(x + h), f(x), f(x - h))
    expect(
      centralDifference(of: f, at: x, step: h), "slope", equals: slope, within: tolerance,
      mistakes: [
        .forward: (up - middle) / h,
        .backward: (middle - down) / h,
        .dividedByTheStep: (up - down) / h,
        .notDivided: up - down,
        .noParentheses: (up - down) / 2 * h,
        .signsTurned: (down - up) / (2 * h),
        .stepAddedTwice: (far - middle)
          / (2 * h),
        .twoStepsAway: (far - f(x - 2 * h)) / (2 * h),
        .twiceTheDistance: (far - f(x - 2 * h)) / (4 * h),
        .dividedByX: (up - down) / (2 * x),
      ], line: line)
  }

  func test_6_1_slopeOfTheCube() {
    // x³ at 2 with ε = 0.1: (9.261 − 6.859) / 0.2.
    expectSlope(of: { $0 * $0 * $0 }, at: 2, step: 0.1, equals: 12.01)
  }

  func test_6_1_slopeIsExactForParabolas() {
    trials(10) { generator in
      let (a, b, c) = (generator.normal(), generator.normal(), generator.normal())
      let (x, h) = (generator.normal(), generator.uniform(in: 0.1...1))
      expectSlope(of: { (a * $0 + b) * $0 + c }, at: x, step: h, equals: 2 * a * x + b)
    }
  }

  func test_6_1_errorFallsWithTheSquareOfTheStep() {
    // f''' of x³ is 6, so the error is ε² itself.
    for step in [0.1, 0.01, 0.001] {
      expectSlope(of: { $0 * $0 * $0 }, at: 1, step: step, equals: 3 + step * step)
    }
  }

  func test_6_1_asksOncePerSide() {
    var asked: [Double] = []
    _ = centralDifference(
      of: {
        asked.append($0)
        return $0
      }, at: 0.5, step: 0.25)
    let said = asked.map { "\($0)" }.joined(separator: ", ")
    expect(
      asked.sorted() == [0.25, 0.75],
      orSay: "the function was asked at \(said.isEmpty ? "no point" : said), should be asked once "
        + "at x − ε = 0.25 and once at x + ε = 0.75")
  }
}
