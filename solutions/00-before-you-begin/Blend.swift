import ExerciseSupport

/// Mixes an old value with a new one: `keep` of the old, and the rest of the new.
public func blend(old: Double, new: Double, keep: Double) -> Double {
  // EXERCISE 0.1 (1 point): mix the old value with the new
  keep * old + (1 - keep) * new
  // PLACEHOLDER notWritten("0.1")
  // END
}
