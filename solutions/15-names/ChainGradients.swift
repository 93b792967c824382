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
    let (before, all) = (forward(emissions), 0..<tagCount)
    let total = logOfSum(before.row(emissions.rows - 1).values)
    var result = ChainGradients(
      loss: total - score(of: tags, emissions), emissions: emissions.filledWithZeros,
      transitions: transitions.filledWithZeros, start: start.filledWithZeros)
    var after = all.map { _ in 0.0 }
    for t in (0..<emissions.rows).reversed() {
      for tag in all { result.emissions[t, tag] = exp(before[t, tag] + after[tag] - total) }
      result.emissions[t, tags[t]] -= 1
      if t == 0 { break }
      let rest = all.map { emissions[t, $0] + after[$0] }
      for from in all {
        for to in all {
          result.transitions[from, to] += exp(
            before[t - 1, from] + transitions[from, to] + rest[to] - total)
        }
      }
      result.transitions[tags[t - 1], tags[t]] -= 1
      after = all.map { from in logOfSum(all.map { transitions[from, $0] + rest[$0] }) }
    }
    result.start = result.emissions.row(0)
    return result
    // PLACEHOLDER return notWritten(
    // PLACEHOLDER   "15.8",
    // PLACEHOLDER   ChainGradients(
    // PLACEHOLDER     loss: .nan, emissions: emissions.filledWithNaN,
    // PLACEHOLDER     transitions: transitions.filledWithNaN, start: start.filledWithNaN))
    // END
  }
}
