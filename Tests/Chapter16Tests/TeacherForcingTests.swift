import CourseTesting
import LinearAlgebra
import XCTest

@testable import Translation

/// Exercise 16.2: what the decoder reads while it learns.
final class TeacherForcingTests: ExerciseTestCase {
  private struct Case {
    var sentences: [[Int]]
    var start = 1
    var end = 2
    var padding = 0

    var longest: Int { sentences.map(\.count).max() ?? 0 }

    /// Lists of symbols step by step, with padding after their ends.
    func stepped(
      steps: Int? = nil, isLeft: Bool = false, _ row: ([Int]) -> [Int]
    ) -> [[Int]] {
      let rows = sentences.map(row)
      let count = steps ?? rows.map(\.count).max() ?? 0
      return (0..<count).map { step in
        rows.map { row in
          let place = isLeft ? step - (count - row.count) : step
          return row.indices.contains(place) ? row[place] : padding
        }
      }
    }

    func mask(isLeft: Bool = false, _ counted: ([Int]) -> Int) -> [Matrix] {
      let count = longest + 1
      return (0..<count).map { step in
        Matrix(
          column: sentences.map {
            (isLeft ? count - 1 - step : step) < counted($0) ? 1 : 0
          })
      }
    }

    var right: ForcedBatch {
      ForcedBatch(
        inputs: stepped { [start] + $0 }, targets: stepped { $0 + [end] },
        mask: mask { $0.count + 1 })
    }

    /// The end of every sentence in the last step.
    var endsLast: [[Int]] {
      stepped { $0 + Array(repeating: padding, count: longest - $0.count) + [end] }
    }

    /// A list for each sentence.
    func turned(_ steps: [[Int]]) -> [[Int]] {
      sentences.indices.map { row in steps.map { $0[row] } }
    }
  }

  private func expectForced(_ it: Case, line: UInt = #line) {
    let yours = teacherForced(it.sentences, start: it.start, end: it.end, padding: it.padding)
    let right = it.right
    let subject = "sentences of lengths \(it.sentences.map(\.count))"
    expect(
      yours.inputs, "inputs, step by step; \(subject)", is: right.inputs,
      mistakes: [
        .notShifted: it.stepped { $0 + [it.end] },
        .inputsWithoutStart: it.stepped { $0 },
        .inputsWithEnd: it.stepped { [it.start] + $0 + [it.end] },
        .batchByRows: it.turned(right.inputs),
        .onTheLeft: it.stepped(isLeft: true) { [it.start] + $0 },
        .paddingIsZero: Self.exchanged(right.inputs, it.padding, 0, in: it, inputs: true),
      ], line: line)
    expect(
      yours.targets, "targets, step by step; \(subject)", is: right.targets,
      mistakes: [
        .startWritten: it.stepped { [it.start] + $0 },
        .startWritten: it.stepped { [it.start] + $0 + [it.end] },
        .noEnd: it.stepped { $0 },
        .noEnd: it.stepped(steps: it.longest + 1) { $0 },
        .endsLast: it.endsLast,
        .batchByRows: it.turned(right.targets),
        .onTheLeft: it.stepped(isLeft: true) { $0 + [it.end] },
        .paddingIsZero: Self.exchanged(right.targets, it.padding, 0, in: it, inputs: false),
      ], line: line)
    expect(
      yours.mask, "mask; \(subject)", equals: right.mask, within: 0,
      mistakes: [
        .endDoesNotCount: it.mask { $0.count },
        .paddingCounts: it.mask { _ in it.longest + 1 },
        .maskTurned: right.mask.map { 1 - $0 },
        .maskFromSymbols: right.targets.map { row in
          Matrix(column: row.map { $0 == it.padding ? 0 : 1 })
        },
        .maskFromSymbols: right.inputs.map { row in
          Matrix(column: row.map { $0 == it.padding ? 0 : 1 })
        },
        .onTheLeft: it.mask(isLeft: true) { $0.count + 1 },
      ], line: line)
  }

  /// The padding of a batch, and nothing else, as another symbol.
  private static func exchanged(
    _ steps: [[Int]], _ padding: Int, _ other: Int, in it: Case, inputs: Bool
  ) -> [[Int]] {
    steps.enumerated().map { step, row in
      row.enumerated().map { $1 == padding && step > it.sentences[$0].count ? other : $1 }
    }
  }

  func test_16_2_theBatchOfThePage() { expectForced(Case(sentences: [[5, 6, 7], [8]])) }

  func test_16_2_anySentences() {
    trials(20) { generator in
      let lengths = (0..<1 + generator.size(4)).map { _ in generator.integer(below: 6) }
      expectForced(
        Case(
          sentences: generator.sequences(lengths, below: 5), start: 7, end: 8, padding: 6))
    }
  }

  func test_16_2_aSymbolMayLookLikePadding() {
    expectForced(Case(sentences: [[3, 0, 3], [0], [4, 4, 4, 4]]))
  }

  func test_16_2_emptySentencesEnd() {
    expectForced(Case(sentences: [[], [5, 5]]))
    expectForced(Case(sentences: [[], []]))
  }
}
