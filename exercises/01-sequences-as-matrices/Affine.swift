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
  x * weights + bias
}

/// Weights and a bias that score what comes next in `banana`, set by hand: symbol 0 is `a`, 1 is
/// `b` and 2 is `n`.
///
/// - Returns: weights of 3 × 3, a row for each symbol that was read and a column for each that may
///   come, and a bias of 1 × 3.
public func bananaScores() -> (weights: Matrix, bias: Matrix) {
  // EXERCISE 1.2 (2 points): scores by hand
  // Read chapters/01-sequences-as-matrices.md, "Scores by hand".
  // Check with: swift run course check 1.2
  notWritten(
    "1.2",
    (
      weights: [[.nan, .nan, .nan], [.nan, .nan, .nan], [.nan, .nan, .nan]],
      bias: [[.nan, .nan, .nan]]
    ))
}
