import CourseTesting
import Foundation
import GradientChecking
import LinearAlgebra
import XCTest

/// Exercise 6.9: two claims about which a check is wrong.
final class FoolingTests: ExerciseTestCase {
  /// Places to look at, without a pattern.
  private static let places: [Double] = {
    var generator = SeededGenerator(seed: 69)
    return (0..<20).map { _ in generator.uniform(in: 0.05...0.95) }
  }()

  /// Widths in pairs of neighbours, none a multiple of the usual one.
  private static let pairs: [(Double, Double)] = [
    (1.37e-7, 2.31e-7), (1.13e-6, 1.71e-6), (1.37e-4, 2.33e-4), (1.37e-3, 2.33e-3),
    (1.13e-2, 1.71e-2), (0.0613, 0.1037),
  ]

  private func slope(_ claim: Claim, at x: Double, width: Double) -> Double {
    (claim.function(x + width) - claim.function(x - width)) / (2 * width)
  }

  private func error(_ claim: Claim, at x: Double, width: Double) -> Double {
    let (claimed, measured) = (claim.slope(x), slope(claim, at: x, width: width))
    guard claimed.isFinite, measured.isFinite else { return .infinity }
    return Reference.relativeError(claimed, measured)
  }

  /// At how many places a check at the usual width passes.
  private func passes(_ claim: Claim) -> Int {
    Self.places.count { error(claim, at: $0, width: 1e-5) <= 1e-6 }
  }

  /// Whether two neighbouring widths agree with each other on a slope that is not the claimed one.
  private func isRefuted(_ claim: Claim, at x: Double) -> Bool {
    Self.pairs.contains { narrow, wide in
      let (a, b) = (slope(claim, at: x, width: narrow), slope(claim, at: x, width: wide))
      return a.isFinite && b.isFinite && Reference.relativeError(a, b) < 0.003
        && Reference.relativeError(a, claim.slope(x)) > 0.01
    }
  }

  /// Whether at two neighbouring widths a check passes.
  private func isConfirmed(_ claim: Claim, at x: Double) -> Bool {
    Self.pairs.contains { narrow, wide in
      error(claim, at: x, width: narrow) <= 1e-6 && error(claim, at: x, width: wide) <= 1e-6
    }
  }

  private var count: Int { Self.places.count }

  func test_6_9_checkPassesTheWrongOne() {
    let found = passes(foolTheChecker().wrong)
    expect(
      found == count,
      orSay: "the check of `wrong` passes at \(found) of \(count) places between 0 and 1, and it "
        + "should pass at all: what does the function do between x − ε and x + ε that leaves its "
        + "values there as they are?")
  }

  func test_6_9_wrongOneIsWrong() {
    let claim = foolTheChecker().wrong
    let found = Self.places.count { isRefuted(claim, at: $0) }
    expect(
      found >= count * 3 / 4,
      orSay: "other widths speak against the claimed slope of `wrong` at \(found) of \(count) "
        + "places, and it should be wrong by a hundredth or more at most of them. A slope that is "
        + "right is no fraud, nor is a ripple too faint for any width to feel")
  }

  func test_6_9_checkRefusesTheRightOne() {
    let found = count - passes(foolTheChecker().right)
    expect(
      found == count,
      orSay: "the check of `right` fails at \(found) of \(count) places between 0 and 1, and it "
        + "should fail at all. Either part of the error will do: a function that bends much within "
        + "the width, or one whose values are large beside its slope")
  }

  func test_6_9_rightOneIsRight() {
    let claim = foolTheChecker().right
    let refuted = Self.places.count { isRefuted(claim, at: $0) }
    let confirmed = Self.places.count { isConfirmed(claim, at: $0) }
    expect(
      refuted == 0,
      orSay: "at \(refuted) of \(count) places other widths agree on a slope that is not the one "
        + "that `right` claims: the claim is wrong, and so the check is right to fail")
    expect(
      confirmed == count,
      orSay: "at \(count - confirmed) of \(count) places no other width confirms the slope of "
        + "`right` to a millionth. A smaller or a larger width should: keep the function within "
        + "what a Double can tell")
  }
}
