import CourseTesting
import LinearAlgebra
import WarmUp
import XCTest

final class BlendTests: ExerciseTestCase {
  func test_0_1_followsTheThermometer() {
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
        "With keep 1 nothing of the new value enters; this is the new value.": 30,
        "With keep 1 nothing of the new value enters; this is the sum of both.": 48,
        "With keep 1 all of the old value stays; nothing of it is here.": 0,
        "This is the mean of both, whatever keep is.": 24,
      ])
  }

  func test_0_1_keepingNothingForgetsTheOld() {
    expect(
      blend(old: 18, new: 30, keep: 0), "old 18, reading 30, keep 0", equals: 30,
      mistakes: [
        "With keep 0 nothing of the old value stays; this is the old value.": 18,
        "With keep 0 all of the new value enters; nothing of it is here.": 0,
        "This is the mean of both, whatever keep is.": 24,
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
        "The two have changed places: keep is the share of the old value.":
          keep * new + (1 - keep) * old,
        "This is the mean of both, whatever keep is.": (old + new) / 2,
        "This is only the old value's share; the new value's share is missing.": keep * old,
        "This is only the new value's share; the old value's share is missing.": (1 - keep) * new,
        "Both have the share keep; the new value has what keep leaves.": keep * old + keep * new,
        "This adds the whole new value; its share is what keep leaves.": keep * old + new,
        "This is the new value itself; nothing of the old value is kept.": new,
        "This is the old value itself; nothing of the new value is let in.": old,
      ], file: file, line: line)
  }
}
