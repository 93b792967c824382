import ExerciseSupport
import LSTMGates
import LinearAlgebra

/// The gradients of a loss with respect to what goes into one step of an LSTM.
public struct LSTMStepGradients: Equatable, Sendable {
  /// `dx(t)`, batch × inputSize.
  public var input: Matrix
  /// `dh(t-1)` and `dc(t-1)`, each batch × hiddenSize: what the step before is told.
  public var previousHidden, previousCell: Matrix
  /// What this step contributes to `dW`, inputSize × 4·hiddenSize.
  public var inputWeights: Matrix
  /// What this step contributes to `dU`, hiddenSize × 4·hiddenSize.
  public var recurrentWeights: Matrix
  /// What this step contributes to `db`, 1 × 4·hiddenSize.
  public var bias: Matrix
}

extension LSTMCell {
  /// Carries gradients back through one step.
  ///
  /// - Parameters:
  ///   - record: what the step left behind on the way forward.
  ///   - hiddenGradient: `dh(t)`, everything that arrives at h(t), batch × hiddenSize.
  ///   - cellGradient: what arrives at c(t) from the *next* step, batch × hiddenSize; zeros at the
  ///     last one. What reaches c(t) by way of h(t) is not in it.
  /// - Complexity: O(batch · hiddenSize · (inputSize + hiddenSize)).
  public func stepGradients(
    _ record: LSTMStepRecord, hiddenGradient: Matrix, cellGradient: Matrix
  ) -> LSTMStepGradients {
    // EXERCISE 5.5 (6 points): back through one step of the LSTM
    let (i, f) = (record.gates.inputGate, record.gates.forgetGate)
    let (g, o) = (record.gates.candidate, record.gates.outputGate)
    let shown = tanh(record.state.cell)
    let cell = cellGradient + hiddenGradient .* o .* (1 - shown .* shown)
    let preactivations = Matrix.sideBySide([
      cell .* g .* i .* (1 - i),
      cell .* record.previous.cell .* f .* (1 - f),
      cell .* i .* (1 - g .* g),
      hiddenGradient .* shown .* o .* (1 - o),
    ])
    return LSTMStepGradients(
      input: preactivations.timesTransposed(inputWeights),
      previousHidden: preactivations.timesTransposed(recurrentWeights),
      previousCell: cell .* f,
      inputWeights: record.input.transposedTimes(preactivations),
      recurrentWeights: record.previous.hidden.transposedTimes(preactivations),
      bias: preactivations.columnSums)
    // PLACEHOLDER notWritten(
    // PLACEHOLDER   "5.5",
    // PLACEHOLDER   LSTMStepGradients(
    // PLACEHOLDER     input: record.input.filledWithNaN,
    // PLACEHOLDER     previousHidden: record.previous.hidden.filledWithNaN,
    // PLACEHOLDER     previousCell: record.previous.cell.filledWithNaN,
    // PLACEHOLDER     inputWeights: inputWeights.filledWithNaN,
    // PLACEHOLDER     recurrentWeights: recurrentWeights.filledWithNaN, bias: bias.filledWithNaN))
    // END
  }
}
