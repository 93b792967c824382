import Foundation
import LSTMGates
import LinearAlgebra
import VanillaRNN
import XCTest

@testable import Backpropagation

/// What the chapter gives beside its exercises.
final class Chapter05GivenTests: XCTestCase {
  /// The mean surprise of all predictions, in plain loops.
  private func loss(_ output: OutputLayer, _ states: [Matrix], _ targets: [[Int]]) -> Double {
    zip(states, targets).reduce(0) { sum, step in
      let logits = Forward.product(step.0, output.weights, bias: output.bias)
      return sum + Forward.crossEntropy(logits, step.1) / Double(states.count)
    }
  }

  private func expect<Value: NamedGradients>(
    _ yours: Value, _ measured: Value, line: UInt = #line
  ) {
    XCTAssertLessThan(largestRelativeError(yours, measured), 1e-7, line: line)
  }

  func testASumThatIsOverwrittenIsWrongAtTheStepsThatAreLost() {
    // The network of the page: of dU, 0.4506, all comes from step 2, and `=` for `+=` loses it.
    let inputs: [Matrix] = [[[1]], [[0]]]
    let outputs: [Matrix] = [[[-0.1678]], [[0.7160]]]
    let states = [[[0]]] + Forward.states(pageCell, inputs, from: [[0]])
    let strip = ThroughTimeStrip.rnn(steps: 2) { t in
      func gradients(_ change: (inout Mistaken.ThroughTime) -> Void = { _ in }) -> RNNGradients {
        Mistaken.rnn(
          pageCell, Array(inputs[t...]), Array(states[t...]),
          hiddenGradients: Array(outputs[t...]), change)
      }
      var yours = gradients()
      yours.recurrentWeights = gradients { $0.sum = { _, step, _, _ in step } }.recurrentWeights
      return (yours, gradients())
    }
    XCTAssertEqual(strip?.pattern, "Wrong only in U, at step 2 alone")
  }

