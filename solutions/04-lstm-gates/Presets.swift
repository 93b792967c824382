import ExerciseSupport
import LinearAlgebra

// REGION preset
/// One unit whose gates and candidate are the same at every step.
public enum Preset: CaseIterable, Sendable {
  case leak, drip, basin, tug
}
// END REGION preset

/// A guess, made before anything is computed: what a preset's cell state is after a hundred steps.
///
/// - Returns: a number with the right sign, and no more than three times too large or too small.
public func guessAfterHundredSteps(_ preset: Preset) -> Double {
  // EXERCISE 4.1 (2 points): what stays after a hundred steps
  switch preset {
  case .leak: 0.05
  case .drip: 0.5
  case .basin: 10
  case .tug: -1
  }
  // PLACEHOLDER notWritten("4.1")
  // END
}
