import CourseTesting
import LinearAlgebra
import WarmUp
import XCTest

final class BlendTests: ExerciseTestCase {
  func test_0_1_followsTheThermometer() {
    // Chapter 00: keep 0.9 of what you believed, and let each reading have the rest.
    let steps: [Step] = [(18, 18.4, 0.9), (18.04, 30, 0.9), (19.236, 18.2, 0.9)]
    expect(
      steps.map { blend(old: $0.old, new: $0.new, keep: $0.keep) }, "the believed temperatures",
      equals: [18.04, 19.236, 19.1324], mistakes: mistakes(steps))
  }

  func test_0_1_keepsAQuarter() {
    // 2.5 of the old value and 4.5 of the new.
    expect(
      [blend(old: 10, new: 6, keep: 0.25)], "blend", equals: [7],
      mistakes: mistakes([(10, 6, 0.25)]))
  }

  func test_0_1_keepingAllIgnoresTheNew() {
    expect(
      blend(old: 18, new: 30, keep: 1), "blend with keep 1", equals: 18,
      mistakes: [
        "With keep 1 nothing of the new value enters; this is the new value.": 30,
        "With keep 1 nothing of the new value enters; this is the sum of both.": 48,
        "With keep 1 all of the old value stays; nothing of it is here.": 0,
        "This is the mean of both, whatever keep is.": 24,
      ])
  }

  func test_0_1_keepingNothingForgetsTheOld() {
    expect(
      blend(old: 18, new: 30, keep: 0), "blend with keep 0", equals: 30,
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
      expect(
        [blend(old: old, new: new, keep: keep)], "blend", equals: [old + (1 - keep) * (new - old)],
        within: 1e-12, mistakes: mistakes([(old, new, keep)]))
    }
  }

  // MARK: Mistakes

  private typealias Step = (old: Double, new: Double, keep: Double)

  private func mistakes(_ steps: [Step]) -> KeyValuePairs<String, [Double]> {
    [
      "The two have changed places: keep is the share of the old value.":
        steps.map { $0.keep * $0.new + (1 - $0.keep) * $0.old },
      "This is the mean of both, whatever keep is.": steps.map { ($0.old + $0.new) / 2 },
      "This is only the old value's share; the new value's share is missing.":
        steps.map { $0.keep * $0.old },
      "This is only the new value's share; the old value's share is missing.":
        steps.map { (1 - $0.keep) * $0.new },
      "Both have the share keep; the new value has what keep leaves.":
        steps.map { $0.keep * $0.old + $0.keep * $0.new },
      "This adds the whole new value; its share is what keep leaves.":
        steps.map { $0.keep * $0.old + $0.new },
      "This is the new value itself; nothing of the old value is kept.": steps.map(\.new),
      "This is the old value itself; nothing of the new value is let in.": steps.map(\.old),
    ]
  }
}
