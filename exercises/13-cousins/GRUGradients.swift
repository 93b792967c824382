import Backpropagation
import ExerciseSupport
import GradientChecking
import LSTMGates
import LinearAlgebra

extension GRUCell {
  /// Back through one step, in either form.
  ///
  /// - Parameters:
  ///   - record: what the step left behind.
  ///   - hiddenGradient: everything that arrives at h(t), batch × hiddenSize.
  ///   - cellGradient: a GRU has no cell state; it is handed on as it comes.
  public func stepGradients(
    _ record: StepRecord<GRUValues>, hiddenGradient: Matrix, cellGradient: Matrix
  ) -> StepGradients {
    // EXERCISE 13.3 (6 points): back through one step of a GRU
    // Read chapters/13-cousins.md, "Back through a GRU". Check with: swift run course check 13.3
    notWritten(
      "13.3",
      StepGradients(
        parameters: parameters.map { $0.filledWithNaN },
        input: record.input.filledWithNaN,
        previous: LSTMState(
          hidden: hiddenGradient.filledWithNaN, cell: cellGradient.filledWithNaN)))
  }
}
