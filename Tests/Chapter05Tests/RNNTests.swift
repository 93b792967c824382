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
        "The slope of the tanh is missing on the way from the hidden state to the "
          + "pre-activation.": at(dh),
        "The slope of the tanh is taken at the previous hidden state; it belongs to the new one.":
          at(dh .* (1 - old .* old)),
        "The slope of the tanh is 1 − h², not 1 − h.": at(dh .* (1 - new)),
        "The hidden state has been through tanh a second time; it is a tanh already.":
          at(dh .* (1 - tanh(new) .* tanh(new))),
        "This is h² where the slope of the tanh should be.": at(dh .* new .* new),
        "This is the slope of σ; the state went through tanh.": at(dh .* new .* (1 - new)),
        "The previous hidden state's gradient has been through U as it stands; U[i, j] leads "
          + "from old unit i to new unit j, and the way back goes from j to i.":
          right.with { $0.previousHidden = delta * cell.recurrentWeights },
        "The input's gradient has been through W as it stands; the way back goes from unit to "
          + "input.": right.with { $0.input = isSquare ? delta * cell.inputWeights : $0.input },
        "U and W both stand as on the way forward; the way back goes against their arrows.":
          right.with {
            $0.input = isSquare ? delta * cell.inputWeights : $0.input
            $0.previousHidden = delta * cell.recurrentWeights
          },
        "The recurrent weights' gradient uses the new hidden state; on the way forward U met the "
          + "previous one.": right.with { $0.recurrentWeights = new.transposedTimes(delta) },
        "The recurrent weights' gradient is transposed: row i belongs to old unit i.":
          right.with { $0.recurrentWeights = $0.recurrentWeights.transposed },
        "The input weights' gradient is transposed: row i belongs to input i.":
          right.with { $0.inputWeights = $0.inputWeights.transposed },
        "Both weights' gradients are transposed: row i belongs to what went in.": right.with {
          $0.inputWeights = $0.inputWeights.transposed
          $0.recurrentWeights = $0.recurrentWeights.transposed
        },
        "The bias's gradient has one row for each sequence; one bias serves all of them.":
          right.with { $0.bias = delta },
        "The bias's gradient is that of the first row alone; one bias serves all rows.":
          right.with { $0.bias = delta.row(0) },
        "The bias's gradient is a mean over the rows; the mean was taken in the loss.":
          right.with { $0.bias = $0.bias / count },
        "Everything is divided by the number of rows; the mean was taken in the loss.":
          at(delta / count),
        "The weights' gradients are means over the rows; the mean was taken in the loss.":
          right.with {
            $0.inputWeights = $0.inputWeights / count
            $0.recurrentWeights = $0.recurrentWeights / count
            $0.bias = $0.bias / count
          },
        "The previous hidden state is told what arrived here, unchanged; its road leads through "
          + "the tanh and U.": right.with { $0.previousHidden = dh },
        "The bias has not passed the slope of the tanh: it stands inside the tanh.":
          right.with { $0.bias = dh.columnSums },
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
    let overwrittenRecurrent = with { $0.recurrentWeights = overwritten.recurrentWeights }
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
        "The weights' gradients are those of step 1 alone: each step has overwritten what the "
          + "later ones had contributed.": overwritten,
        "The weights' gradients are those of the last step alone; every step used the weights.":
          made { $0.sum = { soFar, step, t, count in t == count - 1 ? step : soFar } },
        "Each step hears from its own output alone; what the next step sends back is lost.":
          made { $0.arriving = { output, _ in output } },
        "Only the last step's output is heard, and the others' are lost: a hidden state feeds its "
          + "output as well as the next step.": Mistaken.rnn(
            cell, inputs, [hidden] + states,
            hiddenGradients: outputs.enumerated().map { $0 == last - 1 ? $1 : $1 * 0 }),
        "Nothing arrives at any hidden state.": onlyLast,
        "The steps are walked in the order of time; the news comes from the end.":
          made { $0.goesForward = true },
        "The inputs' gradients come in reverse order.": made { $0.reversesInputs = true },
        "The state after each step stands where the one before it should.":
          made { $0.before = { $0 + 1 } },
        "The recurrent weights' gradient is that of step 1 alone. Either it has been overwritten, "
          + "or each step starts from h(0) here.": cannotTell ? fromTheStart : right,
        "Each step starts from h(0) here; it started from the state that the step before left.":
          fromTheStart,
        "The slopes are those of the state before each step; the tanh made the one after.":
          made { $0.after = { $0 } },
        "The outputs' gradients are one step off.":
          made { $0.output = { t, count in min(t + 1, count - 1) } },
        "The outputs' gradients are taken in reverse order.":
          made { $0.output = { t, count in count - 1 - t } },
        "What arrives from the next step keeps what had arrived there before; it is used once.":
          made { $0.hiddenCarry = { $0 + $1 } },
        "The initial hidden state's gradient is zero; step 1 used that state too.":
          with { $0.initialHidden = $0.initialHidden * 0 },
        "The weights' gradients are means over the steps; contributions are added, and any mean "
          + "was taken in the loss.": with {
            $0.inputWeights = $0.inputWeights / length
            $0.recurrentWeights = $0.recurrentWeights / length
            $0.bias = $0.bias / length
          },
        "The bias's gradient is that of step 1 alone: it has been overwritten.":
          with { $0.bias = overwritten.bias },
        "The recurrent weights' gradient is that of step 1 alone: it has been overwritten.":
          overwrittenRecurrent,
        "The input weights' gradient is that of step 1 alone: it has been overwritten.":
          with { $0.inputWeights = overwritten.inputWeights },
        "What comes from the next step is added after the step; it must go through the same tanh, "
          + "so it belongs to what stepGradients is given.": made {
            $0.arriving = { output, _ in output }
            $0.hiddenCarry = { $0 + $1 }
          },
        "The output's gradient is added after the step; it must go through the same tanh, so it "
          + "belongs to what stepGradients is given.": outputsLate,
      ],
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
