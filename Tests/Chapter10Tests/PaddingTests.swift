import CourseTesting
import LinearAlgebra
import UnequalLengths
import XCTest

/// Exercise 10.1: padding and mask.
final class PaddingTests: ExerciseTestCase {
  /// What a place of the batch holds: a place in its sequence, or nothing.
  private typealias Rule = (_ row: Int, _ step: Int) -> Int?

  private struct Case {
    var sequences: [[Int]]
    var length: Int
    var padding: Int
    var side: Side

    func place(_ row: Int, _ step: Int, _ side: Side, _ length: Int) -> Int? {
      let count = sequences[row].count
      let place = side == .right ? step : step - (length - count)
      return 0..<count ~= place ? place : nil
    }

    func symbols(
      side: Side? = nil, length: Int? = nil, padding: Int? = nil, isReversed: Bool = false
    ) -> [[Int]] {
      let steps = length ?? self.length
      return (0..<steps).map { step in
        sequences.indices.map { row in
          place(row, step, side ?? self.side, steps).map { place in
            sequences[row][isReversed ? sequences[row].count - 1 - place : place]
          } ?? padding ?? self.padding
        }
      }
    }

    func mask(side: Side? = nil, length: Int? = nil, isTurned: Bool = false) -> [Matrix] {
      let steps = length ?? self.length
      return (0..<steps).map { step in
        Matrix(
          column: sequences.indices.map { row in
            (place(row, step, side ?? self.side, steps) != nil) != isTurned ? 1 : 0
          })
      }
    }

    /// The mask that looks at the symbols and not at the lengths.
    var maskBySymbols: [Matrix] {
      symbols().map { row in Matrix(column: row.map { $0 == padding ? 0 : 1 }) }
    }

    var longest: Int { sequences.map(\.count).max() ?? 0 }
    var otherSide: Side { side == .right ? .left : .right }
  }

  private func expectPadded(_ it: Case, line: UInt = #line) {
    let yours = padded(it.sequences, to: it.length, with: it.padding, on: it.side)
    let subject =
      "lengths \(it.sequences.map(\.count)) in \(it.length) steps, padded on the \(it.side)"
    let turned = it.sequences.indices.map { row in it.symbols().map { $0[row] } }
    expect(
      yours.symbols, "symbols, step by step; \(subject)", is: it.symbols(),
      mistakes: [
        .alwaysRight: it.symbols(side: .right),
        .otherSide: it.symbols(side: it.otherSide),
        .zeroForPadding: it.symbols(padding: 0),
        .onlyTheLongest: it.symbols(length: it.longest),
        .backwards: it.symbols(isReversed: it.side == .left),
        .rowByRow: turned,
        .notPadded: it.sequences,
      ], line: line)
    expect(
      yours.mask, "mask; \(subject)", equals: it.mask(), within: 0,
      mistakes: [
        .maskTurned: it.mask(isTurned: true),
        .maskBySymbols: it.maskBySymbols,
        .maskOnTheRight: it.mask(side: .right),
        .otherSide: it.mask(side: it.otherSide),
        .alwaysRight: it.mask(side: .right),
        .onlyTheLongest: it.mask(length: it.longest),
        .allOnes: it.mask().map { $0 * 0 + 1 },
      ], line: line)
  }

  func test_10_1_theBatchOfThePage() {
    for side in [Side.right, .left] {
      expectPadded(Case(sequences: [[1], [2, 1, 2]], length: 5, padding: 0, side: side))
    }
  }

  func test_10_1_anyBatch() {
    trials(20) { generator in
      let lengths = (0..<generator.size(5)).map { _ in 1 + generator.integer(below: 6) }
      let longest = lengths.max() ?? 0
      let it = Case(
        sequences: generator.sequences(lengths, below: 9), length: longest + generator.size(4),
        padding: 9, side: generator.integer(below: 2) == 0 ? .left : .right)
      expectPadded(it)
    }
  }

  func test_10_1_aWordMayLookLikePadding() {
    for side in Side.allCases {
      expectPadded(Case(sequences: [[3, 0, 3], [0], [0, 0]], length: 4, padding: 0, side: side))
    }
  }

  func test_10_1_emptyAndFullSequences() {
    for side in Side.allCases {
      expectPadded(Case(sequences: [[], [4, 5], [6]], length: 2, padding: 7, side: side))
      expectPadded(Case(sequences: [[], []], length: 3, padding: 2, side: side))
    }
  }

  func test_10_1_sequencesOfOneLengthNeedNone() {
    expectPadded(Case(sequences: [[1, 2], [3, 4]], length: 2, padding: 0, side: .left))
  }
}
