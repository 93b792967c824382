import ExerciseSupport

/// How far two slopes are apart, compared with the larger of them.
///
/// - Parameters:
///   - a: one slope.
///   - b: the other; which is which makes no difference.
///   - floor: what the difference is compared with where both are smaller than this.
/// - Returns: 0 for equal numbers, never more than 2; infinity where either number is not finite.
public func relativeError(_ a: Double, _ b: Double, floor: Double = 1e-3) -> Double {
  // EXERCISE 6.2 (2 points): compared with their size
  guard a.isFinite, b.isFinite else { return .infinity }
  return abs(a - b) / max(abs(a), abs(b), floor)
  // PLACEHOLDER return notWritten("6.2")
  // END
}
