import Backpropagation
import CourseTesting
import LSTMGates
import LinearAlgebra
import Regularisation
import XCTest

/// Exercise 12.7: a mask on the candidate, backwards.
final class CandidateTests: ExerciseTestCase {
  override var columnBlocks: [String] { ["i", "f", "g", "o"] }

  private func expectBackward(
    _ step: PlainStep, _ mask: Matrix, using generator: inout SeededGenerator, line: UInt = #line
  ) {
    let (rows, units) = (step.hidden.rows, step.hidden.columns)
    let weights = (0..<2).map { _ in Matrix.normal(rows: rows, columns: units, using: &generator) }
    let record = step.cell.recordedStep(
      step.input, from: LSTMState(hidden: step.hidden, cell: step.memory),
      maskingCandidateWith: mask)
    func gradient(_ weights: [Matrix]) -> Matrix {
      measured([step.preactivations()]) {
        plainSum(step.run(PlainStep.Masks(candidate: mask), from: $0[0]), weights)
      }[0]
    }
    let right = gradient(weights)
    /// The right gradient, but for some of its four blocks.
    func but(_ change: (_ block: Int, _ row: Int, _ unit: Int, Double) -> Double) -> Matrix {
      build(rows, 4 * units) { row, column in
        change(column / units, row, column % units, right[row, column])
      }
    }
    let (g, i) = (record.gates.candidate, record.gates.inputGate)
    // What arrives at c(t), as plain loops find it from the block of the candidate.
    let still = gradient([weights[0], weights[1].filledWithZeros])
    func memory(_ row: Int, _ unit: Int) -> Double {
      let f = record.gates.forgetGate[row, unit]
      return right[row, units + unit] / (step.memory[row, unit] * f * (1 - f))
    }
    func order(_ blocks: [Int]) -> Matrix {
      build(rows, 4 * units) { right[$0, blocks[$1 / units] * units + $1 % units] }
    }
    expect(
      step.cell.preactivationGradients(
        record, maskingCandidateWith: mask, hiddenGradient: weights[0], cellGradient: weights[1]),
      "gradients of the pre-activations", equals: right, within: 1e-7,
      mistakes: [
        .candidateUnmasked: but { block, row, unit, value in
          block == 2
            ? memory(row, unit) * i[row, unit] * (1 - g[row, unit] * g[row, unit]) : value
        },
        .gateUnmasked: but { block, row, unit, value in
          block == 0
            ? memory(row, unit) * g[row, unit] * i[row, unit] * (1 - i[row, unit]) : value
        },
        .neitherMasked: but { block, row, unit, value in
          let (g, i) = (g[row, unit], i[row, unit])
          if block == 0 { return memory(row, unit) * g * i * (1 - i) }
          return block == 2 ? memory(row, unit) * i * (1 - g * g) : value
        },
        .maskInTheSlope: but { block, row, unit, value in
          let masked = mask[row, unit] * g[row, unit]
          return block == 2
            ? memory(row, unit) * i[row, unit] * mask[row, unit] * (1 - masked * masked) : value
        },
        .maskForTheSlope: but { block, row, unit, value in
          let masked = mask[row, unit] * g[row, unit]
          return block == 2 ? memory(row, unit) * i[row, unit] * (1 - masked * masked) : value
        },
        .allMasked: but { block, row, unit, value in
          // Where the mask belongs, it is there once.
          block == 0 || block == 2 ? value * mask[row, unit] : value * mask[row, unit]
        },
        .forgetMaskedToo: but { block, row, unit, value in
          block == 1 ? value * mask[row, unit] : value
        },
        .noPathThroughHidden: gradient([weights[0].filledWithZeros, weights[1]])
          + outputBlock(still, units),
        .nextStepForgotten: still,
        .candidateBeforeForget: order([0, 2, 1, 3]),
      ], line: line)
  }

  /// Only the last of the four blocks.
  private func outputBlock(_ gradient: Matrix, _ units: Int) -> Matrix {
    build(gradient.rows, gradient.columns) { $1 < 3 * units ? 0 : gradient[$0, $1] }
  }

  func test_12_7_oneRow() {
    trials(6) { generator in
      let step = PlainStep.random(rows: 1, using: &generator)
      expectBackward(step, plainMask(1, 3, using: &generator), using: &generator)
    }
  }

  func test_12_7_severalRows() {
    trials(6) { generator in
      let step = PlainStep.random(rows: 4, units: 2, using: &generator)
      expectBackward(step, plainMask(4, 2, using: &generator), using: &generator)
    }
  }

  func test_12_7_aMaskOfOnesIsChapterFive() {
    trials(3) { generator in
      let step = PlainStep.random(rows: 2, using: &generator)
      expectBackward(step, Matrix(rows: 2, columns: 3, repeating: 1), using: &generator)
    }
  }

  func test_12_7_whatIsDroppedIsNotTold() {
    // A unit that is dropped learns nothing about its candidate and its input gate.
    trials(3) { generator in
      let step = PlainStep.random(rows: 2, using: &generator)
      expectBackward(step, Matrix(rows: 2, columns: 3), using: &generator)
    }
  }

  func test_12_7_sequencesAsInPyTorch() throws {
    for golden in try Golden.decoded().sequences where golden.place == .candidate {
      expectGolden(golden)
    }
  }
}
