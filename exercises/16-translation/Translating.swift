import LSTMGates
import LinearAlgebra
import Sequences
import UnequalLengths
import VanillaRNN

/// A sentence that has been read.
public struct ReadSentence: Equatable, Sendable {
  /// The encoder's states, one a row, S × H.
  public var keys: Matrix
  /// The last of them, with which the decoder begins.
  public var last: LSTMState
}

extension Translator {
  /// Reads a sentence, which has a symbol at least.
  public func read(_ source: [Int]) -> ReadSentence {
    let batch = batch([source])
    let records = encoder.maskedRecords(
      batch.inputs(vocabularySize: vocabularySize), mask: batch.mask, from: start(rows: 1))
    return ReadSentence(
      keys: .stacked(records.map { $0.state.hidden }), last: records[records.count - 1].state)
  }

  /// One step of the decoder.
  ///
  /// - Parameters:
  ///   - symbol: what it reads: the start, or what it has written last.
  ///   - state: its states before, each 1 × H.
  ///   - sentence: at which it may look.
  /// - Returns: the logits of what to write, 1 × V; how much it has looked at each place, 1 × S, nil
  ///   without attention; and its states.
  public func step(
    _ symbol: Int, from state: LSTMState, reading sentence: ReadSentence
  ) -> (logits: Matrix, weights: Matrix?, state: LSTMState) {
    let next = decoder.step(oneHot([symbol], vocabularySize: vocabularySize), from: state)
    if !attends { return (output.logits(next.hidden), nil, next) }
    let all = Matrix(rows: 1, columns: sentence.keys.rows, repeating: 1)
    let seen = attend(next.hidden, to: sentence.keys, mask: all)
    let shown = Matrix.sideBySide([next.hidden, seen.contexts])
    return (output.logits(shown), seen.weights, next)
  }

  /// The translation of a sentence, its most probable symbol at each step.
  public func translation(of source: [Int], limit: Int = 80) -> [Int] {
    let sentence = read(source)
    return greedy(
      from: sentence.last, start: Letters.start, end: Letters.end, limit: limit
    ) { symbol, state in
      let next = step(symbol, from: state, reading: sentence)
      return (next.logits, next.state)
    }
  }

  /// The translation of a sentence that a search finds.
  public func translation(
    of source: [Int], width: Int, lengthPower: Double, limit: Int = 80
  ) -> Hypothesis {
    let sentence = read(source)
    return beamSearch(
      width: width, lengthPower: lengthPower, from: sentence.last, start: Letters.start,
      end: Letters.end, limit: limit
    ) { symbol, state in
      let next = step(symbol, from: state, reading: sentence)
      return (next.logits, next.state)
    }
  }

  /// Where the decoder has looked while it wrote, a row for each symbol and one for the end: T × S.
  public func alignment(of source: [Int], writing symbols: [Int]) -> Matrix {
    let sentence = read(source)
    var (state, rows) = (sentence.last, [Matrix]())
    for symbol in [Letters.start] + symbols {
      let next = step(symbol, from: state, reading: sentence)
      if let weights = next.weights { rows.append(weights) }
      state = next.state
    }
    return .stacked(rows)
  }

  /// The share of pairs that are translated without a wrong character.
  public func accuracy(on pairs: [SentencePair]) -> Double {
    let right = pairs.count { translation(of: $0.source) == $0.target }
    return Double(right) / Double(pairs.count)
  }
}
