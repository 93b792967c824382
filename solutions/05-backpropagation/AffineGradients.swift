import ExerciseSupport
import LinearAlgebra

/// The gradients of a loss with respect to what goes into an affine map, z = x W + b. Each has the
/// shape of what it is the gradient of.
public struct AffineGradients: Equatable, Sendable {
  // REGION gradients
  /// `dx`, batch × inputs.
  public var input: Matrix
  /// `dW`, inputs × outputs.
  public var weights: Matrix
  /// `db`, 1 × outputs.
  public var bias: Matrix
  // END REGION gradients
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
  AffineGradients(
    input: outputGradient.timesTransposed(weights),
    weights: x.transposedTimes(outputGradient),
    bias: outputGradient.columnSums)
  // PLACEHOLDER notWritten(
  // PLACEHOLDER   "5.2",
  // PLACEHOLDER   AffineGradients(
  // PLACEHOLDER     input: x.filledWithNaN, weights: weights.filledWithNaN,
  // PLACEHOLDER     bias: Matrix(rows: 1, columns: weights.columns, repeating: .nan)))
  // END
}
