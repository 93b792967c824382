import CourseTesting
import LinearAlgebra
import VanillaRNN
import XCTest

@testable import Backpropagation

/// Exercises 5.3 and 5.4: one step of the RNN, and the RNN through time.
final class RNNTests: ExerciseTestCase {

  // MARK: 5.3

  private func expectStep(
    _ cell: RNNCell, _ input: Matrix, _ old: Matrix, _ dh: Matrix, line: UInt = #line
  ) {
    let new = Forward.step(cell, input, from: old)
    let right = Measured.rnnStep(cell, input, old, hiddenGradient: dh)
    let delta = dh .* (1 - new .* new)
    func at(_ preactivation: Matrix) -> RNNStepGradients {
      Mistaken.rnnStep(cell, input, old, preactivation: preactivation)
    }
    let count = Double(input.rows)
    let isSquare = cell.inputSize == cell.hiddenSize
    let yours = cell.stepGradients(
      input: input, previousHidden: old, hidden: new, hiddenGradient: dh)
    expect(
      yours, "gradients", equals: right, within: 1e-9,
      mistakes: [
        .noSlope: at(dh),
        .slopeOfOldState: at(dh .* (1 - old .* old)),
        .notSquared: at(dh .* (1 - new)),
        .tanhTwice: at(dh .* (1 - tanh(new) .* tanh(new))),
        .squareItself: at(dh .* new .* new),
        .slopeOfSigmoid: at(dh .* new .* (1 - new)),
        .recurrentNotTransposed: right.with { $0.previousHidden = delta * cell.recurrentWeights },
        .inputNotTransposed: right.with {
          $0.input = isSquare ? delta * cell.inputWeights : $0.input
        },
        .neitherTransposed: right.with {
          $0.input = isSquare ? delta * cell.inputWeights : $0.input
          $0.previousHidden = delta * cell.recurrentWeights
        },
        .newStateForOld: right.with { $0.recurrentWeights = new.transposedTimes(delta) },
        .recurrentGradientTransposed: right.with {
          $0.recurrentWeights = $0.recurrentWeights.transposed
        },
        .inputGradientTransposed: right.with { $0.inputWeights = $0.inputWeights.transposed },
        .bothTransposed: right.with {
          $0.inputWeights = $0.inputWeights.transposed
          $0.recurrentWeights = $0.recurrentWeights.transposed
        },
        .biasNotSummed: right.with { $0.bias = delta },
        .biasFirstRow: right.with { $0.bias = delta.row(0) },
        .biasAveraged: right.with { $0.bias = $0.bias / count },
        .everythingAveraged: at(delta / count),
        .weightsAveragedOverRows: right.with {
          $0.inputWeights = $0.inputWeights / count
          $0.recurrentWeights = $0.recurrentWeights / count
          $0.bias = $0.bias / count
        },
        .hiddenUnchanged: right.with { $0.previousHidden = dh },
        .biasBeforeTanh: right.with { $0.bias = dh.columnSums },
        .hiddenWithoutSlope: right.with {
          $0.previousHidden = dh.timesTransposed(cell.recurrentWeights)
        },
        .inputWithoutSlope: right.with { $0.input = dh.timesTransposed(cell.inputWeights) },
        .weightsWithoutSlope: right.with {
          $0.inputWeights = input.transposedTimes(dh)
          $0.recurrentWeights = old.transposedTimes(dh)
        },
        .weightsWithoutSlope: right.with { $0.inputWeights = input.transposedTimes(dh) },
        .weightsWithoutSlope: right.with { $0.recurrentWeights = old.transposedTimes(dh) },
      ], line: line)
    let error = largestRelativeError(yours, right)
    expect(error < 1e-7, orSay: "the largest relative error is \(error)", line: line)
  }

