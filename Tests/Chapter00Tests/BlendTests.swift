import CourseTesting
import WarmUp

final class BlendTests: ExerciseTestCase {
  func test_0_1_keepsAQuarter() {
    expect(blend(old: 8, new: 4, keep: 0.25), "blend", equals: 5, mistakes: [
      "This keeps a quarter of the new value; keep belongs to the old one.": 7
    ])
  }
}
