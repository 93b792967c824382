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
  let masks = dropout.masks(
    rows: trial.initialState.hidden.rows, columns: trial.cell.hiddenSize,
    steps: trial.inputs.count, using: &generator)
  func records(_ trial: LSTMTrial) -> [LSTMStepRecord] {
    trial.cell.recorded(
      trial.inputs, from: trial.initialState, masking: dropout.place, with: masks)
  }
  let gradients = trial.cell.gradients(
    records(trial), from: trial.initialState, masking: dropout.place, with: masks,
    hiddenGradients: trial.lossWeights)
  return try checkGradients(of: trial, analytic: trial.parameters(of: gradients)) { trial in
    zip(trial.lossWeights, records(trial)).reduce(0) { $0 + ($1.0 .* $1.1.state.hidden).sum }
  }
  // PLACEHOLDER return notWritten("12.8", GradientReport(names: [], analytic: [], numerical: []))
  // END
}
