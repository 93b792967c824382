import ExerciseSupport
import LinearAlgebra
import Sequences

/// A loss over padded sequences, and its gradient.
public struct MaskedLoss: Equatable, Sendable {
  /// The mean surprise, in nats, of all predictions that count; 0 where none does.
  public var loss: Double
  /// `dz(1)` to `dz(T)`, each batch × vocabularySize; rows of 0 where a prediction does not count.
  public var logitGradients: [Matrix]
}

/// The mean cross-entropy of the predictions that count, and its gradient with respect to the
/// logits.
///
/// - Parameters:
///   - logits: z(1) to z(T), each batch × V.
///   - targets: for each step, the symbol that each row should predict, each in `0..<V`; anything
///     where the mask is 0.
///   - mask: m(1) to m(T), each batch × 1: 1 where a prediction counts.
/// - Returns: each prediction that counts has the same weight, in a long sequence and in a short one.
/// - Precondition: there is a list of targets and a mask for each step, and a target for each row.
public func maskedCrossEntropy(
  _ logits: [Matrix], targets: [[Int]], mask: [Matrix]
) -> MaskedLoss {
  stop(if: maskProblem(steps: logits.count, masks: mask.count))
  stop(if: maskProblem(steps: logits.count, masks: targets.count))
  // EXERCISE 10.5 (4 points): a loss of what counts
  let counted = mask.reduce(0) { $0 + $1.sum }
  var result = MaskedLoss(loss: 0, logitGradients: logits.map { $0.filledWithZeros })
  if counted == 0 { return result }
  for t in logits.indices {
    for row in 0..<logits[t].rows where mask[t][row, 0] == 1 {
      let (z, target) = (logits[t].row(row), [targets[t][row]])
      result.loss += crossEntropy(z, targets: target) / counted
      let dz = crossEntropyGradient(z, targets: target) / counted
      for column in 0..<dz.columns { result.logitGradients[t][row, column] = dz[0, column] }
    }
  }
  return result
  // PLACEHOLDER return notWritten(
  // PLACEHOLDER   "10.5", MaskedLoss(loss: .nan, logitGradients: logits.map { $0.filledWithNaN }))
  // END
}
