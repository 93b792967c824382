import ExerciseSupport
import LSTMGates
import LinearAlgebra

/// The gradients of a loss with respect to what goes into a whole sequence of an LSTM.
public struct LSTMGradients: Equatable, Sendable {
  /// `dx(1)` to `dx(T)`, each batch × inputSize.
  public var inputs: [Matrix]
  /// `dh(0)` and `dc(0)`, each batch × hiddenSize.
  public var initialHidden, initialCell: Matrix
  /// `dW`, inputSize × 4·hiddenSize, `dU`, hiddenSize × 4·hiddenSize, and `db`, 1 × 4·hiddenSize,
  /// in the order i, f, g, o: sums over all steps.
  public var inputWeights, recurrentWeights, bias: Matrix
}

extension LSTMGradients {
  /// Gradients of 0 for a sequence, each of the shape of what it belongs to: the sum before
  /// anything has been added.
  public static func zeros(
    for cell: LSTMCell, inputs: [Matrix], initialState: LSTMState
  ) -> LSTMGradients {
    LSTMGradients(
      inputs: inputs.map { $0.filledWithZeros },
      initialHidden: initialState.hidden.filledWithZeros,
      initialCell: initialState.cell.filledWithZeros,
      inputWeights: cell.inputWeights.filledWithZeros,
      recurrentWeights: cell.recurrentWeights.filledWithZeros,
      bias: cell.bias.filledWithZeros)
  }

  /// Every number NaN, for exercises that are still to be written.
  var filledWithNaN: LSTMGradients {
    LSTMGradients(
      inputs: inputs.map { $0.filledWithNaN },
      initialHidden: initialHidden.filledWithNaN, initialCell: initialCell.filledWithNaN,
      inputWeights: inputWeights.filledWithNaN,
      recurrentWeights: recurrentWeights.filledWithNaN, bias: bias.filledWithNaN)
  }
}

extension LSTMCell {
  /// Carries gradients back through a whole sequence, from its last step to its first.
  ///
  /// - Parameters:
  ///   - records: what `recorded(inputs, from: state)` returned; may be empty.
  ///   - state: h(0) and c(0), each batch × hiddenSize. Only their shape counts: it is that of
  ///     the carries, also where there is no record.
  ///   - hiddenGradients: for each step what arrives at h(t) from the *output* of that step, and
  ///     not by way of later steps; zeros where a step has no output.
  /// - Complexity: O(T · batch · hiddenSize · (inputSize + hiddenSize)).
  /// - Precondition: there are as many hidden gradients as records.
  public func gradients(
    _ records: [LSTMStepRecord], from state: LSTMState, hiddenGradients: [Matrix]
  ) -> LSTMGradients {
    stop(
      if: sequenceProblem(
        inputs: records.count, states: records.count, gradients: hiddenGradients.count))
    var total = LSTMGradients.zeros(
      for: self, inputs: records.map { $0.input }, initialState: state)
    // EXERCISE 5.6 (4 points): the LSTM back through time
    // Read chapters/05-backpropagation.md, "The LSTM through time".
    // Check with: swift run course check 5.6
    return notWritten("5.6", &total, becomes: total.filledWithNaN)
  }
}
