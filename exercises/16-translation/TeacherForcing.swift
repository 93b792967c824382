import ExerciseSupport
import LinearAlgebra
import UnequalLengths

/// What a decoder reads and what it should write while it learns: T steps, one row a sentence.
public struct ForcedBatch: Equatable, Sendable {
  /// For each step, the symbol that each row reads.
  public var inputs: [[Int]]
  /// For each step, the symbol that each row should write.
  public var targets: [[Int]]
  /// m(1) to m(T), each batch × 1: 1 where what is written counts.
  public var mask: [Matrix]
}

/// Sentences as a decoder learns to write them: whatever it would have written itself, it reads what
/// it should have written.
///
/// - Parameters:
///   - sentences: one a row, of any lengths, without start and end.
///   - start: what is read first.
///   - end: what is to be written last.
///   - padding: the symbol for places that do not count, in inputs and targets.
/// - Returns: as few steps as the longest sentence needs.
public func teacherForced(
  _ sentences: [[Int]], start: Int, end: Int, padding: Int
) -> ForcedBatch {
  // EXERCISE 16.2 (3 points): what the decoder reads while it learns
  // Read chapters/16-translation.md, "What the decoder reads while it learns".
  // Check with: swift run course check 16.2
  let steps = 1 + sentences.reduce(0) { max($0, $1.count) }
  let symbols = Array(repeating: sentences.map { _ in padding }, count: steps)
  let mask = Matrix(rows: sentences.count, columns: 1, repeating: .nan)
  return notWritten(
    "16.2",
    ForcedBatch(
      inputs: symbols, targets: symbols, mask: Array(repeating: mask, count: steps)))
}
