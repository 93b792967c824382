import ExerciseSupport
import LSTMGates
import LinearAlgebra
import VanillaRNN

extension Forecaster {
  /// Forecasts many steps with a model that has learnt to say the next one: each forecast is then
  /// read as if it were the next reading.
  ///
  /// A forecast that is read counts as a reading that has arrived, one step after the one before it.
  /// The calendar of the steps ahead is known: it follows that of the window in `batch.calendar`.
  ///
  /// - Parameter batch: windows. Of the targets only the shape counts.
  /// - Returns: batch × horizon, the next step first.
  /// - Precondition: the model says one number.
  public func recursiveForecasts(_ batch: WindowBatch) -> Matrix {
    stop(if: recursionProblem(outputs: output.bias.columns))
    // EXERCISE 17.6 (4 points): one step, again and again
    // Read chapters/17-forecasting.md, "One step, again and again".
    // Check with: swift run course check 17.6
    return notWritten("17.6", batch.targets.filledWithNaN)
  }
}

func recursionProblem(outputs: Int) -> String? {
  outputs == 1
    ? nil : "a model that says \(outputs) numbers at once is not asked step by step: it says one"
}
