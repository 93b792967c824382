import ExerciseSupport
import LinearAlgebra

/// The affine map: each row of `x` times the weights, plus the bias.
///
///     z = x W + b
///
/// - Parameters:
///   - x: batch × inputs, one example a row.
///   - weights: W, inputs × outputs.
///   - bias: b, 1 × outputs; the same for every row of `x`.
/// - Returns: batch × outputs.
public func affine(_ x: Matrix, weights: Matrix, bias: Matrix) -> Matrix {
  // EXERCISE 1.2 (2 points): the affine map
  // Read chapters/01-sequences-as-matrices.md, "The affine map".
  // Check with: swift run course check 1.2
  notWritten("1.2", rows: x.rows, columns: weights.columns)
}
