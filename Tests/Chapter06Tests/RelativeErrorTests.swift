import CourseTesting
import GradientChecking
import LinearAlgebra
import XCTest

/// Exercise 6.2: the relative error.
final class RelativeErrorTests: ExerciseTestCase {
  /// Pairs of numbers, and the floor where it is given.
  private struct Case {
    var pairs: [(Double, Double)]
    var floor: Double?

    var yours: [Double] {
      pairs.map { a, b in floor.map { relativeError(a, b, floor: $0) } ?? relativeError(a, b) }
    }

    /// Here no two mistakes give the same: sizes in either order, signs, both below the floor.
    static let telling = Case(
      pairs: [(2, 1.5), (1.5, 2), (-3, 1), (0.3, -0.1), (1e-2, 3e-2), (2e-4, 1e-4)], floor: 0.25)
  }

  private func expectErrors(
    _ pairs: [(Double, Double)], floor: Double? = nil, equal errors: [Double], line: UInt = #line
  ) {
    let it = Case(pairs: pairs, floor: floor)
    let said = pairs.map { "\($0) and \($1)" }.joined(separator: "; ")
    let words = floor.map { ", floor \($0)" } ?? ""
    expect(
      it.yours, "errors of \(said)\(words)", equals: errors, within: 1e-12,
      mistakes: explanation(
        in: [it, .telling], within: 1e-12, yours: \.yours, mistakes: mistakes), line: line)
  }

  private func mistakes(_ it: Case) -> KeyValuePairs<Mistake, [Double]> {
    let floor = it.floor ?? 1e-3
    func all(_ mistake: (_ a: Double, _ b: Double, _ larger: Double) -> Double) -> [Double] {
      it.pairs.map { mistake($0, $1, max(abs($0), abs($1))) }
    }
    return [
      .absolute: all { a, b, _ in abs(a - b) },
      .signed: all { a, b, larger in (a - b) / max(larger, floor) },
      .signed: all { a, b, larger in (b - a) / max(larger, floor) },
      .byTheSum: all { a, b, _ in abs(a - b) / max(abs(a) + abs(b), floor) },
      .byTheMean: all { a, b, _ in abs(a - b) / max((abs(a) + abs(b)) / 2, floor) },
      .byTheFirst: all { a, b, _ in abs(a - b) / max(abs(a), floor) },
      .byTheSecond: all { a, b, _ in abs(a - b) / max(abs(b), floor) },
      .byTheSmaller: all { a, b, _ in abs(a - b) / max(min(abs(a), abs(b)), floor) },
      .largerWithSign: all { a, b, _ in abs(a - b) / max(a, b, floor) },
      .sizesCompared: all { a, b, larger in abs(abs(a) - abs(b)) / max(larger, floor) },
      .noFloor: all { a, b, larger in abs(a - b) / larger },
      .floorAdded: all { a, b, larger in abs(a - b) / (larger + floor) },
      .zeroBelowTheFloor: all { a, b, larger in larger < floor ? 0 : abs(a - b) / larger },
      .smallestOfThree: all { a, b, _ in abs(a - b) / min(abs(a), abs(b), floor) },
      .floorIgnored: all { a, b, larger in abs(a - b) / max(larger, 1e-3) },
      .floorAddedToTheSum: all { a, b, _ in abs(a - b) / (abs(a) + abs(b) + floor) },
      .floorAddedToTheError: all { a, b, larger in
        a == b ? 0 : abs(a - b) / larger + floor
      },
    ]
  }

  func test_6_2_dividesByTheLargerSize() {
    expectErrors([(2, 1.5), (1.5, 2), (0.011, 0.01)], equal: [0.25, 0.25, 1 / 11.0])
  }

  func test_6_2_signsDoNotMatter() {
    expectErrors([(-2, -1.5), (-1.5, -2), (1, -1), (-3, 1)], equal: [0.25, 0.25, 2, 4 / 3.0])
  }

  func test_6_2_floorHoldsWhereBothAreSmall() {
    expectErrors([(1e-12, 3e-12), (0, 1e-9), (-2e-4, 1e-4)], equal: [2e-9, 1e-6, 0.3])
    expectErrors([(0, 0)], equal: [0])
    expectErrors([(0.25, 0.5), (-3, 5)], floor: 4, equal: [0.0625, 1.6])
    expectErrors([(2e-5, 1e-5)], floor: 1e-8, equal: [0.5])
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
      expectErrors([(a, a), (a, b)], equal: [0, Reference.relativeError(a, b)])
    }
  }
}
