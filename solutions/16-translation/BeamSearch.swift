import ExerciseSupport
import LinearAlgebra

/// A translation that is being written, or has been.
public struct Hypothesis: Equatable, Sendable {
  // REGION hypothesis
  /// What has been written, without start and end.
  public var symbols: [Int]
  /// The sum of log p of all that has been written, the end too.
  public var logProbability: Double
  /// Whether it has come to its end.
  public var isFinished: Bool

  /// How many symbols have a part in `logProbability`.
  public var length: Int { symbols.count + (isFinished ? 1 : 0) }
  // END REGION hypothesis

  /// Creates a hypothesis from its parts.
  public init(symbols: [Int], logProbability: Double, isFinished: Bool) {
    (self.symbols, self.logProbability) = (symbols, logProbability)
    self.isFinished = isFinished
  }

  // REGION score
  /// log p, divided by the length to the power of α.
  public func score(_ lengthPower: Double) -> Double {
    length == 0 ? logProbability : logProbability / exp(lengthPower * log(Double(length)))
  }
  // END REGION score
}

/// Writes several translations side by side, and returns the one with the best score.
///
/// In each step every hypothesis of the beam is extended by every symbol. Of all these extensions the
/// most probable go on, as many as the beam is wide. Those among them that end are put aside: from
/// then on the beam is narrower by one for each. The search is over when the beam is empty, or
/// when `limit` steps have been made; what has not ended by then is put aside as it is.
///
/// - Parameters:
///   - width: of the beam, at least 1.
///   - lengthPower: α. A score is `logProbability / lengthᵅ`: with 0 it is the sum of log p, with 1
///     the mean.
///   - state: from which the first symbol is written.
///   - start: what is read first.
///   - end: the symbol at which a translation ends.
///   - limit: how many symbols, the end too, may be written at most, at least 1.
///   - step: reads a symbol from a state; returns the logits of what comes next, 1 × V, and the new
///     state.
/// - Returns: of what has been put aside, the hypothesis with the largest score.
/// - Precondition: `width` and `limit` are at least 1.
public func beamSearch<State>(
  width: Int, lengthPower: Double, from state: State, start: Int, end: Int, limit: Int,
  step: (_ symbol: Int, _ state: State) -> (logits: Matrix, state: State)
) -> Hypothesis {
  stop(if: beamProblem(width: width, limit: limit))
  var best = Hypothesis(symbols: [], logProbability: 0, isFinished: false)
  // EXERCISE 16.8 (5 points): several at once
  var beam = [(hypothesis: best, state: state)]
  var aside: [Hypothesis] = []
  for _ in 0..<limit where !beam.isEmpty {
    var extensions: [(hypothesis: Hypothesis, state: State)] = []
    for (hypothesis, state) in beam {
      let next = step(hypothesis.symbols.last ?? start, state)
      let logs = logProbabilities(next.logits)
      for symbol in 0..<logs.columns {
        var longer = hypothesis
        longer.logProbability += logs[0, symbol]
        longer.isFinished = symbol == end
        if symbol != end { longer.symbols.append(symbol) }
        extensions.append((longer, next.state))
      }
    }
    extensions.sort { $0.hypothesis.logProbability > $1.hypothesis.logProbability }
    let kept = extensions.prefix(width - aside.count)
    aside += kept.map { $0.hypothesis }.filter { $0.isFinished }
    beam = kept.filter { !$0.hypothesis.isFinished }
  }
  aside += beam.map { $0.hypothesis }
  best = aside[0]
  for other in aside where other.score(lengthPower) > best.score(lengthPower) { best = other }
  return best
  // PLACEHOLDER best.logProbability = .nan
  // PLACEHOLDER return notWritten("16.8", best)
  // END
}

/// The sentence that says why there can be no search; nil where there can.
func beamProblem(width: Int, limit: Int) -> String? {
  if width < 1 { return "a beam of width \(width): it must be at least 1" }
  return limit < 1 ? "a limit of \(limit) symbols: it must be at least 1" : nil
}
