import Classification
import CourseTesting
import LinearAlgebra
import XCTest

/// Exercise 14.1: three readouts.
final class ReadoutTests: ExerciseTestCase {
  private func mistakes(
    _ readout: Readout, _ it: ReadoutCase
  ) -> KeyValuePairs<Mistake, Matrix> {
    let all = it.all
    func state(_ step: Int, _ row: Int, _ unit: Int) -> Double { it.states[step][row, unit] }
    switch readout {
    case .last:
      return [
        .endOfTheBatch: it.summary { row, unit, _ in state(all.count - 1, row, unit) },
        .firstWord: it.summary { row, unit, steps in state(steps[0], row, unit) },
        .oneBeforeTheLast: it.summary { row, unit, steps in
          state(steps[max(0, steps.count - 2)], row, unit)
        },
        .lengthForPlace: it.summary { row, unit, steps in state(steps.count - 1, row, unit) },
      ]
    case .mean:
      let first = Double(max(1, it.counted(0).count))
      return [
        .paddingAveraged: it.summary { row, unit, _ in
          it.sum(row, unit, all) / Double(all.count)
        },
        .dividedByAllSteps: it.summary { row, unit, steps in
          it.sum(row, unit, steps) / Double(all.count)
        },
        .notDivided: it.summary(it.sum),
        .firstTextsLength: it.summary { row, unit, steps in it.sum(row, unit, steps) / first },
        .paddingInTheSum: it.summary { row, unit, steps in
          it.sum(row, unit, all) / Double(steps.count)
        },
      ]
    case .maximum:
      return [
        .paddingLargest: it.summary { row, unit, _ in
          all.map { state($0, row, unit) }.max() ?? .nan
        },
        .neverBelowZero: it.summary { row, unit, steps in
          max(0, steps.map { state($0, row, unit) }.max() ?? 0)
        },
        .paddingIsZero: it.summary { row, unit, steps in
          let largest = steps.map { state($0, row, unit) }.max() ?? 0
          return steps.count < all.count ? max(0, largest) : largest
        },
        .largestSize: it.summary { row, unit, steps in
          state(it.largest(steps) { abs(state($0, row, unit)) }, row, unit)
        },
        .oneStepForAllUnits: it.summary { row, unit, steps in
          state(it.largestState(row, steps), row, unit)
        },
        .smallest: it.summary { row, unit, steps in
          steps.map { state($0, row, unit) }.min() ?? .nan
        },
      ]
    }
  }

  private func expectSummary(_ readout: Readout, _ it: ReadoutCase, line: UInt = #line) {
    expect(
      readout.summary(of: it.states, mask: it.mask), "summary by the readout `\(readout)`",
      equals: it.right(readout), within: 1e-12, mistakes: mistakes(readout, it), line: line)
  }

  private func expectRandom(_ readout: Readout, line: UInt = #line) {
    trials(15) { generator in
      for side in 0..<3 {
        expectSummary(readout, .random(4, side, using: &generator), line: line)
      }
    }
  }

  func test_14_1_theNumbersOfThePage() {
    // By hand in chapter 14: h after good, but and dull.
    let it = ReadoutCase(
      states: [[[0.448]], [[0.009]], [[-0.441]]], mask: [[[1]], [[1]], [[1]]])
    for (readout, number) in [(Readout.last, -0.441), (.mean, 0.005), (.maximum, 0.448)] {
      expect(
        readout.summary(of: it.states, mask: it.mask), "summary by the readout `\(readout)`",
        equals: [[number]], within: 5e-4, mistakes: mistakes(readout, it))
    }
  }

  func test_14_1_theLastStateThatCounts() { expectRandom(.last) }

  func test_14_1_theMeanOfTheStatesThatCount() { expectRandom(.mean) }

  func test_14_1_theLargestOfEachUnit() { expectRandom(.maximum) }

  func test_14_1_statesBelowZero() {
    trials(5) { generator in
      var it = ReadoutCase.random(3, 0, using: &generator)
      it.states = it.states.map { state in state.map { -0.1 - abs($0) } }
      for readout in Readout.allCases { expectSummary(readout, it) }
    }
  }

  func test_14_1_aTextWithoutAWord() {
    trials(3) { generator in
      var it = ReadoutCase.random(3, 0, using: &generator)
      for t in it.mask.indices { it.mask[t][1, 0] = 0 }
      for readout in Readout.allCases {
        let yours = readout.summary(of: it.states, mask: it.mask)
        let isEmpty = yours.shape == "3×3" && yours.row(1).values.allSatisfy { $0 == 0 }
        expect(
          isEmpty,
          orSay: "a text without a word, by the readout `\(readout)`: "
            + "\(yours.rows > 1 ? "\(yours.row(1).values)" : yours.shape), should be zeros.\n    "
            + Mistake.emptyNotZero.sentence)
        expectSummary(readout, it)
      }
    }
  }

  func test_14_1_theSameAsPyTorch() throws {
    for golden in try Golden.decoded().readouts {
      let (states, mask) = golden.batch
      expect(
        golden.readout.summary(of: states, mask: mask),
        "summary by the readout `\(golden.readout)`", equals: Matrix(golden.summary),
        within: 1e-12)
    }
  }
}
