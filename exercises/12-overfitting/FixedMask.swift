import Backpropagation
import ExerciseSupport
import GradientChecking
import LSTMGates
import LinearAlgebra

/// Checks the gradients of an LSTM with dropout by the checker of chapter 6.
///
/// - Parameters:
///   - trial: the case, without windows. Its loss, the weighted sum of all hidden states, is here
///     that of the states with dropout.
///   - dropout: what is masked.
///   - generator: where the masks come from: one for each row, unit and step, drawn by
///     `dropout.masks`.
/// - Returns: the report on all that goes into the loss.
/// - Throws: what `checkGradients` throws.
public func dropoutReport(
  of trial: LSTMTrial, with dropout: RecurrentDropout, using generator: inout SeededGenerator
) throws(GradientCheckError) -> GradientReport {
  // EXERCISE 12.8 (3 points): a mask that stands still
  // Read chapters/12-overfitting.md, "A mask that stands still".
  // Check with: swift run course check 12.8
  return notWritten("12.8", GradientReport(names: [], analytic: [], numerical: []))
}
