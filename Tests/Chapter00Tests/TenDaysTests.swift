import CourseTesting
import WarmUp
import XCTest

/// Exercise 0.2: a share that halves in ten readings.
final class TenDaysTests: ExerciseTestCase {
  /// What is left of a reading after ten more, of each degree that it added.
  private func left(_ keep: Double, after readings: Int = 10) -> Double {
    (0..<readings).reduce(1) { value, _ in value * keep }
  }

  private func expectShare(_ isRight: Bool, _ problem: String, line: UInt = #line) {
    let keep = keepForTenDays()
    let known: Mistake? =
      !(keep > 0 && keep < 1)
      ? .noShare
      : abs(keep - 0.95) < 0.0005
        ? .lossesAdded
        : abs(keep - 0.0669) < 0.002
          ? .letInForKept
          : abs(keep - 0.5) < 0.0005
            ? .halfAtOnce
            : left(keep) < 0.49 ? .tooForgetful : left(keep) > 0.51 ? .tooFaithful : nil
    expect(
      isRight, orSay: "keep \(keep): \(problem)" + (known.map { "\n    \($0.sentence)" } ?? ""),
      line: line)
  }

  func test_0_2_itIsAShare() {
    let keep = keepForTenDays()
    expectShare(keep > 0 && keep < 1, "a share lies between 0 and 1")
  }

  func test_0_2_halfIsLeftAfterTenReadings() {
    let rest = left(keepForTenDays())
    expectShare(
      abs(rest - 0.5) < 0.006,
      "of one degree \((rest * 1000).rounded() / 1000) is left after ten readings, should be a half"
    )
  }

  func test_0_2_aQuarterIsLeftAfterTwenty() {
    let rest = left(keepForTenDays(), after: 20)
    expectShare(
      abs(rest - 0.25) < 0.006,
      "of one degree \((rest * 1000).rounded() / 1000) is left after twenty readings, should be a "
        + "quarter")
  }
}
