import ExerciseSupport
import LSTMGates
import LinearAlgebra

/// What the window of a cell sends back, each batch × hiddenSize.
public struct WindowGradients: Equatable, Sendable {
  /// At the output gate's pre-activation; 0 where the wiring has no output gate.
  public var output: Matrix
  /// Everything that arrives at c(t).
  public var cell: Matrix

  /// Creates gradients from their parts.
  public init(output: Matrix, cell: Matrix) {
    (self.output, self.cell) = (output, cell)
  }
}

extension WiredCell {
  /// Back through the window, h(t) = o ⊙ tanh(c(t)), and through the peephole by which the output
  /// gate sees c(t).
  ///
  /// - Parameters:
  ///   - record: what the step left behind.
  ///   - hiddenGradient: everything that arrives at h(t), batch × hiddenSize.
  ///   - cellGradient: what arrives at c(t) from the next step, batch × hiddenSize.
  public func windowGradients(
    _ record: StepRecord<WiredValues>, hiddenGradient: Matrix, cellGradient: Matrix
  ) -> WindowGradients {
    // EXERCISE 13.5 (4 points): a window with a peephole, or with no gate
    // Read chapters/13-cousins.md, "A window with a peephole".
    // Check with: swift run course check 13.5
    notWritten(
      "13.5",
      WindowGradients(
        output: hiddenGradient.filledWithNaN, cell: cellGradient.filledWithNaN))
  }
}
