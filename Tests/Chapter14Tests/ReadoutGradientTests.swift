import Classification
import CourseTesting
import LinearAlgebra
import XCTest

/// Exercise 14.2: back through a readout.
final class ReadoutGradientTests: ExerciseTestCase {
  /// Gradients that give each step a share of what arrives at a text's unit.
  private func given(
    _ it: ReadoutCase, _ arriving: Matrix,
    _ share: (_ step: Int, _ row: Int, _ unit: Int, _ counted: [Int]) -> Double
  ) -> [Matrix] {
    it.all.map { step in
      build(it.rows, it.units) { row, unit in
        let counted = it.counted(row)
        return counted.isEmpty ? 0 : arriving[row, unit] * share(step, row, unit, counted)
      }
    }
  }

  private func mistakes(
    _ readout: Readout, _ it: ReadoutCase, _ arriving: Matrix
  ) -> KeyValuePairs<Mistake, [Matrix]> {
    let (all, end) = (it.all, it.all.count - 1)
    func state(_ step: Int, _ row: Int, _ unit: Int) -> Double { it.states[step][row, unit] }
    func given(
      _ share: (_ step: Int, _ row: Int, _ unit: Int, _ counted: [Int]) -> Double
    ) -> [Matrix] { self.given(it, arriving, share) }
    func largest(_ row: Int, _ unit: Int, _ steps: [Int]) -> Int {
      it.largest(steps) { state($0, row, unit) }
    }
    switch readout {
    case .last:
      return [
        .endHears: given { step, _, _, _ in step == end ? 1 : 0 },
        .everyWordHears: given { step, _, _, counted in counted.contains(step) ? 1 : 0 },
      ]
    case .mean:
      return [
        .meanNotDivided: given { step, _, _, counted in counted.contains(step) ? 1 : 0 },
        .dividedByAllStepsBack: given { step, _, _, counted in
          counted.contains(step) ? 1 / Double(all.count) : 0
        },
        .paddingHears: given { _, _, _, counted in 1 / Double(counted.count) },
        .paddingHears: given { _, _, _, _ in 1 / Double(all.count) },
      ]
    case .maximum:
      return [
        .allHearOfTheLargest: given { step, _, _, counted in counted.contains(step) ? 1 : 0 },
        .largestOfPadding: given { step, row, unit, _ in
          step == largest(row, unit, all) ? 1 : 0
        },
        .oneStepHearsForAll: given { step, row, _, counted in
          step == it.largestState(row, counted) ? 1 : 0
        },
        .timesTheState: given { step, row, unit, counted in
          step == largest(row, unit, counted) ? state(step, row, unit) : 0
        },
        .sharedBack: given { step, row, unit, counted in
          step == largest(row, unit, counted) ? 1 / Double(counted.count) : 0
        },
        .equalsAllHear: given { step, row, unit, counted in
          let highest = counted.map { state($0, row, unit) }.max()
          return counted.contains(step) && state(step, row, unit) == highest ? 1 : 0
        },
        .lastOfEquals: given { step, row, unit, counted in
          let highest = counted.map { state($0, row, unit) }.max()
          return step == counted.last { state($0, row, unit) == highest } ? 1 : 0
        },
      ]
    }
  }

  private func expectGradients(
    _ readout: Readout, _ it: ReadoutCase, _ arriving: Matrix, equal right: [Matrix],
    within tolerance: Double = 1e-8, line: UInt = #line
  ) {
    expect(
      readout.gradients(of: it.states, mask: it.mask, summaryGradient: arriving),
      "gradients of the states, by the readout `\(readout)`", equals: right, within: tolerance,
      mistakes: mistakes(readout, it, arriving), line: line)
  }

  private func expectRandom(_ readout: Readout, line: UInt = #line) {
    trials(8) { generator in
      for side in 0..<3 {
        let it = ReadoutCase.random(3, side, using: &generator)
        let arriving = Matrix.normal(rows: 3, columns: 3, using: &generator)
        let right = measured(it.states) { weightedSum(it.with($0).right(readout), arriving) }
        expectGradients(readout, it, arriving, equal: right, line: line)
      }
    }
  }

  func test_14_2_backToTheLastStateThatCounts() { expectRandom(.last) }

  func test_14_2_backToEveryWordOfAMean() { expectRandom(.mean) }

  func test_14_2_backToTheLargestOfEachUnit() { expectRandom(.maximum) }

  func test_14_2_aTextWithoutAWord() {
    trials(2) { generator in
      var it = ReadoutCase.random(3, 0, using: &generator)
      for t in it.mask.indices { it.mask[t][1, 0] = 0 }
      let arriving = Matrix.normal(rows: 3, columns: 3, using: &generator)
      for readout in Readout.allCases {
        let yours = readout.gradients(of: it.states, mask: it.mask, summaryGradient: arriving)
        let hears = yours.contains { $0.rows == 3 && $0.row(1).values.contains { $0 != 0 } }
        expect(
          !hears,
          orSay: "by the readout `\(readout)`, a gradient reaches a text without a word.\n    "
            + Mistake.emptyHears.sentence)
        let right = measured(it.states) { weightedSum(it.with($0).right(readout), arriving) }
        expectGradients(readout, it, arriving, equal: right)
      }
    }
  }

  func test_14_2_theFirstOfEqualStates() {
    // A unit that is saturated holds its largest number for several steps.
    let it = ReadoutCase(
      states: [[[0.2, -1]], [[1, 0.5]], [[1, 0.5]], [[-0.3, 0.5]]],
      mask: Array(repeating: [[1]], count: 4))
    expectGradients(
      .maximum, it, [[2, 3]], equal: [[[0, 0]], [[2, 3]], [[0, 0]], [[0, 0]]], within: 0)
  }

  func test_14_2_theSameAsPyTorch() throws {
    for golden in try Golden.decoded().readouts {
      let (states, mask) = golden.batch
      expect(
        golden.readout.gradients(
          of: states, mask: mask, summaryGradient: Matrix(golden.arriving)),
        "gradients of the states, by the readout `\(golden.readout)`",
        equals: golden.gradients.map { Matrix($0) }, within: 1e-12)
    }
  }
}
