import ExerciseSupport
import LinearAlgebra

/// The gradient of `crossEntropy(logits, targets:)` with respect to the logits: by how much the loss
/// rises for each logit that is raised.
///
/// - Parameters:
///   - logits: z, batch × V, any finite numbers.
///   - targets: y, the symbol that came, one for each row, each in `0..<V`.
/// - Returns: batch × V. Each row sums to 0; only the target's number is negative.
/// - Precondition: there is one target for each row.
public func crossEntropyGradient(_ logits: Matrix, targets: [Int]) -> Matrix {
  stop(if: targetProblem(logits, targets: targets))
  // EXERCISE 1.9 (2 points): the gradient of softmax and cross-entropy
  // Read chapters/01-sequences-as-matrices.md, "The gradient of the loss".
  // Check with: swift run course check 1.9
  return notWritten("1.9", rows: logits.rows, columns: logits.columns)
}
