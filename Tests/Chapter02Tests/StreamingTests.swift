import CourseTesting
import LinearAlgebra
import VanillaRNN
import XCTest

final class StreamingTests: ExerciseTestCase {
  func test_2_5_twoHalvesEqualTheWhole() {
    // The worked example of chapter 02 in two pieces: 1 and 0, then 0.
    let cell = RNNCell(inputWeights: [[1]], recurrentWeights: [[0.5]], bias: [[0.1]])
    let pieces: [[Matrix]] = [[[[1]], [[0]]], [[[0]]]]
    // The page starts from 0, where a piece that starts anew and one that starts from zeros give
    // the same states.
    expectPieces(cell, pieces, from: [[0.5]])
    let yours = cell.unrolled(chunks: pieces, from: [[0]])
    expect(
      Array(yours.joined()), "states", equals: [[[0.8005]], [[0.4623]], [[0.3196]]], within: 1e-4)
  }

  func test_2_5_anyCutsGiveTheSameStates() {
    trials(20) { generator in
      let (batch, inputSize, hiddenSize) = (generator.size(), generator.size(), generator.size())
      let cell = generator.cell(inputSize: inputSize, hiddenSize: hiddenSize)
      let lengths = [2, 1 + generator.integer(below: 4), 3]
      let chunks = lengths.map {
        generator.sequence(length: $0, batch: batch, inputSize: inputSize)
      }
      expectPieces(cell, chunks, from: generator.state(batch: batch, hiddenSize: hiddenSize))
    }
  }

  func test_2_5_anEmptyPieceChangesNothing() {
    trials(20) { generator in
      let cell = generator.cell(inputSize: 2, hiddenSize: 3)
      let parts = (0..<3).map { _ in generator.sequence(length: 2, batch: 1, inputSize: 2) }
      let start = generator.state(batch: 1, hiddenSize: 3)
      expectPieces(cell, [[], parts[0], [], [], parts[1], parts[2], []], from: start)
    }
  }

  func test_2_5_noPiecesGiveNoStates() {
    let cell = RNNCell(inputWeights: [[1]], recurrentWeights: [[0.5]], bias: [[0.1]])
    expect(
      cell.unrolled(chunks: [], from: [[0.25]]).map(\.count), "states of no pieces", equals: [],
      mistakes: [.flattened: [0]])
  }

  private func expectPieces(
    _ cell: RNNCell, _ chunks: [[Matrix]], from start: Matrix,
    file: StaticString = #filePath, line: UInt = #line
  ) {
    let yours = cell.unrolled(chunks: chunks, from: start)
    expect(
      yours.map(\.count), "numbers of states in the pieces", equals: chunks.map(\.count),
      mistakes: [
        .emptyPiecesDropped: chunks.map(\.count).filter { $0 > 0 },
        .flattened: [chunks.joined().count],
        .eachStateAPiece: Array(repeating: 1, count: chunks.joined().count),
        .allSoFar: chunks.indices.map { chunks[...$0].joined().count },
      ], file: file, line: line)
    expect(
      Array(yours.joined()), "states",
      equals: Reference.states(cell, Array(chunks.joined()), from: start),
      mistakes: [
        .restart: pieces(cell, chunks, from: start) { _, _ in start },
        .zeros: pieces(cell, chunks, from: start) { _, _ in start * 0 },
        .firstState: pieces(cell, chunks, from: start) { states, old in states.first ?? old },
        .emptyResets: pieces(cell, chunks, from: start) { states, _ in states.last ?? start },
        .emptyResetsToZeros: pieces(cell, chunks, from: start) { states, _ in
          states.last ?? start * 0
        },
      ], file: file, line: line)
  }

  /// The states where the next piece starts from what `next` makes of a piece's states and the
  /// state that it started from.
  private func pieces(
    _ cell: RNNCell, _ chunks: [[Matrix]], from start: Matrix,
    next: ([Matrix], Matrix) -> Matrix
  ) -> [Matrix] {
    var hidden = start
    return chunks.flatMap { chunk in
      let states = Reference.states(cell, chunk, from: hidden)
      hidden = next(states, hidden)
      return states
    }
  }
}
