import ExerciseSupport
import LinearAlgebra
import Sequences

/// What attention leaves behind for the way back: T queries have looked at S places.
public struct AttentionRecord: Equatable, Sendable {
  /// The decoder's states, one a row, T × H.
  public var queries: Matrix
  /// The encoder's states, one a row, S × H.
  public var keys: Matrix
  /// How much each query looks at each place, T × S. Each row sums to 1.
  public var weights: Matrix
  /// What each query has seen, T × H.
  public var contexts: Matrix
}

/// Has each query look at all places that count, and at none that does not.
///
///     attend([[1, 0]], to: [[1, 0], [0, 1], [9, 9]], mask: [[1, 1, 0]])
///     // weights [[0.7311, 0.2689, 0]], contexts [[0.7311, 0.2689]]
///
/// - Parameters:
///   - queries: the decoder's states of one sentence, T × H.
///   - keys: the encoder's states of the same sentence, S × H, those of padding too.
///   - mask: 1 × S, 1 for a place that counts, 0 for padding.
/// - Returns: weights that are exactly 0 at padding, whatever stands there.
/// - Precondition: queries and keys have the same width, the mask has a number for each key, and one
///   place counts at least.
/// - Note: Luong, Pham and Manning (2015), "Effective Approaches to Attention-based Neural Machine
///   Translation", where it is called dot.
public func attend(_ queries: Matrix, to keys: Matrix, mask: Matrix) -> AttentionRecord {
  stop(if: attentionProblem(queries, keys: keys, mask: mask))
  // EXERCISE 16.6 (4 points): look where something stands
  // Read chapters/16-translation.md, "Look where something stands".
  // Check with: swift run course check 16.6
  let weights = Matrix(rows: queries.rows, columns: keys.rows, repeating: .nan)
  return notWritten(
    "16.6",
    AttentionRecord(
      queries: queries, keys: keys, weights: weights, contexts: queries.filledWithNaN))
}

/// The sentence that says why these do not belong together; nil where they do.
func attentionProblem(_ queries: Matrix, keys: Matrix, mask: Matrix) -> String? {
  if queries.columns != keys.columns {
    return "queries of \(queries.shape) and keys of \(keys.shape): both must be equally wide"
  }
  if mask.rows != 1 || mask.columns != keys.rows {
    return "a mask of \(mask.shape) for \(keys.rows) keys: it must be 1×\(keys.rows)"
  }
  return mask.sum > 0 ? nil : "no place counts: there is nothing to look at"
}
