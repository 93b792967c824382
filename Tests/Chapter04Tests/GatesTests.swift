import CourseTesting
import Foundation
import LinearAlgebra
import XCTest

@testable import LSTMGates

/// Exercises 4.2 and 4.3: what the gates are, and what they do to the cell state.
final class GatesTests: ExerciseTestCase {
  // MARK: 4.2

  private func expectGates(_ cell: LSTMCell, _ preactivations: Matrix, line: UInt = #line) {
    let size = cell.hiddenSize
    func made(_ change: (inout Variant) -> Void) -> GateValues {
      referenceGates(preactivations, hiddenSize: size, Variant(change))
    }
    let tanhOf: (Double) -> Double = { Foundation.tanh($0) }
    let yours = cell.gates(preactivations)
    expect(
      yours, "gates", equals: made { _ in }, within: 1e-9,
      mistakes: [
        .orderIFOG: made { $0.order = [0, 1, 3, 2] },
        .orderFIGO: made { $0.order = [1, 0, 2, 3] },
        .orderIGFO: made { $0.order = [0, 2, 1, 3] },
        .sigmoidCandidate: made { $0.activations[2] = logistic },
        .tanhOutputGate: made { $0.activations[3] = tanhOf },
        .tanhInputGate: made { $0.activations[0] = tanhOf },
        .tanhForgetGate: made { $0.activations[1] = tanhOf },
        .tanhGates: made { $0.activations = [tanhOf, tanhOf, tanhOf, tanhOf] },
        .activationsExchanged: made { $0.activations = [tanhOf, tanhOf, logistic, tanhOf] },
        .candidateRaw: made { $0.activations[2] = { $0 } },
        .noActivation: made { $0.activations = Array(repeating: { $0 }, count: 4) },
        .everyFourthColumn: made { $0.isInterleaved = true },
      ], probe: widthProblem(yours, size) ?? orderProblem(yours, made), line: line)
  }

  private func widthProblem(_ gates: GateValues, _ size: Int) -> String? {
    let widths = [gates.inputGate, gates.forgetGate, gates.candidate, gates.outputGate]
      .map(\.columns)
    if widths.contains(size - 1) { return Mistake.oneColumnShort.sentence }
    return widths.contains(size + 1) ? Mistake.gateTooWide.sentence : nil
  }

  /// The order of the blocks that explains the gates, if one does.
  private func orderProblem(
    _ gates: GateValues, _ made: ((inout Variant) -> Void) -> GateValues
  ) -> String? {
    for order in permutations(of: [0, 1, 2, 3])
    where largestError(gates, made { $0.order = order }, within: 1e-9) == 0 {
      var letters = ["", "", "", ""]
      for (block, letter) in zip(order, ["i", "f", "g", "o"]) { letters[block] = letter }
      return "These look like the gates in the order \(letters.joined(separator: ", ")); this "
        + "book uses i, f, g, o."
    }
    return nil
  }

  private func permutations(of blocks: [Int]) -> [[Int]] {
    if blocks.isEmpty { return [[]] }
    return blocks.flatMap { first in
      permutations(of: blocks.filter { $0 != first }).map { [first] + $0 }
    }
  }

  func test_4_2_gatesMatchTheWorkedExample() {
    // Worked by hand in chapter 04, step 2. The page shows these with four decimals; three more
    // make the message's numbers those of its table.
    let preactivations: Matrix = [[-1.1713161, 3.6573679, -0.3286839, -0.8356580]]
    expectGates(handUnit, preactivations)
    expect(
      handUnit.gates(preactivations), "gates",
      equals: GateValues(
        inputGate: [[0.2366]], forgetGate: [[0.9748]], candidate: [[-0.3173]],
        outputGate: [[0.3025]]),
      within: 1e-4)
  }

  func test_4_2_gatesMatchPlainLoops() {
    trials(20) { generator in
      let (batch, inputs, units) = randomShape(using: &generator)
      let cell = randomCell(inputSize: inputs, hiddenSize: units, using: &generator)
      expectGates(cell, .normal(rows: batch, columns: 4 * units, using: &generator))
    }
  }

