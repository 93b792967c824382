import Backpropagation
import CourseTesting
import LSTMGates
import LinearAlgebra
import XCTest

/// Exercise 5.6: the LSTM through time.
final class LSTMThroughTimeTests: ExerciseTestCase {
  override var columnBlocks: [String] { gateNames }
  private struct Case {
    var cell: LSTMCell
    var inputs: [Matrix]
    var state: LSTMState
    var outputs: [Matrix]

    var records: [LSTMStepRecord] { Forward.records(cell, inputs, from: state) }
    var right: LSTMGradients {
      Measured.lstm(cell, inputs, from: state, hiddenGradients: outputs)
    }
    var yours: LSTMGradients { cell.gradients(records, from: state, hiddenGradients: outputs) }

    /// Five steps, each with an output, of which no two mistakes make the same.
    static let telling: Case = {
      var generator = SeededGenerator(seed: 56)
      return Case(
        cell: generator.lstmCell(inputSize: 2, hiddenSize: 2), inputs: generator.sequence(5, 2, 2),
        state: generator.state(2, 2), outputs: generator.sequence(5, 2, 2))
    }()
  }

  private func expectThroughTime(
    _ cell: LSTMCell, _ inputs: [Matrix], _ state: LSTMState, _ outputs: [Matrix],
    line: UInt = #line
  ) {
    let it = Case(cell: cell, inputs: inputs, state: state, outputs: outputs)
    let (yours, right) = (it.yours, it.right)
    expect(
      yours, "gradients", equals: right, within: 1e-9,
      mistakes: explanation(in: [it, .telling], yours: \.yours, mistakes: mistakes),
      strip: {
        let records = it.records
        return ThroughTimeStrip.lstm(steps: records.count) { t in
          let before = t == 0 ? state : records[t - 1].state
          let (rest, outputs) = (Array(records[t...]), Array(outputs[t...]))
          return (
            cell.gradients(rest, from: before, hiddenGradients: outputs),
            Mistaken.lstm(cell, rest, from: before, hiddenGradients: outputs)
          )
        }
      }, line: line)
    let error = largestRelativeError(yours, right)
    expect(error < 1e-7, orSay: "the largest relative error is \(error)", line: line)
  }

  private func mistakes(_ it: Case) -> KeyValuePairs<Mistake, LSTMGradients> {
    let (cell, inputs, state, outputs) = (it.cell, it.inputs, it.state, it.outputs)
    let (records, right) = (it.records, it.right)
    func made(_ change: (inout Mistaken.ThroughTime) -> Void) -> LSTMGradients {
      Mistaken.lstm(cell, records, from: state, hiddenGradients: outputs, change)
    }
    func with(_ change: (inout LSTMGradients) -> Void) -> LSTMGradients {
      var copy = right
      change(&copy)
      return copy
    }
    let last = inputs.count - 1
    let overwritten = made { $0.sum = { _, step, _, _ in step } }
    return [
      .beltCut: made { $0.cellCarry = { soFar, _ in soFar * 0 } },
      .hiddenCarryLost: made { $0.arriving = { output, _ in output } },
      .overwritten: overwritten,
      .twoOverwritten: right.taking(\.inputWeights, \.recurrentWeights, from: overwritten),
      .twoOverwritten: right.taking(\.inputWeights, \.bias, from: overwritten),
      .twoOverwritten: right.taking(\.recurrentWeights, \.bias, from: overwritten),
      .lastStepOnly: made { $0.sum = { soFar, step, t, count in t == count - 1 ? step : soFar } },
      .outputsDropped: Mistaken.lstm(
        cell, records, from: state,
        hiddenGradients: outputs.enumerated().map { $0 == last ? $1 : $1 * 0 }),
      .nothingCarried: made {
        $0.arriving = { output, _ in output }
        $0.cellCarry = { soFar, _ in soFar * 0 }
      },
      .beltNeverCleared: made { $0.cellCarry = { $0 + $1 } },
      .hiddenNeverCleared: made { $0.hiddenCarry = { $0 + $1 } },
      .neitherCleared: made {
        $0.hiddenCarry = { $0 + $1 }
        $0.cellCarry = { $0 + $1 }
      },
      .carriesBeginAsStates: made { $0.beginning = { $0 } },
      .orderOfTime: made { $0.goesForward = true },
      .inputsInReverse: made { $0.reversesInputs = true },
      .outputsOffByOne: made { $0.output = { t, count in min(t + 1, count - 1) } },
      .outputsInReverse: made { $0.output = { t, count in count - 1 - t } },
      .initialStatesForgotten: with {
        $0.initialHidden = $0.initialHidden * 0
        $0.initialCell = $0.initialCell * 0
      },
      .initialHiddenForgotten: with { $0.initialHidden = $0.initialHidden * 0 },
      .initialCellForgotten: with { $0.initialCell = $0.initialCell * 0 },
      .initialStatesExchanged: with { swap(&$0.initialHidden, &$0.initialCell) },
      .biasOverwritten: with { $0.bias = overwritten.bias },
      .recurrentOverwritten: right.taking(\.recurrentWeights, from: overwritten),
      .inputWeightsOverwritten: with { $0.inputWeights = overwritten.inputWeights },
      .averaged: with {
        $0.inputWeights = $0.inputWeights / Double(last + 1)
        $0.recurrentWeights = $0.recurrentWeights / Double(last + 1)
        $0.bias = $0.bias / Double(last + 1)
      },
      .beltNotCarriedOn: made { $0.arrivingCell = { carried, _ in carried * 0 } },
      .neitherCarriedOn: made {
        $0.arriving = { output, _ in output }
        $0.arrivingCell = { carried, _ in carried * 0 }
      },
      .forgetGateTwice: made { $0.foundCell = { $0 .* $1.gates.forgetGate } },
      .forgetGateTwice: made { $0.arrivingCell = { $0 .* $1.gates.forgetGate } },
      .outputsBetweenForgotten: Mistaken.lstm(
        cell, records, from: state,
        hiddenGradients: outputs.enumerated().map { $0 == 0 || $0 == last ? $1 : $1 * 0 }),
    ]
  }