  func test_5_3_stepMatchesTheWorkedExample() {
    // Worked by hand in chapter 05, step 2: the input is 0, h goes from 0.8005 to 0.4623.
    let old: Matrix = [[0.8004990217606297]]
    expectStep(pageCell, [[0]], old, [[0.71598389]])
    expect(
      pageCell.stepGradients(
        input: [[0]], previousHidden: old, hidden: [[0.4623133618990778]],
        hiddenGradient: [[0.71598389]]), "gradients",
      equals: RNNStepGradients(
        input: [[0.5630]], previousHidden: [[0.2815]], inputWeights: [[0]],
        recurrentWeights: [[0.4506]], bias: [[0.5630]]), within: 5e-5)
  }

  func test_5_3_stepMatchesCentralDifferences() {
    trials(50) { generator in
      let (rows, inputs, units) = (generator.size(5), generator.size(9), generator.size(9))
      expectStep(
        generator.rnnCell(inputSize: inputs, hiddenSize: units), generator.normal(rows, inputs),
        generator.hidden(rows, units), generator.normal(rows, units))
    }
  }

  func test_5_3_stepOfASquareCell() {
    // As many inputs as units: shapes cannot give a transposed matrix away.
    trials(10) { generator in
      expectStep(
        generator.rnnCell(inputSize: 4, hiddenSize: 4), generator.normal(3, 4),
        generator.hidden(3, 4), generator.normal(3, 4))
    }
  }

  func test_5_3_aSaturatedUnitPassesNothingBack() {
    // Unit 0 stands at exactly 1 and has no slope; unit 1 stands at 0, where the slope is 1.
    let cell = RNNCell(
      inputWeights: [[1, 1]], recurrentWeights: [[2, 3], [4, 5]], bias: [[0, 0]])
    expect(
      cell.stepGradients(
        input: [[6]], previousHidden: [[0.5, -0.5]], hidden: [[1, 0]], hiddenGradient: [[7, 1]]),
      "gradients",
      equals: RNNStepGradients(
        input: [[1]], previousHidden: [[3, 5]], inputWeights: [[0, 6]],
        recurrentWeights: [[0, 0.5], [0, -0.5]], bias: [[0, 1]]))
  }

  // MARK: 5.4