  func test_4_2_gatesAreOpenAndShutAtTheExtremes() {
    trials(5) { generator in
      let cell = randomCell(inputSize: 1, hiddenSize: 2, using: &generator)
      expectGates(cell, Matrix(rows: 1, columns: 8))
      // Far out, σ is 0 or 1 and tanh is -1 or 1, to the last digit that counts here.
      let far: Matrix = [[800, -800, -800, 800, 800, -800, -800, 800]]
      expectGates(cell, far)
      expect(
        cell.gates(far), "gates far out",
        equals: GateValues(
          inputGate: [[1, 0]], forgetGate: [[0, 1]], candidate: [[1, -1]], outputGate: [[0, 1]]))
    }
  }

  func test_4_2_gatesStayBetweenZeroAndOne() {
    trials(20) { generator in
      let cell = randomCell(inputSize: 1, hiddenSize: 3, using: &generator)
      let preactivations = Matrix.normal(
        rows: 4, columns: 12, standardDeviation: 5, using: &generator)
      expectGates(cell, preactivations)
      let gates = cell.gates(preactivations)
      for (name, gate) in [
        ("input", gates.inputGate), ("forget", gates.forgetGate), ("output", gates.outputGate),
      ] {
        expect(
          gate.values.allSatisfy { $0 >= 0 && $0 <= 1 },
          orSay: "a value of the \(name) gate is outside 0…1, where σ cannot go")
      }
      expect(
        gates.candidate.values.contains { $0 < 0 }
          && gates.candidate.values.allSatisfy { abs($0) <= 1 },
        orSay: "the candidate's 12 values should lie in -1…1 and some of them below 0")
    }
  }

  // MARK: 4.3

  private func expectNextCell(_ cell: Matrix, _ gates: GateValues, line: UInt = #line) {
    func made(
      _ nextCell: @escaping (Double, Double, Double, Double, Double) -> Double
    ) -> Matrix {
      referenceNextCell(cell, gates, Variant { $0.nextCell = nextCell })
    }
    let (i, f, g) = (gates.inputGate, gates.forgetGate, gates.candidate)
    let kept = made { c, _, f, _, _ in f * c }
    let written = made { _, i, _, g, _ in i * g }
    expect(
      LSTMCell.ofAnyWeights(hiddenSize: cell.columns).nextCell(from: cell, gates: gates),
      "cell state",
      equals: kept + written, within: 1e-9,
      mistakes: [
        .gatesExchanged: made { c, i, f, g, _ in i * c + f * g },
        .blendByForgetGate: made { c, _, f, g, _ in f * c + (1 - f) * g },
        .blendByInputGate: made { c, i, _, g, _ in (1 - i) * c + i * g },
        .noInputGate: made { c, _, f, g, _ in f * c + g },
        .noForgetGate: made { c, i, _, g, _ in c + i * g },
        .nothingKept: written,
        .nothingWritten: kept,
        .squashed: made { c, i, f, g, _ in Foundation.tanh(f * c + i * g) },
        .forgetsAtOne: made { c, i, f, g, _ in (1 - f) * c + i * g },
        .outputGateToo: made { c, i, f, g, o in o * (f * c + i * g) },
        .outputForInput: made { c, _, f, g, o in f * c + o * g },
        .outputForForget: made { c, i, _, g, o in o * c + i * g },
        .matrixProduct: matrixProduct(f, cell) + matrixProduct(i, g),
        .matrixProduct: matrixProduct(f, cell) + written,
        .matrixProduct: kept + matrixProduct(i, g),
      ], line: line)
  }

  func test_4_3_cellMatchesTheWorkedExample() {
    // Worked by hand in chapter 04, step 2: 0.9748 · 0.7882 + 0.2366 · (-0.3173) = 0.6933.
    let gates = GateValues(
      inputGate: [[0.2366]], forgetGate: [[0.9748]], candidate: [[-0.3173]],
      outputGate: [[0.3025]])
    expectNextCell([[0.7882]], gates)
    expect(
      handUnit.nextCell(from: [[0.7882]], gates: gates), "cell state", equals: [[0.6933]],
      within: 1e-4)
  }

