import CourseTesting
import LinearAlgebra
import WarmUp
import XCTest

final class BlendTests: ExerciseTestCase {
  func test_0_1_followsTheThermometer() {
    // Chapter 00: keep 0.9 of what you believed, and let each reading have the rest.
    let believed = [
      blend(old: 18, new: 18.4, keep: 0.9), blend(old: 18.04, new: 30, keep: 0.9),
      blend(old: 19.236, new: 18.2, keep: 0.9),
    ]
    expect(
      believed, "the believed temperatures", equals: [18.04, 19.236, 19.1324],
      mistakes: [
        "The two have changed places: keep is the share of the old value.":
          [18.36, 28.804, 18.3036],
        "This is the mean of both, whatever keep is.": [18.2, 24.02, 18.718],
        "This is only the old value's share; the new value's share is missing.":
          [16.2, 16.236, 17.3124],
        "This is only the new value's share; the old value's share is missing.":
          [1.84, 3, 1.82],
        "This adds the whole new value; its share is what keep leaves.":
          [34.6, 46.236, 35.5124],
        "This is the new reading itself; nothing of the old value is kept.": [18.4, 30, 18.2],
      ])
  }

  func test_0_1_keepsAQuarter() {
    expect(
      blend(old: 8, new: 4, keep: 0.25), "blend", equals: 5,
      mistakes: [
        "The two have changed places: keep is the share of the old value.": 7,
        "This is the mean of both, whatever keep is.": 6,
        "This is only the old value's share; the new value's share is missing.": 2,
        "This is only the new value's share; the old value's share is missing.": 3,
        "Both have the share keep; the new value has what keep leaves.": 3,
        "This adds the whole new value; its share is what keep leaves.": 6,
      ])
  }

  func test_0_1_keepingAllIgnoresTheNew() {
    expect(
      blend(old: 18, new: 30, keep: 1), "blend with keep 1", equals: 18,
      mistakes: ["With keep 1 nothing of the new value enters; this is the new value.": 30])
  }

  func test_0_1_keepingNothingForgetsTheOld() {
    expect(
      blend(old: 18, new: 30, keep: 0), "blend with keep 0", equals: 30,
      mistakes: ["With keep 0 nothing of the old value stays; this is the old value.": 18])
  }

  func test_0_1_staysBetweenTheTwo() {
    trials(20) { generator in
      let old = generator.uniform(in: -40...40)
      let new = generator.uniform(in: -40...40)
      let keep = generator.uniform()
      // old + (1 − keep)(new − old): the way from the old value to the new, walked in part.
      expect(
        blend(old: old, new: new, keep: keep), "blend", equals: old + (1 - keep) * (new - old),
        within: 1e-12,
        mistakes: [
          "The two have changed places: keep is the share of the old value.":
            new + (1 - keep) * (old - new)
        ])
    }
  }
}
