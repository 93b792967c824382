import ExerciseSupport
import LinearAlgebra

// REGION case
/// A case for which the cross-entropy is known without a program.
public struct CrossEntropyCase: Equatable, Sendable {
  /// One prediction a row, batch × V.
  public var logits: Matrix
  /// The symbol that came, one for each row.
  public var targets: [Int]
  /// What a correct cross-entropy gives, in nats.
  public var loss: Double

  /// Creates a case from its parts: the logits of each prediction, batch × V, the symbol that came
  /// after each, and the loss in nats.
  public init(_ logits: Matrix, targets: [Int], loss: Double) {
    self.logits = logits
    self.targets = targets
    self.loss = loss
  }
}
// END REGION case

/// Cases that a correct cross-entropy passes, and that wrong ones fail.
///
/// - Returns: one to five cases; the loss of each is right to three digits after the point.
public func crossEntropyCases() -> [CrossEntropyCase] {
  // EXERCISE 1.5 (3 points): five cases that tell right from wrong
  [
    CrossEntropyCase([[0, 0, 0, 0]], targets: [2], loss: log(4)),
    CrossEntropyCase([[1000, 0], [0, 1000]], targets: [0, 1], loss: 0),
    CrossEntropyCase([[1000, 0]], targets: [1], loss: 1000),
    CrossEntropyCase([[0, 0], [-1000, -1000]], targets: [0, 0], loss: log(2)),
  ]
  // PLACEHOLDER notWritten("1.5", [])
  // END
}
