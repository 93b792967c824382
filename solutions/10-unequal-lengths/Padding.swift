import ExerciseSupport
import LinearAlgebra
import Sequences

/// Where the padding of a sequence stands.
public enum Side: CaseIterable, Sendable {
  /// Before its first symbol.
  case left
  /// After its last symbol.
  case right
}

// REGION batch
/// Sequences of unequal lengths, made equally long: T steps, one row a sequence.
public struct PaddedBatch: Equatable, Sendable {
  /// For each step, one symbol a row; the padding's where a row has none of its own.
  public var symbols: [[Int]]
  /// m(1) to m(T), each batch × 1: 1 where a row has a symbol of its own, 0 where it has padding.
  public var mask: [Matrix]
}
// END REGION batch

extension PaddedBatch {
  /// How many rows there are; 0 where there is no step.
  public var rows: Int { mask.first?.rows ?? 0 }

  /// x(1) to x(T), each batch × vocabularySize: the symbols as one-hot rows, those of the padding
  /// too.
  public func inputs(vocabularySize: Int) -> [Matrix] {
    symbols.map { oneHot($0, vocabularySize: vocabularySize) }
  }
}

/// Makes sequences equally long.
///
///     padded([[5, 6, 7], [8]], to: 4, with: 0, on: .right)
///     // symbols [[5, 8], [6, 0], [7, 0], [0, 0]]
///     // mask    [[1], [1]], [[1], [0]], [[1], [0]], [[0], [0]]
///
/// - Parameters:
///   - sequences: one a row, of any lengths, 0 among them. A sequence may have the padding's symbol
///     among its own.
///   - length: T, at least that of the longest sequence.
///   - padding: the symbol for the places that no sequence has filled.
///   - side: where those places are.
/// - Returns: T steps. The mask follows from the lengths alone.
/// - Precondition: no sequence is longer than T.
public func padded(
  _ sequences: [[Int]], to length: Int, with padding: Int, on side: Side
) -> PaddedBatch {
  stop(if: lengthProblem(sequences, length: length))
  // EXERCISE 10.1 (3 points): padding and mask
  var symbols = Array(repeating: Array(repeating: padding, count: sequences.count), count: length)
  var mask = Array(repeating: Matrix(rows: sequences.count, columns: 1), count: length)
  for (row, sequence) in sequences.enumerated() {
    let start = side == .right ? 0 : length - sequence.count
    for (place, symbol) in sequence.enumerated() {
      symbols[start + place][row] = symbol
      mask[start + place][row, 0] = 1
    }
  }
  return PaddedBatch(symbols: symbols, mask: mask)
  // PLACEHOLDER let symbols = Array(repeating: padding, count: sequences.count)
  // PLACEHOLDER let mask = Matrix(rows: sequences.count, columns: 1, repeating: .nan)
  // PLACEHOLDER return notWritten(
  // PLACEHOLDER   "10.1",
  // PLACEHOLDER   PaddedBatch(
  // PLACEHOLDER     symbols: Array(repeating: symbols, count: length),
  // PLACEHOLDER     mask: Array(repeating: mask, count: length)))
  // END
}

/// The same, as long as the longest of the sequences.
public func padded(_ sequences: [[Int]], with padding: Int, on side: Side) -> PaddedBatch {
  padded(
    sequences, to: sequences.reduce(0) { max($0, $1.count) }, with: padding, on: side)
}

/// The sentence that says which sequence is too long; nil where none is.
func lengthProblem(_ sequences: [[Int]], length: Int) -> String? {
  for (row, sequence) in sequences.enumerated() where sequence.count > length {
    return "sequence \(row) has \(sequence.count) symbols, which do not fit into \(length) steps"
  }
  return nil
}