  func test_5_6_gradientsOfTheUnitOfChapter4() {
    // Chapter 04's unit and its three inputs; each hidden state is an output of its own.
    expectThroughTime(
      handUnit, [[[1]], [[0]], [[-1]]], .zeros(batch: 1, hiddenSize: 1), [[[1]], [[-0.5]], [[2]]])
  }

  func test_5_6_gradientsOfOneSequenceMatchCentralDifferences() {
    trials(30) { generator in expectRandom(rows: 1, using: &generator) }
  }

  func test_5_6_gradientsOfABatchMatchCentralDifferences() {
    trials(30) { generator in expectRandom(rows: 1 + generator.size(4), using: &generator) }
  }

  private func expectRandom(rows: Int, using generator: inout SeededGenerator) {
    let (inputs, units, length) = (generator.size(3), generator.size(9), generator.size(20))
    expectThroughTime(
      generator.lstmCell(inputSize: inputs, hiddenSize: units),
      generator.sequence(length, rows, inputs), generator.state(rows, units),
      generator.sequence(length, rows, units))
  }

  func test_5_6_onlyTheLastStepHasAnOutput() {
    trials(10) { generator in
      let cell = generator.lstmCell(inputSize: 2, hiddenSize: 3)
      let outputs = (0..<5).map { t in generator.normal(2, 3) * (t == 4 ? 1 : 0) }
      expectThroughTime(cell, generator.sequence(5, 2, 2), generator.state(2, 3), outputs)
    }
  }

  func test_5_6_sequencesOfNoStepAndOfOne() {
    trials(5) { generator in
      let cell = generator.lstmCell(inputSize: 2, hiddenSize: 3)
      let state = generator.state(2, 3)
      expectThroughTime(cell, [], state, [])
      expectThroughTime(
        cell, generator.sequence(1, 2, 2), state, generator.sequence(1, 2, 3))
    }
  }

  func test_5_6_gradientsAgreeWithPyTorch() throws {
    try expectAgreement(with: Fixtures.decoded("pytorch-lstm"), within: 1e-10)
  }

  func test_5_6_gradientsAgreeWithKeras() throws {
    // On PyTorch, Keras 3.15 multiplies matrices of doubles in single precision.
    try expectAgreement(with: Fixtures.decoded("keras-lstm"), within: 1e-5)
  }

  private func expectAgreement(with golden: Golden, within tolerance: Double) {
    expect(golden.cases.count >= 12, orSay: "\(golden.library) has fewer than twelve cases")
    for golden in golden.cases {
      let cell = golden.lstmCell
      let state = golden.initialState
      let records = Forward.records(cell, golden.sequence, from: state)
      expect(
        records.map(\.state.hidden), "states of \(golden.name)", equals: golden.states,
        within: tolerance)
      expect(
        cell.gradients(records, from: state, hiddenGradients: golden.weightsOfOutputs),
        "gradients of \(golden.name)", equals: golden.lstmGradients, within: tolerance)
    }
  }
}
