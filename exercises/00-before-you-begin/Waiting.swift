import ExerciseSupport

/// After how many readings of the cold the belief is halfway there, for the shares 0.5, 0.9, 0.99
/// and 0.999.
///
/// - Returns: four whole numbers, what you expect before you have seen it measured.
public func readingsToHalfway() -> [Int] {
  // EXERCISE 0.3 (1 point): how long a memory takes to learn the news
  // Read chapters/00-before-you-begin.md, "The news". Check with: swift run course check 0.3
  notWritten("0.3", [])
}
