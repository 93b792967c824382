import ExerciseSupport

/// Mixes an old value with a new one: `keep` of the old, and the rest of the new.
public func blend(old: Double, new: Double, keep: Double) -> Double {
  // EXERCISE 0.1 (1 point): mix the old value with the new
  // Read chapters/00-before-you-begin.md, "Blend". Check with: swift run course check 0.1
  notWritten("0.1")
}