  func test_4_3_aGateActsOnEachNumberAlone() {
    // Two sequences and two units: here a product of matrices has the right shape too.
    let gates = GateValues(
      inputGate: [[0.5, 0], [0.25, 1]], forgetGate: [[1, 0.5], [0, 0.75]],
      candidate: [[-1, 0.5], [0.8, 0.25]], outputGate: [[1, 0.5], [0.5, 0]])
    let cell: Matrix = [[2, -4], [3, 4]]
    expectNextCell(cell, gates)
    expect(
      LSTMCell.ofAnyWeights(hiddenSize: 2).nextCell(from: cell, gates: gates), "cell state",
      equals: [[1.5, -2], [0.2, 3.25]])
  }

  func test_4_3_forgetGateOfOneKeepsAndOfZeroClears() {
    let cell: Matrix = [[5, 5, 5, 5]]
    let gates = GateValues(
      inputGate: [[0, 1, 0, 1]], forgetGate: [[1, 1, 0, 0]], candidate: [[0.5, 0.5, 0.5, 0.5]],
      outputGate: [[0.25, 0.25, 0.25, 0.25]])
    expectNextCell(cell, gates)
    // Keep; add to what is there; clear; replace.
    expect(
      LSTMCell.ofAnyWeights(hiddenSize: 4).nextCell(from: cell, gates: gates), "cell state",
      equals: [[5, 5.5, 0, 0.5]])
  }

  func test_4_3_cellMatchesPlainLoops() {
    trials(20) { generator in
      let (batch, _, units) = randomShape(using: &generator)
      expectNextCell(
        .normal(rows: batch, columns: units, standardDeviation: 3, using: &generator),
        randomGates(batch: batch, hiddenSize: units, using: &generator))
    }
  }

  func test_4_3_cellGrowsByAtMostOneAStep() {
    trials(20) { generator in
      let cell = Matrix.normal(rows: 3, columns: 4, standardDeviation: 3, using: &generator)
      let gates = randomGates(batch: 3, hiddenSize: 4, using: &generator)
      expectNextCell(cell, gates)
      let next = LSTMCell.ofAnyWeights(hiddenSize: 4).nextCell(from: cell, gates: gates)
      expect(
        next.shape == cell.shape
          && zip(next.values, cell.values).allSatisfy { abs($0) <= abs($1) + 1 },
        orSay: "a cell state moved from c to more than |c| + 1: gates of at most 1 cannot do that")
    }
  }
}

// MARK: - Random cases

private func randomShape(
  using generator: inout SeededGenerator
) -> (batch: Int, inputs: Int, units: Int) {
  (
    1 + generator.integer(below: 4), 1 + generator.integer(below: 5),
    1 + generator.integer(below: 4)
  )
}

private func randomGates(
  batch: Int, hiddenSize: Int, using generator: inout SeededGenerator
) -> GateValues {
  GateValues(
    inputGate: .uniform(rows: batch, columns: hiddenSize, in: 0...1, using: &generator),
    forgetGate: .uniform(rows: batch, columns: hiddenSize, in: 0...1, using: &generator),
    candidate: .uniform(rows: batch, columns: hiddenSize, in: -1...1, using: &generator),
    outputGate: .uniform(rows: batch, columns: hiddenSize, in: 0...1, using: &generator))
}

extension LSTMCell {
  /// A cell whose weights do not matter: the next cell state depends on the gates alone.
  fileprivate static func ofAnyWeights(hiddenSize: Int) -> LSTMCell {
    LSTMCell(
      inputWeights: Matrix(rows: 1, columns: 4 * hiddenSize, repeating: 0.5),
      recurrentWeights: Matrix(rows: hiddenSize, columns: 4 * hiddenSize, repeating: 0.5),
      bias: Matrix(rows: 1, columns: 4 * hiddenSize, repeating: 0.5))
  }
}
