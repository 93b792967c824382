import CourseTesting
import LinearAlgebra
import WarmUp
import XCTest

final class BlendTests: ExerciseTestCase {
  func test_0_1_followsTheThermometerOfThePage() {
    // Chapter 00: keep 0.9 of what you believed, and let each reading have the rest. What was
    // believed is the page's, so that one wrong step does not spoil the next.
    expectBlend(old: 18, new: 18.4, keep: 0.9, equals: 18.04)
    expectBlend(old: 18.04, new: 30, keep: 0.9, equals: 19.236)
    expectBlend(old: 19.236, new: 18.2, keep: 0.9, equals: 19.1324)
  }

  func test_0_1_keepsAQuarter() {
    // 2.5 of the old value and 4.5 of the new.
    expectBlend(old: 10, new: 6, keep: 0.25, equals: 7)
  }

  func test_0_1_keepingAllIgnoresTheNew() {
    expect(
      blend(old: 18, new: 30, keep: 1), "old 18, reading 30, keep 1", equals: 18,
      mistakes: [
        .newValueForKeepOne: 30,
        .sumForKeepOne: 48,
        .oldValueLost: 0,
        .plainMean: 24,
      ])
  }

  func test_0_1_keepingNothingForgetsTheOld() {
    expect(
      blend(old: 18, new: 30, keep: 0), "old 18, reading 30, keep 0", equals: 30,
      mistakes: [
        .oldValueForKeepZero: 18,
        .sumForKeepZero: 48,
        .newValueLost: 0,
        .plainMean: 24,
      ])
  }

  func test_0_1_staysBetweenTheTwo() {
    trials(20) { generator in
      let (old, new) = (generator.uniform(in: -40...40), generator.uniform(in: -40...40))
      let keep = generator.uniform()
      // The way from the old value to the new, walked in part.
      expectBlend(old: old, new: new, keep: keep, equals: old + (1 - keep) * (new - old))
    }
  }

  // MARK: Checking

  private func expectBlend(
    old: Double, new: Double, keep: Double, equals expected: Double,
    file: StaticString = #filePath, line: UInt = #line
  ) {
    let subject = String(format: "old %.5g, reading %.5g, keep %.5g", old, new, keep)
    expect(
      blend(old: old, new: new, keep: keep), subject, equals: expected,
      mistakes: [
        .sharesExchanged: keep * new + (1 - keep) * old,
        .plainMean: (old + new) / 2,
        .oldValueOnly: keep * old,
        .newValueOnly: (1 - keep) * new,
        .bothSharesKeep: keep * old + keep * new,
        .bothSharesRest: (1 - keep) * old + (1 - keep) * new,
        .sharesSubtracted: keep * old - (1 - keep) * new,
        .newValueWhole: keep * old + new,
        .keepsNothing: new,
        .oldValueItself: old,
      ],
      suppositions: suppose("keep", keep) { $0 * old + (1 - $0) * new }
        + suppose("old", old) { keep * $0 + (1 - keep) * new }
        + suppose("new", new) { keep * old + (1 - keep) * $0 }, file: file, line: line)
  }
}
