import Backpropagation
import ExerciseSupport
import LinearAlgebra

/// Where a backward pass first goes wrong.
public struct Symptom: Equatable, Sendable {
  /// The trial's place in its list, counted from 0.
  public var trial: Int
  /// The names of the parameters whose gradients are wrong there.
  public var parameters: [String]
}

/// The first of several trials in which a backward pass is wrong.
///
/// - Parameters:
///   - gradients: the backward pass.
///   - trials: cases to check, the simplest first.
/// - Returns: its place and what fails there; nil where the pass is right in all of them.
/// - Throws: what `checkGradients` throws.
public func firstSymptom(
  of gradients: (LSTMTrial) -> LSTMGradients, in trials: [LSTMTrial]
) throws(GradientCheckError) -> Symptom? {
  // EXERCISE 6.7 (3 points): the smallest case that fails
  // Read chapters/06-gradient-checking.md, "The smallest case that fails".
  // Check with: swift run course check 6.7
  return notWritten("6.7", nil)
}

/// What you found out about one of the eight.
public enum Finding: Equatable, Sendable {
  /// All its gradients are right.
  case correct
  /// A parameter whose gradient is wrong in the smallest case that fails, and the number of the
  /// line in the listing that you would mend.
  case mistake(parameter: String, line: Int)
}

/// Your verdict on one of the eight LSTMs.
public func finding(on suspect: Suspect) -> Finding {
  // EXERCISE 6.8 (3 points): eight verdicts
  // Read chapters/06-gradient-checking.md, "Eight verdicts". Check with: swift run course check 6.8
  notWritten("6.8", .correct)
}
