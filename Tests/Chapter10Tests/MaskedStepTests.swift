import Backpropagation
import CourseTesting
import LSTMGates
import LinearAlgebra
import UnequalLengths
import XCTest

/// Exercise 10.2: a step that stands still.
final class MaskedStepTests: ExerciseTestCase {
  private func expectStep(
    _ cell: LSTMCell, _ input: Matrix, _ state: LSTMState, _ mask: Matrix, line: UInt = #line
  ) {
    let yours = cell.maskedStep(input, from: state, mask: mask)
    let right = Plain.maskedStep(cell, input, from: state, mask: mask)
    let (new, gates) = (right.step.state, right.step.gates)
    let turned = mask * -1 + 1
    func states(_ hidden: Matrix, _ memory: Matrix) -> Named {
      Named(LSTMState(hidden: hidden, cell: memory))
    }
    let blank = build(input.rows, input.columns) { mask[$0, 0] * input[$0, $1] }
    let nothingRead = Plain.step(cell, blank, from: state).state
    let zeros = state.hidden * 0
    expect(
      Named(yours.state), "states after a masked step", equals: Named(right.state), within: 1e-12,
      mistakes: [
        .maskInStepTurned: states(
          chosen(state.hidden, new.hidden, turned), chosen(state.cell, new.cell, turned)),
        .nothingStands: Named(new),
        .everythingStands: Named(state),
        .cellMoves: states(right.state.hidden, new.cell),
        .hiddenMoves: states(new.hidden, right.state.cell),
        .stateErased: states(
          chosen(zeros, new.hidden, mask), chosen(zeros, new.cell, mask)),
        .hiddenErased: states(chosen(zeros, new.hidden, mask), right.state.cell),
        .shownAnew: states(
          build(zeros.rows, zeros.columns) {
            gates.outputGate[$0, $1] * tanh(right.state.cell[$0, $1])
          },
          right.state.cell),
        .onlyTheInput: Named(nothingRead),
        .oldAdded: states(
          state.hidden + chosen(zeros, new.hidden, mask),
          state.cell + chosen(zeros, new.cell, mask)),
        .statesExchanged: states(
          chosen(state.cell, new.hidden, mask), chosen(state.hidden, new.cell, mask)),
      ],
      line: line)
    expect(yours.mask, "the record's mask", equals: mask, within: 0, line: line)
    expect(
      Named(yours.step.state), "the record's step, which all rows make", equals: Named(new),
      within: 1e-12, line: line)
  }

  func test_10_2_rowsOfPaddingStandStill() {
    trials(20) { generator in
      let (rows, inputs, units) = (generator.size(5), generator.size(4), generator.size(4))
      let cell = generator.lstmCell(inputs, units)
      expectStep(
        cell, generator.normal(rows, inputs), generator.state(rows, units), generator.mask(rows))
    }
  }

  func test_10_2_allRowsOrNone() {
    var generator = SeededGenerator(seed: 7)
    let cell = generator.lstmCell(3, 2)
    let (input, state) = (generator.normal(4, 3), generator.state(4, 2))
    for value in [1.0, 0] {
      expectStep(cell, input, state, Matrix(rows: 4, columns: 1, repeating: value))
    }
  }

  func test_10_2_theStatesOfThePage() {
    // One unit that has read "good" and one that has more to read.
    let cell = LSTMCell(
      inputWeights: [[0, 0, 2, 0]], recurrentWeights: [[0, 0, 0, 0]], bias: [[0, 1, 0, 0]])
    let state = LSTMState(hidden: [[0.5], [0.5]], cell: [[1], [1]])
    expectStep(cell, [[1], [0]], state, [[1], [0]])
  }

  /// The states at the end, with each sequence's inputs padded by rows of large numbers.
  private func ends(
    _ cell: LSTMCell, _ sequences: [[Matrix]], steps: Int, _ side: Side,
    using generator: inout SeededGenerator
  ) -> LSTMState {
    func place(_ row: Int, _ step: Int) -> Int {
      side == .right ? step : step - (steps - sequences[row].count)
    }
    var (inputs, mask): ([Matrix], [Matrix]) = ([], [])
    for step in 0..<steps {
      var x = generator.normal(sequences.count, cell.inputWeights.rows, 100)
      var m = Matrix(rows: sequences.count, columns: 1)
      for row in sequences.indices where sequences[row].indices.contains(place(row, step)) {
        for column in 0..<x.columns { x[row, column] = sequences[row][place(row, step)][0, column] }
        m[row, 0] = 1
      }
      inputs.append(x)
      mask.append(m)
    }
    let start = LSTMState.zeros(
      batch: sequences.count, hiddenSize: cell.recurrentWeights.rows)
    return cell.maskedRecords(inputs, mask: mask, from: start).last?.state ?? start
  }

  func test_10_2_morePaddingChangesNoDigit() {
    trials(5) { generator in
      let cell = generator.lstmCell(3, 4)
      let sequences = [4, 1, 6, 2].map { length in
        (0..<length).map { _ in generator.normal(1, 3) }
      }
      let few = ends(cell, sequences, steps: 6, .right, using: &generator)
      for (steps, side) in [(6, Side.left), (20, .left), (7, .right), (60, .right)] {
        let more = ends(cell, sequences, steps: steps, side, using: &generator)
        expect(
          Named(more), "states after \(steps) steps, padded on the \(side), beside those after 6",
          equals: Named(few), within: 0)
      }
    }
  }

  func test_10_2_aSequenceGetsWhatItGetsAlone() {
    trials(5) { generator in
      let cell = generator.lstmCell(2, 3)
      let sequences = [3, 1, 5].map { length in
        (0..<length).map { _ in generator.normal(1, 2) }
      }
      let together = ends(cell, sequences, steps: 9, .right, using: &generator)
      for (row, sequence) in sequences.enumerated() {
        expect(
          Named(LSTMState(hidden: together.hidden.row(row), cell: together.cell.row(row))),
          "states of sequence \(row)", equals: Named(Plain.alone(cell, sequence)), within: 1e-12)
      }
    }
  }

  func test_10_2_theSameAsPyTorchsPackedSequences() throws {
    for golden in try Golden.read().sequences {
      let cell = golden.cell
      let start = LSTMState.zeros(
        batch: golden.lengths.count, hiddenSize: cell.recurrentWeights.rows)
      let records = cell.maskedRecords(
        golden.inputs.map { Matrix($0) }, mask: golden.mask, from: start)
      expect(
        Named(records.last?.state ?? start), golden.name,
        equals: Named(
          LSTMState(hidden: Matrix(golden.lastHidden), cell: Matrix(golden.lastCell))),
        within: 1e-10)
    }
  }
}
