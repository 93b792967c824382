import ExerciseSupport
import LinearAlgebra
import VanillaRNN

/// The gradients of a loss with respect to what goes into a whole sequence of the recurrence.
public struct RNNGradients: Equatable, Sendable {
  /// `dx(1)` to `dx(T)`, each batch × inputSize.
  public var inputs: [Matrix]
  /// `dh(0)`, batch × hiddenSize.
  public var initialHidden: Matrix
  /// `dW`, inputSize × hiddenSize, `dU`, hiddenSize × hiddenSize, and `db`, 1 × hiddenSize: one
  /// weight serves every step, so these are sums over all steps.
  public var inputWeights, recurrentWeights, bias: Matrix
}

extension RNNGradients {
  // REGION zeros
  /// Gradients of 0 for a sequence, each of the shape of what it belongs to: the sum before
  /// anything has been added.
  public static func zeros(
    for cell: RNNCell, inputs: [Matrix], initialHidden: Matrix
  ) -> RNNGradients {
    RNNGradients(
      inputs: inputs.map { $0.filledWithZeros },
      initialHidden: initialHidden.filledWithZeros,
      inputWeights: cell.inputWeights.filledWithZeros,
      recurrentWeights: cell.recurrentWeights.filledWithZeros,
      bias: cell.bias.filledWithZeros)
  }
  // END REGION zeros

  /// Every number NaN, for exercises that are still to be written.
  var filledWithNaN: RNNGradients {
    RNNGradients(
      inputs: inputs.map { $0.filledWithNaN }, initialHidden: initialHidden.filledWithNaN,
      inputWeights: inputWeights.filledWithNaN,
      recurrentWeights: recurrentWeights.filledWithNaN, bias: bias.filledWithNaN)
  }
}

extension RNNCell {
  /// Carries gradients back through a whole sequence, from its last step to its first.
  ///
  /// - Parameters:
  ///   - inputs: x(1) to x(T), each batch × inputSize; T may be 0.
  ///   - hidden: h(0), batch × hiddenSize.
  ///   - states: h(1) to h(T), which `unrolled(inputs, from: hidden)` returned.
  ///   - hiddenGradients: for each step what arrives at h(t) from the *output* of that step, and
  ///     not by way of later steps; zeros where a step has no output.
  /// - Complexity: O(T · batch · hiddenSize · (inputSize + hiddenSize)).
  /// - Precondition: there are as many states and hidden gradients as inputs.
  /// - Note: Rumelhart, Hinton and Williams (1986), "Learning Internal Representations by Error
  ///   Propagation"; Werbos (1990), "Backpropagation Through Time: What It Does and How to Do It".
  public func gradients(
    inputs: [Matrix], from hidden: Matrix, states: [Matrix], hiddenGradients: [Matrix]
  ) -> RNNGradients {
    stop(
      if: sequenceProblem(
        inputs: inputs.count, states: states.count, gradients: hiddenGradients.count))
    var total = RNNGradients.zeros(for: self, inputs: inputs, initialHidden: hidden)
    // EXERCISE 5.4 (4 points): back through time
    let before = [hidden] + states.dropLast()
    var fromNextStep = hidden.filledWithZeros
    for t in inputs.indices.reversed() {
      let step = stepGradients(
        input: inputs[t], previousHidden: before[t], hidden: states[t],
        hiddenGradient: hiddenGradients[t] + fromNextStep)
      total.inputs[t] = step.input
      total.inputWeights += step.inputWeights
      total.recurrentWeights += step.recurrentWeights
      total.bias += step.bias
      fromNextStep = step.previousHidden
    }
    total.initialHidden = fromNextStep
    return total
    // PLACEHOLDER return notWritten("5.4", &total, becomes: total.filledWithNaN)
    // END
  }
}

/// The sentence that says why these lists do not belong to one sequence; nil where they do.
func sequenceProblem(inputs: Int, states: Int, gradients: Int) -> String? {
  inputs == states && states == gradients
    ? nil
    : "\(inputs) inputs, \(states) states and \(gradients) gradients of states do not belong to "
      + "one sequence: each step has one of each"
}