  private func expectThroughTime(
    _ cell: RNNCell, _ inputs: [Matrix], _ hidden: Matrix, _ outputs: [Matrix],
    line: UInt = #line
  ) {
    let states = Forward.states(cell, inputs, from: hidden)
    let right = Measured.rnn(cell, inputs, from: hidden, hiddenGradients: outputs)
    func made(_ change: (inout Mistaken.ThroughTime) -> Void) -> RNNGradients {
      Mistaken.rnn(cell, inputs, [hidden] + states, hiddenGradients: outputs, change)
    }
    func with(_ change: (inout RNNGradients) -> Void) -> RNNGradients {
      var copy = right
      change(&copy)
      return copy
    }
    let length = Double(max(inputs.count, 1))
    let last = inputs.count
    let onlyLast = made { $0.arriving = { _, next in next } }
    let overwritten = made { $0.sum = { _, step, _, _ in step } }
    let overwrittenRecurrent = right.taking(\.recurrentWeights, from: overwritten)
    let fromTheStart = made { $0.before = { _ in 0 } }
    // With two steps from zeros both leave dU = 0, and nothing tells which of them it was.
    let cannotTell =
      difference(overwrittenRecurrent, from: fromTheStart, within: 1e-9) == nil
    var outputsLate = Mistaken.rnn(
      cell, inputs, [hidden] + states,
      hiddenGradients: outputs.dropFirst() + outputs.prefix(1).map { $0 * 0 })
    if let first = outputs.first { outputsLate.initialHidden = outputsLate.initialHidden + first }
    let yours = cell.gradients(
      inputs: inputs, from: hidden, states: states, hiddenGradients: outputs)
    expect(
      yours, "gradients", equals: right, within: 1e-9,
      mistakes: [
        .overwritten: overwritten,
        .twoOverwritten: right.taking(\.inputWeights, \.recurrentWeights, from: overwritten),
        .twoOverwritten: right.taking(\.inputWeights, \.bias, from: overwritten),
        .twoOverwritten: right.taking(\.recurrentWeights, \.bias, from: overwritten),
        .lastStepOnly: made { $0.sum = { soFar, step, t, count in t == count - 1 ? step : soFar } },
        .nextStepDropped: made { $0.arriving = { output, _ in output } },
        .outputsDropped: Mistaken.rnn(
          cell, inputs, [hidden] + states,
          hiddenGradients: outputs.enumerated().map { $0 == last - 1 ? $1 : $1 * 0 }),
        .nothingArrives: onlyLast,
        .orderOfTime: made { $0.goesForward = true },
        .inputsInReverse: made { $0.reversesInputs = true },
        .stateAfterForBefore: made { $0.before = { $0 + 1 } },
        .overwrittenOrFromTheStart: cannotTell ? fromTheStart : right,
        .fromTheInitialState: fromTheStart,
        .slopesOfOldStates: made { $0.after = { $0 } },
        .outputsOffByOne: made { $0.output = { t, count in min(t + 1, count - 1) } },
        .outputsInReverse: made { $0.output = { t, count in count - 1 - t } },
        .neverCleared: made { $0.hiddenCarry = { $0 + $1 } },
        .initialHiddenForgotten: with { $0.initialHidden = $0.initialHidden * 0 },
        .averaged: with {
          $0.inputWeights = $0.inputWeights / length
          $0.recurrentWeights = $0.recurrentWeights / length
          $0.bias = $0.bias / length
        },
        .biasOverwritten: with { $0.bias = overwritten.bias },
        .recurrentOverwritten: overwrittenRecurrent,
        .inputWeightsOverwritten: with { $0.inputWeights = overwritten.inputWeights },
        .nextAddedAfter: made {
          $0.arriving = { output, _ in output }
          $0.hiddenCarry = { $0 + $1 }
        },
        .outputAddedAfter: outputsLate,
      ],
      suppositions: suppose("dh(t) of the outputs", outputs) {
        Mistaken.rnn(cell, inputs, [hidden] + states, hiddenGradients: $0)
      },
      strip: {
        ThroughTimeStrip.rnn(steps: inputs.count) { t in
          let before = ([hidden] + states)[t]
          let (x, h, outputs) = (Array(inputs[t...]), Array(states[t...]), Array(outputs[t...]))
          return (
            cell.gradients(inputs: x, from: before, states: h, hiddenGradients: outputs),
            Mistaken.rnn(cell, x, [before] + h, hiddenGradients: outputs)
          )
        }
      }, line: line)
    let error = largestRelativeError(yours, right)
    expect(error < 1e-7, orSay: "the largest relative error is \(error)", line: line)
  }

  func test_5_4_gradientsMatchTheWorkedExample() {
    // Worked by hand in chapter 05: two steps, with the inputs 1 and 0.
    let inputs: [Matrix] = [[[1]], [[0]]]
    let outputs: [Matrix] = [[[-0.16784217]], [[0.71598389]]]
    expectThroughTime(pageCell, inputs, [[0]], outputs)
    expect(
      pageCell.gradients(
        inputs: inputs, from: [[0]],
        states: [[[0.8004990217606297]], [[0.4623133618990778]]], hiddenGradients: outputs),
      "gradients",
      equals: RNNGradients(
        inputs: [[[0.0408]], [[0.5630]]], initialHidden: [[0.0204]], inputWeights: [[0.0408]],
        recurrentWeights: [[0.4506]], bias: [[0.6038]]), within: 5e-5)
  }

  func test_5_4_gradientsMatchCentralDifferences() {
    trials(50) { generator in
      let (rows, inputs, units) = (generator.size(5), generator.size(4), generator.size(9))
      let length = generator.size(20)
      expectThroughTime(
        generator.rnnCell(inputSize: inputs, hiddenSize: units),
        generator.sequence(length, rows, inputs), generator.hidden(rows, units),
        generator.sequence(length, rows, units))
    }
  }

