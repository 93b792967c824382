import ExerciseSupport
import LinearAlgebra

/// The loss of answers of yes or no, and its gradient.
public struct BinaryLoss: Equatable, Sendable {
  /// The mean surprise, in nats.
  public var loss: Double
  /// `dz`, batch × 1.
  public var logitGradients: Matrix

  /// A loss and its gradient, batch × 1.
  public init(loss: Double, logitGradients: Matrix) {
    (self.loss, self.logitGradients) = (loss, logitGradients)
  }
}

/// The mean binary cross-entropy of one logit for each row: of the probability σ(z) for yes, and
/// 1 − σ(z) for no.
///
/// - Parameters:
///   - logits: z, batch × 1, of any size; at least one row.
///   - targets: 1 for yes and 0 for no, one a row.
/// - Returns: finite numbers for every finite logit, be it 1,000 or −1,000.
/// - Precondition: there is one logit and one target for each row, and at least one row.
public func binaryCrossEntropy(_ logits: Matrix, targets: [Int]) -> BinaryLoss {
  stop(if: binaryProblem(logits, targets: targets.count))
  // EXERCISE 14.3 (3 points): a loss that does not break
  // Read chapters/14-opinions.md, "A loss that does not break".
  // Check with: swift run course check 14.3
  return notWritten(
    "14.3", BinaryLoss(loss: .nan, logitGradients: logits.filledWithNaN))
}

/// The sentence that says why these logits and targets do not fit; nil where they do.
func binaryProblem(_ logits: Matrix, targets: Int) -> String? {
  if logits.columns != 1 { return "logits of \(logits.shape): yes or no needs one column" }
  if logits.rows == 0 { return "no logits: there is no mean of nothing" }
  return logits.rows == targets
    ? nil : "logits of \(logits.shape) with \(targets) targets: each row needs one"
}
