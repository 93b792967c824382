import ExerciseSupport
import LinearAlgebra

/// The gradients of a loss with respect to what goes into an affine map, z = x W + b. Each has the
/// shape of what it is the gradient of.
public struct AffineGradients: Equatable, Sendable {
  /// `dx`, batch × inputs.
  public var input: Matrix
  /// `dW`, inputs × outputs.
  public var weights: Matrix
  /// `db`, 1 × outputs.
  public var bias: Matrix
}

/// Carries a gradient back through the affine map z = x W + b.
///
/// - Parameters:
///   - x: what went in, batch × inputs.
///   - weights: W, inputs × outputs.
///   - outputGradient: `dz`, batch × outputs.
/// - Complexity: O(batch · inputs · outputs), twice that of the way forward.
public func affineGradients(
  _ x: Matrix, weights: Matrix, outputGradient: Matrix
) -> AffineGradients {
  // EXERCISE 5.2 (3 points): the three gradients of the affine map
  // Read chapters/05-backpropagation.md, "Back through the affine map".
  // Check with: swift run course check 5.2
  notWritten(
    "5.2",
    AffineGradients(
      input: x.filledWithNaN, weights: weights.filledWithNaN,
      bias: Matrix(rows: 1, columns: weights.columns, repeating: .nan)))
}