  func test_5_4_onlyTheLastStepHasAnOutput() {
    // Everything that earlier steps learn comes by way of the later ones.
    trials(10) { generator in
      let cell = generator.rnnCell(inputSize: 2, hiddenSize: 3)
      let outputs = (0..<5).map { t in generator.normal(2, 3) * (t == 4 ? 1 : 0) }
      expectThroughTime(
        cell, generator.sequence(5, 2, 2), generator.hidden(2, 3), outputs)
    }
  }

  func test_5_4_sequencesOfNoStepAndOfOne() {
    trials(5) { generator in
      let cell = generator.rnnCell(inputSize: 2, hiddenSize: 3)
      let hidden = generator.hidden(2, 3)
      expectThroughTime(cell, [], hidden, [])
      expectThroughTime(
        cell, generator.sequence(1, 2, 2), hidden, generator.sequence(1, 2, 3))
    }
  }

  func test_5_4_aLongSequenceOfLargeGradients() {
    // The unit stays near 0, where the tanh is nearly a line: what arrives at the last of 60 steps
    // is heard at the first, and large as it is, all of it.
    let cell = RNNCell(inputWeights: [[0.1]], recurrentWeights: [[1]], bias: [[0]])
    let inputs = (0..<60).map { t -> Matrix in [[t % 2 == 0 ? 0.3 : -0.3]] }
    let outputs = (0..<60).map { t -> Matrix in [[t == 59 ? 400 : 0]] }
    let states = Forward.states(cell, inputs, from: [[0.05]])
    expect(
      cell.gradients(inputs: inputs, from: [[0.05]], states: states, hiddenGradients: outputs),
      "gradients of 60 steps",
      equals: Mistaken.rnn(cell, inputs, [[[0.05]]] + states, hiddenGradients: outputs))
  }

  func test_5_4_aThousandthOfAGradientIsAThousandthEverywhere() {
    // The way back is linear in what arrives, however small that is.
    trials(5) { generator in
      let cell = generator.rnnCell(inputSize: 2, hiddenSize: 2)
      let (inputs, hidden) = (generator.sequence(6, 1, 2), generator.hidden(1, 2))
      let (outputs, tiny) = (generator.sequence(6, 1, 2), 0x1p-40)
      let right = Measured.rnn(cell, inputs, from: hidden, hiddenGradients: outputs)
      let yours = cell.gradients(
        inputs: inputs, from: hidden, states: Forward.states(cell, inputs, from: hidden),
        hiddenGradients: outputs.map { $0 * tiny })
      expect(
        RNNGradients(
          inputs: yours.inputs.map { $0 / tiny }, initialHidden: yours.initialHidden / tiny,
          inputWeights: yours.inputWeights / tiny,
          recurrentWeights: yours.recurrentWeights / tiny, bias: yours.bias / tiny),
        "gradients of a tiny loss, as many times as large", equals: right, within: 1e-9)
    }
  }

  func test_5_4_gradientsAgreeWithPyTorch() throws {
    try expectAgreement(with: Fixtures.decoded("pytorch-rnn"), within: 1e-10)
  }

  func test_5_4_gradientsAgreeWithKeras() throws {
    // On PyTorch, Keras 3.15 multiplies matrices of doubles in single precision.
    try expectAgreement(with: Fixtures.decoded("keras-rnn"), within: 1e-5)
  }

  private func expectAgreement(with golden: Golden, within tolerance: Double) {
    expect(golden.cases.count >= 12, orSay: "\(golden.library) has fewer than twelve cases")
    for golden in golden.cases {
      let cell = golden.rnnCell
      let states = Forward.states(cell, golden.sequence, from: Matrix(golden.initialHidden))
      expect(states, "states of \(golden.name)", equals: golden.states, within: tolerance)
      expect(
        cell.gradients(
          inputs: golden.sequence, from: Matrix(golden.initialHidden), states: states,
          hiddenGradients: golden.weightsOfOutputs),
        "gradients of \(golden.name)", equals: golden.rnnGradients, within: tolerance)
    }
  }
}

/// The network that chapters 02 and 05 work by hand: one unit, one input.
let pageCell = RNNCell(inputWeights: [[1]], recurrentWeights: [[0.5]], bias: [[0.1]])
