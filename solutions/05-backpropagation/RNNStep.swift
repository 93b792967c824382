import ExerciseSupport
import LinearAlgebra
import VanillaRNN

/// The gradients of a loss with respect to what goes into one step of the recurrence,
/// h(t) = tanh(x(t) W + h(t-1) U + b). Each has the shape of what it is the gradient of.
public struct RNNStepGradients: Equatable, Sendable {
  /// `dx(t)`, batch × inputSize.
  public var input: Matrix
  /// `dh(t-1)`, batch × hiddenSize: what the step before is told.
  public var previousHidden: Matrix
  /// What this step contributes to `dW`, inputSize × hiddenSize.
  public var inputWeights: Matrix
  /// What this step contributes to `dU`, hiddenSize × hiddenSize.
  public var recurrentWeights: Matrix
  /// What this step contributes to `db`, 1 × hiddenSize.
  public var bias: Matrix
}

extension RNNCell {
  /// Carries a gradient back through one step.
  ///
  /// - Parameters:
  ///   - input: `x(t)`, batch × inputSize.
  ///   - previousHidden: `h(t-1)`, batch × hiddenSize.
  ///   - hidden: `h(t)`, which `step` returned for these two.
  ///   - hiddenGradient: `dh(t)`, everything that arrives at h(t), batch × hiddenSize.
  /// - Complexity: O(batch · hiddenSize · (inputSize + hiddenSize)).
  public func stepGradients(
    input: Matrix, previousHidden: Matrix, hidden: Matrix, hiddenGradient: Matrix
  ) -> RNNStepGradients {
    // EXERCISE 5.3 (4 points): back through one step of the RNN
    let preactivation = hiddenGradient .* (1 - hidden .* hidden)
    return RNNStepGradients(
      input: preactivation.timesTransposed(inputWeights),
      previousHidden: preactivation.timesTransposed(recurrentWeights),
      inputWeights: input.transposedTimes(preactivation),
      recurrentWeights: previousHidden.transposedTimes(preactivation),
      bias: preactivation.columnSums)
    // PLACEHOLDER notWritten(
    // PLACEHOLDER   "5.3",
    // PLACEHOLDER   RNNStepGradients(
    // PLACEHOLDER     input: input.filledWithNaN, previousHidden: hidden.filledWithNaN,
    // PLACEHOLDER     inputWeights: inputWeights.filledWithNaN,
    // PLACEHOLDER     recurrentWeights: recurrentWeights.filledWithNaN, bias: bias.filledWithNaN))
    // END
  }
}
