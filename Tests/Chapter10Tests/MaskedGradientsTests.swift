import CourseTesting
import LSTMGates
import LinearAlgebra
import UnequalLengths
import XCTest

@testable import Backpropagation

/// Exercise 10.3: back through a step that stands still.
final class MaskedGradientsTests: ExerciseTestCase {
  override var columnBlocks: [String] {
    ["input gate", "forget gate", "candidate", "output gate"]
  }

  private struct Case {
    var cell: LSTMCell
    var input: Matrix
    var state: LSTMState
    var mask: Matrix
    /// What arrives at h(t) and c(t).
    var arriving: LSTMState

    init(rows: Int, inputs: Int, units: Int, using generator: inout SeededGenerator) {
      cell = generator.lstmCell(inputs, units)
      input = generator.normal(rows, inputs)
      state = generator.state(rows, units)
      mask = generator.mask(rows)
      arriving = generator.state(rows, units)
    }

    /// A batch of which no two mistakes make the same.
    static let telling: Case = {
      var generator = SeededGenerator(seed: 103)
      var it = Case(rows: 3, inputs: 2, units: 2, using: &generator)
      it.mask = [[1], [0], [0]]
      return it
    }()

    /// By central differences of a weighted sum of the states.
    func right(mask: Matrix? = nil, arriving: LSTMState? = nil) -> LSTMStepGradients {
      let (mask, arriving) = (mask ?? self.mask, arriving ?? self.arriving)
      let all = [
        input, state.hidden, state.cell, cell.inputWeights, cell.recurrentWeights, cell.bias,
      ]
      let found = measured(all) { parts in
        let moved = LSTMCell(inputWeights: parts[3], recurrentWeights: parts[4], bias: parts[5])
        let next = Plain.maskedStep(
          moved, parts[0], from: LSTMState(hidden: parts[1], cell: parts[2]), mask: mask
        ).state
        return weightedSum(next.hidden, arriving.hidden) + weightedSum(next.cell, arriving.cell)
      }
      return LSTMStepGradients(
        input: found[0], previousHidden: found[1], previousCell: found[2],
        inputWeights: found[3], recurrentWeights: found[4], bias: found[5])
    }
  }

  private func expectGradients(_ it: Case, line: UInt = #line) {
    let record = Plain.maskedStep(it.cell, it.input, from: it.state, mask: it.mask)
    let yours = it.cell.maskedStepGradients(
      record, hiddenGradient: it.arriving.hidden, cellGradient: it.arriving.cell)
    expect(
      Named(yours), "gradients of a masked step", equals: Named(it.right()), within: 1e-7,
      mistakes: mistakes(it), line: line)
  }

  private func mistakes(_ it: Case) -> KeyValuePairs<Mistake, Named> {
    let right = it.right()
    let ones = it.mask * 0 + 1
    let (turned, zeros) = (ones - it.mask, it.arriving.hidden * 0)
    func with(_ change: (inout LSTMStepGradients) -> Void) -> Named {
      var copy = right
      change(&copy)
      return Named(copy)
    }
    // What arrives in rows of padding, which is to go on as it is.
    let hidden = chosen(it.arriving.hidden, zeros, it.mask)
    let memory = chosen(it.arriving.cell, zeros, it.mask)
    let unmasked = it.right(mask: ones)
    let cellUnmasked = it.right(
      mask: ones,
      arriving: LSTMState(
        hidden: chosen(zeros, it.arriving.hidden, it.mask), cell: it.arriving.cell))
    let hiddenUnmasked = it.right(
      mask: ones,
      arriving: LSTMState(
        hidden: it.arriving.hidden, cell: chosen(zeros, it.arriving.cell, it.mask)))
    func goingOn(
      _ gradients: LSTMStepGradients, _ toHidden: Matrix? = nil, _ toCell: Matrix? = nil
    ) -> Named {
      var copy = gradients
      copy.previousHidden += toHidden ?? hidden
      copy.previousCell += toCell ?? memory
      return Named(copy)
    }
    return [
      .maskIgnored: Named(unmasked),
      .nothingGoesOn: with {
        $0.previousHidden -= hidden
        $0.previousCell -= memory
      },
      .hiddenDoesNotGoOn: with { $0.previousHidden -= hidden },
      .cellDoesNotGoOn: with { $0.previousCell -= memory },
      .goesOnEverywhere: with {
        $0.previousHidden += it.arriving.hidden - hidden
        $0.previousCell += it.arriving.cell - memory
      },
      .paddingTeaches: goingOn(unmasked),
      .paddingTeaches: with {
        $0.inputWeights = unmasked.inputWeights
        $0.recurrentWeights = unmasked.recurrentWeights
        $0.bias = unmasked.bias
        $0.input = unmasked.input
      },
      .cellOfPaddingTeaches: goingOn(cellUnmasked),
      .cellOfPaddingTeaches: goingOn(cellUnmasked, hidden, zeros),
      .hiddenOfPaddingTeaches: goingOn(hiddenUnmasked),
      .hiddenOfPaddingTeaches: goingOn(hiddenUnmasked, zeros, memory),
      .maskBackTurned: Named(it.right(mask: turned)),
      .carriesExchanged: with {
        $0.previousHidden += memory - hidden
        $0.previousCell += hidden - memory
      },
      .goesOnTwice: with {
        $0.previousHidden += hidden
        $0.previousCell += memory
      },
    ]
  }

  func test_10_3_anyStep() {
    trials(12) { generator in
      expectGradients(
        Case(
          rows: generator.size(4), inputs: generator.size(3), units: generator.size(3),
          using: &generator))
    }
  }

  func test_10_3_rowsThatCountAndRowsOfPadding() { expectGradients(.telling) }

  func test_10_3_nothingButPadding() {
    var it = Case.telling
    it.mask = [[0], [0], [0]]
    expectGradients(it)
  }

  func test_10_3_noPadding() {
    var it = Case.telling
    it.mask = [[1], [1], [1]]
    expectGradients(it)
  }

  func test_10_3_theSameAsPyTorchsPackedSequences() throws {
    for golden in try Golden.read().sequences {
      let (cell, mask) = (golden.cell, golden.mask)
      let start = LSTMState.zeros(
        batch: golden.lengths.count, hiddenSize: cell.recurrentWeights.rows)
      var state = start
      let records = zip(golden.inputs, mask).map { input, mask in
        let record = Plain.maskedStep(cell, Matrix(input), from: state, mask: mask)
        state = record.state
        return record
      }
      var outputs = golden.outputWeights.map { Matrix($0) }
      outputs[outputs.count - 1] += Matrix(golden.endWeights)
      let yours = cell.maskedGradients(records, from: start, hiddenGradients: outputs)
      expect(
        [yours.inputWeights, yours.recurrentWeights, yours.bias],
        "gradients of W, U and b, \(golden.name)",
        equals: [
          Matrix(golden.inputWeightsGradient).transposed,
          Matrix(golden.recurrentWeightsGradient).transposed, Matrix(golden.biasGradient),
        ], within: 1e-10)
      expect(
        yours.inputs, "gradients of the inputs, \(golden.name)",
        equals: golden.inputsGradient.map { Matrix($0) }, within: 1e-10)
    }
  }
}
