import ExerciseSupport

/// Mixes an old value with a new one: a share `keep` of the old, and the rest of the new.
///
///     blend(old: 18, new: 30, keep: 0.5)      // 24, halfway between them
///
/// Called again and again on a stream of numbers, it is a memory: what it gave the last time is
/// `old`, and what arrives is `new`.
///
/// - Parameters:
///   - old: what was believed so far.
///   - new: what has arrived.
///   - keep: the share of `old` in the result, from 0 (forget it) to 1 (let nothing new in).
/// - Returns: a number between `old` and `new`.
public func blend(old: Double, new: Double, keep: Double) -> Double {
  // EXERCISE 0.1 (1 point): mix the old value with the new
  // Read chapters/00-before-you-begin.md, "Blend". Check with: swift run course check 0.1
  notWritten("0.1")
}