  func testTheModelsGradientsMatchCentralDifferences() {
    for seed in 1...10 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let (rows, inputSize, units, symbols) = (2, 3, 4, 5)
      let output = OutputLayer(
        weights: generator.normal(units, symbols), bias: generator.normal(1, symbols))
      let inputs = generator.sequence(4, rows, inputSize)
      let targets = (0..<4).map { _ in generator.targets(rows, below: symbols) }

      let rnn = RNNModel(
        cell: generator.rnnCell(inputSize: inputSize, hiddenSize: units), output: output)
      let hidden = generator.hidden(rows, units)
      let states = Forward.states(rnn.cell, inputs, from: hidden)
      let rnnGradients = rnn.gradients(inputs, targets: targets, from: hidden)
      XCTAssertEqual(rnnGradients.loss, loss(output, states, targets), accuracy: 1e-12)
      XCTAssertEqual(
        rnnGradients.loss, rnn.loss(inputs, targets: targets, from: hidden), accuracy: 1e-12)
      expectOutput(rnnGradients.output, output, states, targets)
      expect(
        rnnGradients.cell,
        Measured.rnn(
          rnn.cell, inputs, from: hidden, hiddenGradients: measuredHidden(output, states, targets)))

      let lstm = LSTMModel(
        cell: generator.lstmCell(inputSize: inputSize, hiddenSize: units), output: output)
      let state = generator.state(rows, units)
      let records = Forward.records(lstm.cell, inputs, from: state)
      let gradients = lstm.gradients(inputs, targets: targets, from: state)
      let shown = records.map(\.state.hidden)
      XCTAssertEqual(gradients.loss, loss(output, shown, targets), accuracy: 1e-12)
      XCTAssertEqual(
        gradients.loss, lstm.loss(inputs, targets: targets, from: state), accuracy: 1e-12)
      expectOutput(gradients.output, output, shown, targets)
      expect(
        gradients.cell,
        Measured.lstm(
          lstm.cell, inputs, from: state, hiddenGradients: measuredHidden(output, shown, targets)))
      XCTAssertEqual(
        gradients.finalState.cell.values[0], records[3].state.cell.values[0], accuracy: 1e-12)
    }
  }

  private func measuredHidden(
    _ output: OutputLayer, _ states: [Matrix], _ targets: [[Int]]
  ) -> [Matrix] {
    states.indices.map { t in
      Measured.gradient(of: states[t]) { loss(output, states.replacing(t, by: $0), targets) }
    }
  }

  private func expectOutput(
    _ yours: OutputGradients, _ output: OutputLayer, _ states: [Matrix], _ targets: [[Int]],
    line: UInt = #line
  ) {
    let weights = Measured.gradient(of: output.weights) {
      loss(OutputLayer(weights: $0, bias: output.bias), states, targets)
    }
    let bias = Measured.gradient(of: output.bias) {
      loss(OutputLayer(weights: output.weights, bias: $0), states, targets)
    }
    XCTAssertLessThan(largestRelativeError(yours.weights, weights), 1e-7, line: line)
    XCTAssertLessThan(largestRelativeError(yours.bias, bias), 1e-7, line: line)
    XCTAssertLessThan(
      largestRelativeError(yours.hidden, measuredHidden(output, states, targets)), 1e-7, line: line)
  }

  func testASequenceOfNoStepHasNoLossAndNoGradient() {
    var generator = SeededGenerator(seed: 1)
    let model = LSTMModel(
      cell: generator.lstmCell(inputSize: 2, hiddenSize: 3),
      output: OutputLayer(weights: generator.normal(3, 2), bias: generator.normal(1, 2)))
    let state = generator.state(2, 3)
    let gradients = model.gradients([], targets: [], from: state)
    XCTAssertEqual(gradients.loss, 0)
    XCTAssertEqual(model.loss([], targets: [], from: state), 0)
    XCTAssertEqual(gradients.finalState, state)
    XCTAssertEqual(gradients.cell.inputWeights, Matrix(rows: 2, columns: 12))
    XCTAssertEqual(gradients.output.weights, Matrix(rows: 3, columns: 2))
  }

  func testRecordsHoldWhatTheStepsDid() {
    var generator = SeededGenerator(seed: 2)
    let cell = generator.lstmCell(inputSize: 2, hiddenSize: 3)
    let (inputs, state) = (generator.sequence(5, 2, 2), generator.state(2, 3))
    let records = cell.recorded(inputs, from: state)
    XCTAssertEqual(records.map(\.state), cell.unrolled(inputs, from: state))
    XCTAssertEqual(records.map(\.input), inputs)
    XCTAssertEqual(records.map(\.previous), [state] + records.dropLast().map(\.state))
    XCTAssertTrue(cell.recorded([], from: state).isEmpty)
  }

  func testWhatDoesNotFitIsNamed() {
    let logits: Matrix = [[1, 2], [3, 4]]
    XCTAssertNil(sequenceProblem(inputs: 3, states: 3, gradients: 3))
    XCTAssertEqual(
      sequenceProblem(inputs: 3, states: 2, gradients: 3),
      "3 inputs, 2 states and 3 gradients of states do not belong to one sequence: each step has "
        + "one of each")
    XCTAssertNil(windowProblem(1, inputs: 4, gradients: 4))
    XCTAssertEqual(
      windowProblem(0, inputs: 4, gradients: 4),
      "a window of 0 steps does not go forward: it needs at least 1")
    XCTAssertEqual(
      windowProblem(2, inputs: 4, gradients: 3),
      "4 inputs and 3 gradients of states do not belong to one sequence: each step has one of each")
    XCTAssertNil(targetsProblem([logits], targets: [[0, 1]]))
    XCTAssertEqual(
      targetsProblem([logits], targets: []),
      "1 steps with targets for 0: each step needs its targets")
    XCTAssertEqual(
      targetsProblem([logits], targets: [[1]]),
      "step 1 has 2 rows and 1 targets: each row needs one")
  }

  func testTheNumbersOfThePage() {
    // The output layer's numbers of the small network, and the loss measured on either side of u.
    let model = RNNModel(
      cell: pageCell, output: OutputLayer(weights: [[1, -1]], bias: [[0, 0]]))
    let gradients = model.gradients([[[1]], [[0]]], targets: [[0], [1]], from: [[0]])
    XCTAssertEqual(gradients.loss, 0.7212, accuracy: 5e-5)
    XCTAssertEqual(gradients.cell.inputWeights[0, 0], 0.0408, accuracy: 5e-5)
    XCTAssertEqual(gradients.cell.recurrentWeights[0, 0], 0.4506, accuracy: 5e-5)
    XCTAssertEqual(gradients.cell.bias[0, 0], 0.6038, accuracy: 5e-5)
    XCTAssertEqual(gradients.cell.initialHidden[0, 0], 0.0204, accuracy: 5e-5)
    XCTAssertEqual(gradients.output.hidden[0][0, 0], -0.1678, accuracy: 5e-5)
    XCTAssertEqual(gradients.output.hidden[1][0, 0], 0.7160, accuracy: 5e-5)
    for (u, loss) in [(0.51, 0.725726), (0.49, 0.716714)] {
      var moved = model
      moved.cell.recurrentWeights = [[u]]
      XCTAssertEqual(
        moved.loss([[[1]], [[0]]], targets: [[0], [1]], from: [[0]]), loss, accuracy: 5e-7)
    }
  }
}
