import ExerciseSupport
import LinearAlgebra

/// The loss of one sentence, −log p of its right tags, and its gradients.
public struct ChainGradients: Equatable, Sendable {
  /// In nats.
  public var loss: Double
  /// dz(1) to dz(T), T × K.
  public var emissions: Matrix
  /// dA, K × K; 0 where a transition is forbidden.
  public var transitions: Matrix
  /// da, 1 × K.
  public var start: Matrix

  /// Creates gradients from their parts: T × K, K × K and 1 × K.
  public init(loss: Double, emissions: Matrix, transitions: Matrix, start: Matrix) {
    (self.loss, self.emissions) = (loss, emissions)
    (self.transitions, self.start) = (transitions, start)
  }
}

extension Chain {
  /// The loss of the right tags, and the gradients of everything that it was computed from.
  ///
  /// - Parameters:
  ///   - emissions: z(1) to z(T), a row for each word: T × K, T at least 1.
  ///   - tags: the right ones, one for each word, which no rule forbids.
  /// - Precondition: there is a word, and a column for each tag.
  public func gradients(_ emissions: Matrix, tags: [Int]) -> ChainGradients {
    stop(if: emissionsProblem(emissions))
    // EXERCISE 15.8 (6 points): forwards and backwards
    // Read chapters/15-names.md, "Forwards and backwards". Check with: swift run course check 15.8
    return notWritten(
      "15.8",
      ChainGradients(
        loss: .nan, emissions: emissions.filledWithNaN,
        transitions: transitions.filledWithNaN, start: start.filledWithNaN))
  }
}
