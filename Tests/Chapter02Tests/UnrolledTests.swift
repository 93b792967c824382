import CourseTesting
import LinearAlgebra
import VanillaRNN
import XCTest

final class UnrolledTests: ExerciseTestCase {
  func test_2_2_statesMatchTheWorkedExample() {
    // Chapter 02, "By hand": one unit with w = 1, u = 0.5, b = 0.1 reads 1, 0, 0.
    let cell = RNNCell(inputWeights: [[1]], recurrentWeights: [[0.5]], bias: [[0.1]])
    let states: [Matrix] = [[[0.8005]], [[0.4623]], [[0.3196]]]
    let inputs: [Matrix] = [[[1]], [[0]], [[0]]]
    expect(
      cell.unrolled(inputs, from: [[0]]), "states", equals: states, within: 1e-4,
      mistakes: mistakes(cell, inputs, from: [[0]], states: states))
  }

  func test_2_2_anEmptySequenceHasNoStates() {
    let cell = RNNCell(inputWeights: [[1]], recurrentWeights: [[0.5]], bias: [[0.1]])
    expect(
      cell.unrolled([], from: [[0.25]]), "states of an empty sequence", equals: [],
      mistakes: [
        .initialIncluded: [[[0.25]]]
      ])
  }

  func test_2_2_aSequenceOfOneHasTheStateOfOneStep() {
    trials(20) { generator in
      let cell = generator.cell(inputSize: 2, hiddenSize: 3)
      let inputs = generator.sequence(length: 1, batch: 1, inputSize: 2)
      let start = generator.state(batch: 1, hiddenSize: 3)
      expect(
        cell.unrolled(inputs, from: start), "states of a sequence of one",
        equals: [Reference.step(cell, inputs[0], from: start)],
        mistakes: [
          .fromZeros: [Reference.step(cell, inputs[0], from: start * 0)],
          .oneStepOff: [start],
        ])
    }
  }

  func test_2_2_unrollingEqualsStepping() {
    trials(20) { generator in
      let (batch, inputSize, hiddenSize) = (generator.size(), generator.size(), generator.size())
      let cell = generator.cell(inputSize: inputSize, hiddenSize: hiddenSize)
      let inputs = generator.sequence(
        length: 2 + generator.integer(below: 6), batch: batch, inputSize: inputSize)
      let start = generator.state(batch: batch, hiddenSize: hiddenSize)
      let states = Reference.states(cell, inputs, from: start)
      expect(
        cell.unrolled(inputs, from: start), "states", equals: states,
        mistakes: mistakes(cell, inputs, from: start, states: states),
        suppositions: suppose("x(t)", inputs) { Reference.states(cell, $0, from: start) }
          + suppose("h(0)", start) { Reference.states(cell, inputs, from: $0) }
          + Reference.suppositions(cell) { Reference.states($0, inputs, from: start) },
        variations: vary("h(0)", start, hasSequences: true) {
          cell.unrolled(inputs, from: $0)
        } right: {
          Reference.states(cell, inputs, from: $0)
        }
          + vary("x(1)", inputs[0], hasSequences: true) {
            cell.unrolled([$0] + inputs.dropFirst(), from: start)
          } right: {
            Reference.states(cell, [$0] + inputs.dropFirst(), from: start)
          })
      var hidden = start
      for input in inputs { hidden = cell.step(input, from: hidden) }
      expect(hidden, "state after your own step was called for each input", equals: states.last!)
    }
  }

  func test_2_2_aUnitAtRestStillReads() {
    // Without a bias the state stays at 0 until something comes in, and rests again at the end.
    let cell = RNNCell(inputWeights: [[1]], recurrentWeights: [[0.5]], bias: [[0]])
    let inputs: [Matrix] = [0, 0, 1, 0, 0, -1].map { [[$0]] }
    let states = Reference.states(cell, inputs, from: [[0]])
    expect(
      cell.unrolled(inputs, from: [[0]]), "states after two inputs of 0", equals: states,
      mistakes: mistakes(cell, inputs, from: [[0]], states: states))
  }

  func test_2_2_eachRowIsASequenceOfItsOwn() {
    trials(20) { generator in
      let cell = generator.cell(inputSize: 2, hiddenSize: 3)
      let inputs = generator.sequence(length: 5, batch: 3, inputSize: 2)
      let start = generator.state(batch: 3, hiddenSize: 3)
      let yours = cell.unrolled(inputs, from: start)
      for row in 0..<3 {
        expect(
          yours.map { $0.rows > row ? $0.row(row) : $0 }, "states of row \(row)",
          equals: Reference.states(cell, inputs.map { $0.row(row) }, from: start.row(row)))
      }
    }
  }

  private func mistakes(
    _ cell: RNNCell, _ inputs: [Matrix], from start: Matrix, states: [Matrix]
  ) -> KeyValuePairs<Mistake, [Matrix]> {
    [
      .notCarried: inputs.map { Reference.step(cell, $0, from: start) },
      .argumentsSwapped: swapped(cell, inputs, from: start),
      .firstSkipped: Reference.states(cell, Array(inputs.dropFirst()), from: start),
      .initialIncluded: [start] + states,
      // It may stand there only where there is no other.
      .initialIncluded: states,
      .oneStepOff: [start] + states.dropLast(),
      .lastMissing: Array(states.dropLast()),
      .onlyLast: [states.last!],
      .reversed: states.reversed(),
      .readsBackwards: Reference.states(cell, inputs.reversed(), from: start),
      .fromZeros: Reference.states(cell, inputs, from: start * 0),
    ]
  }

  /// The states where each step takes the input for the state and the state for the input; none
  /// where the shapes do not allow that.
  private func swapped(_ cell: RNNCell, _ inputs: [Matrix], from start: Matrix) -> [Matrix] {
    guard cell.inputSize == cell.hiddenSize else { return [] }
    var hidden = start
    return inputs.map { input in
      hidden = Reference.step(cell, hidden, from: input)
      return hidden
    }
  }
}
