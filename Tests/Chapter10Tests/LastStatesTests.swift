import CourseTesting
import LSTMGates
import LinearAlgebra
import UnequalLengths
import XCTest

/// Exercise 10.4: the last state that counts.
final class LastStatesTests: ExerciseTestCase {
  private func expectLast(_ states: [Matrix], _ lengths: [Int], line: UInt = #line) {
    func taken(_ step: (Int) -> Int?) -> Matrix {
      build(lengths.count, states[0].columns) { row, column in
        step(lengths[row]).map { states[$0][row, column] } ?? 0
      }
    }
    // With zeros for an empty sequence, as it should be.
    func kept(_ step: (Int) -> Int) -> Matrix { taken { $0 == 0 ? nil : step($0) } }
    let last = states.count - 1
    let longest = max((lengths.max() ?? 0) - 1, 0)
    expect(
      lastStates(states, lengths: lengths),
      "last states of lengths \(lengths) in \(states.count) steps",
      equals: kept { $0 - 1 }, within: 0,
      mistakes: [
        .endOfTheBatch: kept { _ in last }, .endOfTheBatch: taken { _ in last },
        .oneTooLate: kept { min($0, last) }, .oneTooLate: taken { min($0, last) },
        .oneTooEarly: kept { max($0 - 2, 0) }, .oneTooEarly: taken { max($0 - 2, 0) },
        .firstRowsLength: kept { _ in max(lengths[0] - 1, 0) },
        .firstRowsLength: taken { _ in max(lengths[0] - 1, 0) },
        .longestRow: kept { _ in longest }, .longestRow: taken { _ in longest },
        .emptyReadsOne: taken { max($0 - 1, 0) },
        .emptyReadsAll: taken { $0 == 0 ? last : $0 - 1 },
        .firstStep: kept { _ in 0 }, .firstStep: taken { _ in 0 },
      ], line: line)
  }

  func test_10_4_eachRowAtItsOwnEnd() {
    trials(20) { generator in
      let (steps, rows) = (1 + generator.size(6), generator.size(5))
      expectLast(
        (0..<steps).map { _ in generator.normal(rows, 3) },
        (0..<rows).map { _ in 1 + generator.integer(below: steps) })
    }
  }

  func test_10_4_theExampleOfThePage() {
    expectLast([[[0.76], [-0.76]], [[0.9], [-0.9]], [[0.5], [-0.5]]], [1, 3])
  }

  func test_10_4_aSequenceWithoutASymbol() {
    trials(3) { generator in
      expectLast((0..<4).map { _ in generator.normal(3, 2) }, [2, 0, 4])
    }
  }

  func test_10_4_oneSequence() {
    var generator = SeededGenerator(seed: 4)
    expectLast((0..<5).map { _ in generator.normal(1, 2) }, [3])
  }

  func test_10_4_theSameAsStandingStill() {
    trials(3) { generator in
      let (cell, lengths, steps) = (generator.lstmCell(2, 3), [2, 5, 1], 7)
      let inputs = (0..<steps).map { _ in generator.normal(3, 2) }
      var (read, held) = (LSTMState.zeros(batch: 3, hiddenSize: 3), [Matrix]())
      var masked = read
      for (input, mask) in zip(inputs, rightMask(lengths, steps: steps)) {
        read = Plain.step(cell, input, from: read).state
        held.append(read.hidden)
        masked = Plain.maskedStep(cell, input, from: masked, mask: mask).state
      }
      expect(
        lastStates(held, lengths: lengths), "last states without a mask, beside those with it",
        equals: masked.hidden, within: 1e-12)
    }
  }
}
