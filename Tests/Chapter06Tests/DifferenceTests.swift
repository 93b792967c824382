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
        "This is the forward difference, from x to x + ε; go to both sides.": (up - middle) / h,
        "This is the backward difference, from x − ε to x; go to both sides.": (middle - down) / h,
        "The two points are 2ε apart, and this is divided by ε.": (up - down) / h,
        "This is the difference of the two values; divide it by the distance of the two points.":
          up - down,
        "This is divided by 2 and then multiplied by ε: 2 * ε needs parentheses below the line.":
          (up - down) / 2 * h,
        "The signs are the wrong way round: value above minus value below.":
          (down - up) / (2 * h),
        "One point is 2ε away and the other is x: step once to each side.": (far - middle)
          / (2 * h),
        "The points are 2ε away on either side; go ε to each side.": (far - f(x - 2 * h)) / (2 * h),
        "The points are 2ε away on either side; the distance is then 4ε, but the page goes ε to "
          + "each side.": (far - f(x - 2 * h)) / (4 * h),
        "This is divided by x and not by the distance of the two points.": (up - down) / (2 * x),
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
