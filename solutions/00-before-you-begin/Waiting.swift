import ExerciseSupport

/// After how many readings of the cold the belief is halfway there, for the shares 0.5, 0.9, 0.99
/// and 0.999.
///
/// - Returns: four whole numbers, what you expect before you have seen it measured.
public func readingsToHalfway() -> [Int] {
  // EXERCISE 0.3 (1 point): how long a memory takes to learn the news
  [1, 7, 69, 693]
  // PLACEHOLDER notWritten("0.3", [])
  // END
}
