import ExerciseSupport
import LinearAlgebra

/// The share to keep, day after day, so that ten days later half of what a reading added is left.
///
/// - Returns: a share between 0 and 1, right to within a thousandth.
public func keepForTenDays() -> Double {
  // EXERCISE 0.2 (1 point): a share that halves in ten readings
  // Read chapters/00-before-you-begin.md, "Ten days". Check with: swift run course check 0.2
  notWritten("0.2")
}
