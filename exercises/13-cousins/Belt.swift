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
    // Read chapters/13-cousins.md, "Back along the belt". Check with: swift run course check 13.4
    let empty = cell.filledWithNaN
    return notWritten(
      "13.4",
      BeltGradients(input: empty, forget: empty, candidate: empty, previousCell: empty))
  }
}
