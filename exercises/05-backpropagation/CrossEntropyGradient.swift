import ExerciseSupport
import LinearAlgebra
import Sequences

/// The gradient of `crossEntropy(logits, targets:)` with respect to the logits.
///
///     dz = (p - onehot(y)) / N
///
/// - Parameters:
///   - logits: z, batch × V, any finite numbers.
///   - targets: y, the symbol that came, one for each row, each in `0..<V`.
/// - Returns: batch × V. Each row sums to 0; only the target's number is negative.
/// - Precondition: there is one target for each row.
public func crossEntropyGradient(_ logits: Matrix, targets: [Int]) -> Matrix {
  stop(if: targetCountProblem(logits, targets: targets))
  // EXERCISE 5.1 (2 points): the gradient of softmax and cross-entropy
  // Read chapters/05-backpropagation.md, "The gradient of the loss".
  // Check with: swift run course check 5.1
  return notWritten("5.1", rows: logits.rows, columns: logits.columns)
}

func targetCountProblem(_ logits: Matrix, targets: [Int]) -> String? {
  logits.rows == targets.count
    ? nil
    : "logits of \(logits.shape) need \(logits.rows) targets, one for each row, "
      + "not \(targets.count)"
}
