import Backpropagation
import ExerciseSupport
import LinearAlgebra

// REGION symptom
/// Where a backward pass first goes wrong.
public struct Symptom: Equatable, Sendable {
  /// The trial's place in its list, counted from 0.
  public var trial: Int
  /// The names of the parameters whose gradients are wrong there.
  public var parameters: [String]
}
// END REGION symptom

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
  for (index, trial) in trials.enumerated() {
    let report = try checkGradients(
      of: trial, analytic: trial.parameters(of: gradients(trial)), loss: { $0.loss })
    if !report.passes() { return Symptom(trial: index, parameters: report.failures()) }
  }
  return nil
  // PLACEHOLDER return notWritten("6.7", nil)
  // END
}

// REGION finding
/// What you found out about one of the eight.
public enum Finding: Equatable, Sendable {
  /// All its gradients are right.
  case correct
  /// A parameter whose gradient is wrong in the smallest case that fails, and the number of the
  /// line in the listing that you would mend.
  case mistake(parameter: String, line: Int)
}
// END REGION finding

/// Your verdict on one of the eight LSTMs.
public func finding(on suspect: Suspect) -> Finding {
  // EXERCISE 6.8 (3 points): eight verdicts
  switch suspect {
  case .a: .mistake(parameter: "bi", line: 15)
  case .b: .mistake(parameter: "Ui", line: 14)
  case .c: .mistake(parameter: "h(0)", line: 16)
  case .d: .mistake(parameter: "Wi", line: 6)
  case .e: .mistake(parameter: "Wi", line: 1)
  case .f: .correct
  case .g: .mistake(parameter: "Wg", line: 11)
  case .h: .mistake(parameter: "c(0)", line: 17)
  }
  // PLACEHOLDER notWritten("6.8", .correct)
  // END
}
