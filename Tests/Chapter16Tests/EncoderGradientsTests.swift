import CourseTesting
import LSTMGates
import LinearAlgebra
import UnequalLengths
import XCTest

@testable import Backpropagation
@testable import Translation

/// Exercise 16.3: from the decoder back into the encoder.
final class EncoderGradientsTests: ExerciseTestCase {
  override var columnBlocks: [String] {
    ["input gate", "forget gate", "candidate", "output gate"]
  }

  private struct Case {
    var cell: LSTMCell
    var inputs, mask: [Matrix]
    var start: LSTMState
    /// What arrives at h(t) in each step, and at the last states.
    var seen: [Matrix]
    var last: LSTMState

    init(
      lengths: [Int], steps: Int, inputs: Int, units: Int, using generator: inout SeededGenerator
    ) {
      let rows = lengths.count
      cell = LSTMCell(
        inputWeights: generator.normal(inputs, 4 * units, 0.7),
        recurrentWeights: generator.normal(units, 4 * units, 0.7),
        bias: generator.normal(1, 4 * units, 0.7))
      self.inputs = (0..<steps).map { _ in generator.normal(rows, inputs) }
      mask = (0..<steps).map { step in Matrix(column: lengths.map { step < $0 ? 1 : 0 }) }
      start = generator.state(rows, units)
      seen = (0..<steps).map { _ in generator.normal(rows, units) }
      last = generator.state(rows, units)
    }

    func records(
      _ cell: LSTMCell, _ inputs: [Matrix], from start: LSTMState
    ) -> [MaskedStepRecord] {
      var state = start
      return zip(inputs, mask).map { input, mask in
        let record = Plain.maskedStep(cell, input, from: state, mask: mask)
        state = record.state
        return record
      }
    }

    var yours: LSTMGradients {
      cell.encoderGradients(
        records(cell, inputs, from: start), from: start, hiddenGradients: seen, lastGradient: last)
    }

    /// By central differences of a weighted sum of the states.
    ///
    /// - Parameters:
    ///   - seen: the weights of each step's hidden state.
    ///   - last: those of the last states.
    ///   - each: those of the states of every step.
    func right(
      seen: [Matrix]? = nil, last: LSTMState? = nil, each: LSTMState? = nil
    ) -> NamedMatrices {
      let (seen, last) = (seen ?? self.seen, last ?? self.last)
      let all =
        [cell.inputWeights, cell.recurrentWeights, cell.bias, start.hidden, start.cell] + inputs
      return NamedMatrices(
        measured(all) { parts in
          let moved = LSTMCell(inputWeights: parts[0], recurrentWeights: parts[1], bias: parts[2])
          let from = LSTMState(hidden: parts[3], cell: parts[4])
          let states = records(moved, Array(parts[5...]), from: from).map(\.state)
          var sum = zip(states, seen).reduce(0) { $0 + weightedSum($1.0.hidden, $1.1) }
          let end = states.last ?? from
          sum += weightedSum(end.hidden, last.hidden) + weightedSum(end.cell, last.cell)
          for state in states {
            if let each {
              sum += weightedSum(state.hidden, each.hidden) + weightedSum(state.cell, each.cell)
            }
          }
          return sum
        })
    }
  }

  private func expectGradients(_ it: Case, line: UInt = #line) {
    expect(
      NamedMatrices(it.yours), "gradients of the encoder", equals: it.right(), within: 1e-7,
      mistakes: mistakes(it), line: line)
  }

