import CourseTesting
import GradientChecking
import LinearAlgebra
import XCTest

/// Exercise 6.2: the relative error.
final class RelativeErrorTests: ExerciseTestCase {
  private func expectError(
    _ a: Double, _ b: Double, floor: Double? = nil, equals error: Double, line: UInt = #line
  ) {
    let yours = floor.map { relativeError(a, b, floor: $0) } ?? relativeError(a, b)
    let floor = floor ?? 1e-3
    let (distance, larger, smaller) = (
      abs(a - b), max(abs(a), abs(b)), min(abs(a), abs(b))
    )
    expect(
      yours, "error of \(a) and \(b)", equals: error, within: 1e-12,
      mistakes: [
        "This is the plain distance; divide it by the larger of the two sizes.": distance,
        "The distance has a sign here; take its size.": (a - b) / max(larger, floor),
        "The distance has a sign here; take its size. ": (b - a) / max(larger, floor),
        "This is divided by the sum of both sizes; the page divides by the larger one.":
          distance / max(abs(a) + abs(b), floor),
        "This is divided by the mean of both sizes; the page divides by the larger one.":
          distance / max((abs(a) + abs(b)) / 2, floor),
        "This is divided by the size of the first number, whichever is larger.":
          distance / max(abs(a), floor),
        "This is divided by the size of the second number, whichever is larger.":
          distance / max(abs(b), floor),
        "This is divided by the smaller size; the page divides by the larger one.":
          distance / max(smaller, floor),
        "This is divided by the larger number, not by the larger size: take both without their "
          + "signs.": distance / max(a, b, floor),
        "There is no floor below the line: for two tiny numbers the error is then mere rounding, "
          + "and for two zeros 0/0.": distance / larger,
        "The floor is added to the sizes; it is what to divide by where both are smaller.":
          distance / (larger + floor),
        "Below the floor this gives 0, and a wrong gradient would pass; divide by the floor there.":
          larger < floor ? 0 : distance / larger,
        "The smallest of the sizes and the floor is below the line; take the largest of the three.":
          distance / min(larger, floor),
      ], line: line)
  }

  func test_6_2_dividesByTheLargerSize() {
    expectError(2, 1.5, equals: 0.25)
    expectError(1.5, 2, equals: 0.25)
    expectError(0.011, 0.01, equals: 1 / 11.0)
  }

  func test_6_2_signsDoNotMatter() {
    expectError(-2, -1.5, equals: 0.25)
    expectError(-1.5, -2, equals: 0.25)
    expectError(1, -1, equals: 2)
    expectError(-3, 1, equals: 4 / 3.0)
  }

  func test_6_2_floorHoldsWhereBothAreSmall() {
    expectError(1e-12, 3e-12, equals: 2e-9)
    expectError(0, 1e-9, equals: 1e-6)
    expectError(0, 0, equals: 0)
    expectError(0.25, 0.5, floor: 4, equals: 0.0625)
    expectError(2e-5, 1e-5, floor: 1e-8, equals: 0.5)
  }

  func test_6_2_whatIsNotFiniteIsAsWrongAsCanBe() {
    let pairs: [(Double, Double)] = [
      (.nan, 1), (1, .nan), (.nan, .nan), (.infinity, 1), (1, -.infinity), (.infinity, .infinity),
      (.infinity, -.infinity), (.nan, .infinity), (0, .nan),
    ]
    for (a, b) in pairs {
      let yours = relativeError(a, b)
      let problem =
        yours.isNaN
        ? "NaN, and no comparison with NaN is true: `error > largest` would skip it. Ask first "
          + "whether both are finite"
        : "\(yours), and would pass for right or nearly so"
      expect(
        yours == .infinity,
        orSay: "the error of \(a) and \(b) should be infinity; it is \(problem)")
    }
  }

  func test_6_2_equalNumbersHaveNoError() {
    trials(10) { generator in
      let (a, b) = (generator.normal(), generator.normal())
      expectError(a, a, equals: 0)
      expectError(a, b, equals: Reference.relativeError(a, b))
    }
  }
}
