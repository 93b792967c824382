import ExerciseSupport
import LSTMGates
import LinearAlgebra

/// What the belt of a cell sends back, each batch × hiddenSize.
public struct BeltGradients: Equatable, Sendable {
  /// At the pre-activations of the input gate, the forget gate and the candidate; 0 where the
  /// wiring has no such gate.
  public var input, forget, candidate: Matrix
  /// At c(t-1).
  public var previousCell: Matrix

  /// Creates gradients from their parts.
  public init(input: Matrix, forget: Matrix, candidate: Matrix, previousCell: Matrix) {
    (self.input, self.forget) = (input, forget)
    (self.candidate, self.previousCell) = (candidate, previousCell)
  }
}

extension WiredCell {
  /// Back along the belt, c(t) = f ⊙ c(t-1) + i ⊙ g, whatever the wiring makes of i and f.
  ///
  /// - Parameters:
  ///   - values: as `step` computed them: an input gate that is missing is 1, and the forget gate
  ///     is the share that was kept.
  ///   - cell: `c(t-1)`, batch × hiddenSize.
  ///   - gradient: everything that arrives at c(t), batch × hiddenSize.
  /// - Returns: what arrives at the pre-activations and at c(t-1) by way of the belt alone.
  public func beltGradients(
    _ values: WiredValues, from cell: Matrix, gradient: Matrix
  ) -> BeltGradients {
    // EXERCISE 13.4 (4 points): back along the belt of any wiring
    let (i, f, g) = (values.inputGate, values.forgetGate, values.candidate)
    var (write, keep) = (gradient .* g, gradient .* cell)
    if wiring.keeping == .coupled { write -= keep }
    if wiring.keeping != .forgetGate { keep = keep.filledWithZeros }
    return BeltGradients(
      input: write .* i .* (1 - i), forget: keep .* f .* (1 - f),
      candidate: gradient .* i .* (1 - g .* g), previousCell: gradient .* f)
    // PLACEHOLDER let empty = cell.filledWithNaN
    // PLACEHOLDER return notWritten(
    // PLACEHOLDER   "13.4",
    // PLACEHOLDER   BeltGradients(input: empty, forget: empty, candidate: empty, previousCell: empty))
    // END
  }
}