  private func mistakes(_ it: Case) -> KeyValuePairs<Mistake, NamedMatrices> {
    let (hidden, cell) = (it.last.hidden, it.last.cell)
    let zeros = hidden * 0
    let none = LSTMState(hidden: zeros, cell: zeros)
    let steps = it.seen.count
    let others = it.seen.enumerated().map { $0 == steps - 1 ? $1 * 0 : $1 }
    func atTheStart() -> NamedMatrices {
      var parts = it.right(last: none)
      parts.parts[3].matrix += hidden
      parts.parts[4].matrix += cell
      return parts
    }
    return [
      .decoderIgnored: it.right(last: none),
      .cellIgnored: it.right(last: LSTMState(hidden: hidden, cell: zeros)),
      .hiddenIgnored: it.right(last: LSTMState(hidden: zeros, cell: cell)),
      .lastOverwritten: it.right(seen: others),
      .everyStep: it.right(last: none, each: it.last),
      .cellEveryStep: it.right(
        last: LSTMState(hidden: hidden, cell: zeros), each: LSTMState(hidden: zeros, cell: cell)),
      .hiddenEveryStep: it.right(
        last: LSTMState(hidden: zeros, cell: cell), each: LSTMState(hidden: hidden, cell: zeros)),
      .statesExchanged: it.right(last: LSTMState(hidden: cell, cell: hidden)),
      .looksIgnored: it.right(seen: it.seen.map { $0 * 0 }),
      .atTheStart: atTheStart(),
      .lastTwice: it.right(last: LSTMState(hidden: 2 * hidden, cell: 2 * cell)),
    ]
  }

  /// One in which no two mistakes make the same.
  private var telling: Case {
    var generator = SeededGenerator(seed: 163)
    return Case(lengths: [3, 1, 2], steps: 3, inputs: 2, units: 2, using: &generator)
  }

  func test_16_3_unequalLengths() { expectGradients(telling) }

  func test_16_3_anyEncoder() {
    trials(8) { generator in
      let steps = 1 + generator.size(3)
      let lengths = (0..<generator.size(3)).map { _ in 1 + generator.integer(below: steps) }
      expectGradients(
        Case(
          lengths: lengths, steps: steps, inputs: generator.size(2), units: generator.size(3),
          using: &generator))
    }
  }

  func test_16_3_nobodyLookedBack() {
    var it = telling
    it.seen = it.seen.map { $0 * 0 }
    expectGradients(it)
  }

  func test_16_3_nothingRead() {
    var generator = SeededGenerator(seed: 4)
    expectGradients(Case(lengths: [0, 0], steps: 0, inputs: 2, units: 2, using: &generator))
  }

  func test_16_3_theSameAsPyTorchs() throws {
    for golden in try Golden.read().encoders {
      let (cell, mask) = (golden.cell, golden.mask)
      let start = LSTMState.zeros(
        batch: golden.lengths.count, hiddenSize: cell.recurrentWeights.rows)
      var state = start
      let records = zip(golden.inputs, mask).map { input, mask in
        let record = Plain.maskedStep(cell, Matrix(input), from: state, mask: mask)
        state = record.state
        return record
      }
      let yours = cell.encoderGradients(
        records, from: start, hiddenGradients: golden.outputWeights.map { Matrix($0) },
        lastGradient: LSTMState(
          hidden: Matrix(golden.hiddenWeights), cell: Matrix(golden.cellWeights)))
      expect(
        [yours.inputWeights, yours.recurrentWeights, yours.bias],
        "gradients of W, U and b, \(golden.name)",
        equals: [
          Matrix(golden.inputWeightsGradient).transposed,
          Matrix(golden.recurrentWeightsGradient).transposed, Matrix(golden.biasGradient),
        ], within: 1e-10)
    }
  }
}

extension LSTMGradients {
  fileprivate func parameters(with others: [Matrix]) -> [Matrix] {
    [inputWeights, recurrentWeights, bias] + others
  }
}

extension NamedMatrices {
  fileprivate init(_ all: [Matrix]) {
    let names = [
      "input weights", "recurrent weights", "bias", "initial hidden state", "initial cell state",
    ]
    self.init(
      all.enumerated().map { index, matrix in
        (index < names.count ? names[index] : "input of step \(index - names.count + 1)", matrix)
      })
  }

  fileprivate init(_ gradients: LSTMGradients) {
    self.init(
      gradients.parameters(with: [gradients.initialHidden, gradients.initialCell])
        + gradients.inputs)
  }
}
