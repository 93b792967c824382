import ExerciseSupport
import LSTMGates
import LinearAlgebra

extension LSTMCell {
  /// Carries gradients back through a sequence that is cut into windows: the state goes on from
  /// one window to the next, the gradient stops at the edge.
  ///
  /// The states are those of the whole sequence. The gradients are what the windows contribute;
  /// those of the initial state are the first window's.
  ///
  /// - Parameters:
  ///   - inputs: x(1) to x(T), each batch × inputSize; T may be 0.
  ///   - state: h(0) and c(0), each batch × hiddenSize.
  ///   - hiddenGradients: for each step what arrives at h(t) from the output of that step.
  ///   - window: the number of steps in a window; the last window may be shorter.
  /// - Precondition: `window` is at least 1.
  /// - Complexity: as for ``gradients(_:from:hiddenGradients:)``, but records of only one window
  ///   are in memory at a time.
  /// - Note: Williams and Peng (1990), "An Efficient Gradient-Based Algorithm for On-Line Training
  ///   of Recurrent Network Trajectories".
  public func truncatedGradients(
    _ inputs: [Matrix], from state: LSTMState, hiddenGradients: [Matrix], window: Int
  ) -> LSTMGradients {
    stop(if: windowProblem(window, inputs: inputs.count, gradients: hiddenGradients.count))
    var total = LSTMGradients.zeros(for: self, inputs: inputs, initialState: state)
    // EXERCISE 5.7 (4 points): the gradient stops, the state goes on
    // Read chapters/05-backpropagation.md, "The gradient stops, the state goes on".
    // Check with: swift run course check 5.7
    return notWritten("5.7", &total, becomes: total.filledWithNaN)
  }
}

/// The sentence that says why a sequence cannot be cut so; nil where it can.
func windowProblem(_ window: Int, inputs: Int, gradients: Int) -> String? {
  if window < 1 { return "a window of \(window) steps does not go forward: it needs at least 1" }
  return inputs == gradients
    ? nil
    : "\(inputs) inputs and \(gradients) gradients of states do not belong to one sequence: "
      + "each step has one of each"
}
