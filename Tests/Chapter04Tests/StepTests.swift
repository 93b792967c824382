import CourseTesting
import Foundation
import LSTMGates
import LinearAlgebra
import XCTest

/// Exercises 4.4 and 4.5: the whole step, and a whole sequence.
final class StepTests: ExerciseTestCase {

  // MARK: 4.4

  private func expectStep(
    _ cell: LSTMCell, _ input: Matrix, _ state: LSTMState, line: UInt = #line
  ) {
    func made(_ change: (inout Variant) -> Void) -> LSTMState {
      referenceStep(cell, input, state, Variant(change))
    }
    let gates = referenceGates(
      referencePreactivations(cell, input, state.hidden), hiddenSize: cell.hiddenSize)
    let squashed = made { _ in }.cell.map { Foundation.tanh($0) }
    expect(
      cell.step(input, from: state), "step", equals: made { _ in }, within: 1e-9,
      mistakes: [
        .hiddenFromOldCell: made { $0.nextHidden = { old, _, o in o * Foundation.tanh(old) } },
        .noTanh: made { $0.nextHidden = { _, c, o in o * c } },
        .tanhOfTheProduct: made { $0.nextHidden = { _, c, o in Foundation.tanh(o * c) } },
        .noOutputGate: made { $0.nextHidden = { _, c, _ in Foundation.tanh(c) } },
        .sigmoidForTanh: made { $0.nextHidden = { _, c, o in o * logistic(c) } },
        .statesExchanged: made { $0.swapsStates = true },
        .gatesFromCell: made { $0.readsCellForGates = true },
        .keepsHidden: made { $0.keepsHiddenForCell = true },
        .outputMatrixProduct: shown(made { _ in }, as: matrixProduct(gates.outputGate, squashed)),
        .carriesSquashedCell: carrying(made { _ in }) { Foundation.tanh($0) },
        .carriesShownCell: hidden(made { _ in }, times: gates.outputGate),
        .cellNotAdvanced: LSTMState(hidden: made { _ in }.hidden, cell: state.cell),
      ],
      suppositions: suppose("x(t)", input) { referenceStep(cell, $0, state) }
        + suppose("h(t-1)", state.hidden) {
          referenceStep(cell, input, LSTMState(hidden: $0, cell: state.cell))
        }
        + suppose("c(t-1)", state.cell) {
          referenceStep(cell, input, LSTMState(hidden: state.hidden, cell: $0))
        }
        + suppositions(cell) { referenceStep($0, input, state) },
      variations: vary("x(t)", input, hasSequences: true) {
        cell.step($0, from: state)
      } right: {
        referenceStep(cell, $0, state)
      }
        + vary("h(t-1)", state.hidden, hasSequences: true) {
          cell.step(input, from: LSTMState(hidden: $0, cell: state.cell))
        } right: {
          referenceStep(cell, input, LSTMState(hidden: $0, cell: state.cell))
        }
        + vary("c(t-1)", state.cell, hasSequences: true) {
          cell.step(input, from: LSTMState(hidden: state.hidden, cell: $0))
        } right: {
          referenceStep(cell, input, LSTMState(hidden: state.hidden, cell: $0))
        }, line: line)
  }

  private func carrying(_ state: LSTMState, _ change: (Double) -> Double) -> LSTMState {
    LSTMState(hidden: state.hidden, cell: state.cell.map(change))
  }

  private func shown(_ state: LSTMState, as hidden: Matrix) -> LSTMState {
    LSTMState(
      hidden: hidden.shape == state.cell.shape ? hidden : state.cell * Double.nan, cell: state.cell)
  }

  private func hidden(_ state: LSTMState, times outputGate: Matrix) -> LSTMState {
    LSTMState(
      hidden: state.hidden,
      cell: build(rows: state.cell.rows, columns: state.cell.columns) { row, unit in
        state.cell[row, unit] * outputGate[row, unit]
      })
  }

  func test_4_4_stepMatchesTheWorkedExample() {
    // Worked by hand in chapter 04: three steps, with the inputs 1, 0 and -1.
    let states = [
      LSTMState(hidden: [[0]], cell: [[0]]), LSTMState(hidden: [[0.3287]], cell: [[0.7882]]),
      LSTMState(hidden: [[0.1815]], cell: [[0.6933]]),
      LSTMState(hidden: [[0.0761]], cell: [[0.6772]]),
    ]
    for t in 0..<3 {
      expectStep(handUnit, handInputs[t], states[t])
      expect(
        handUnit.step(handInputs[t], from: states[t]), "step \(t + 1)", equals: states[t + 1],
        within: 2e-4)
    }
  }

  func test_4_4_aGateActsOnEachNumberAlone() {
    // As many sequences as units: here a product of matrices has the right shape too.
    trials(5) { generator in
      expectStep(
        randomCell(inputSize: 3, hiddenSize: 2, using: &generator),
        .normal(rows: 2, columns: 3, using: &generator),
        randomState(batch: 2, hiddenSize: 2, using: &generator))
    }
  }

  func test_4_4_stepMatchesPlainLoops() {
    trials(20) { generator in
      let batch = 1 + generator.integer(below: 4)
      let units = 1 + generator.integer(below: 4)
      let cell = randomCell(inputSize: 3, hiddenSize: units, using: &generator)
      expectStep(
        cell, .normal(rows: batch, columns: 3, using: &generator),
        randomState(batch: batch, hiddenSize: units, using: &generator))
    }
  }

  func test_4_4_outputGateOfZeroHidesAndOfOneShows() {
    // The biases decide alone: two units that keep a cell state of 2 and write nothing, the output
    // gate of the first shut, of the second open.
    let cell = LSTMCell(
      inputWeights: Matrix(rows: 1, columns: 8), recurrentWeights: Matrix(rows: 2, columns: 8),
      bias: [[-50, -50, 50, 50, 0, 0, -50, 50]])
    let state = LSTMState(hidden: [[0.3, 0.3]], cell: [[2, 2]])
    expectStep(cell, [[1]], state)
    // tanh(2) = 0.9640
    expect(
      cell.step([[1]], from: state), "step",
      equals: LSTMState(hidden: [[0, 0.9640]], cell: [[2, 2]]), within: 1e-4)
  }

  func test_4_4_statesKeepTheirBounds() {
    trials(20) { generator in
      let cell = randomCell(inputSize: 2, hiddenSize: 3, using: &generator)
      let before = randomState(batch: 4, hiddenSize: 3, using: &generator)
      let input = Matrix.normal(rows: 4, columns: 2, using: &generator)
      expectStep(cell, input, before)
      let after = cell.step(input, from: before)
      expect(
        after.hidden.values.allSatisfy { abs($0) < 1 },
        orSay: "a hidden state is outside -1…1: σ times tanh cannot be")
      expect(
        zip(after.cell.values, before.cell.values).allSatisfy { abs($0) <= abs($1) + 1 },
        orSay: "a cell state moved from c to more than |c| + 1: gates of at most 1 cannot do that")
    }
  }

  func test_4_4_eachSequenceOfABatchStandsAlone() {
    trials(10) { generator in
      let cell = randomCell(inputSize: 3, hiddenSize: 2, using: &generator)
      let input = Matrix.normal(rows: 4, columns: 3, using: &generator)
      let state = randomState(batch: 4, hiddenSize: 2, using: &generator)
      expectStep(cell, input, state)
      let whole = referenceStep(cell, input, state)
      for row in 0..<4 {
        expect(
          cell.step(input.row(row), from: state.row(row)), "step of row \(row) alone",
          equals: whole.row(row))
      }
    }
  }

  func test_4_4_stepAgreesWithPyTorch() throws {
    try expectAgreement(with: Fixtures.decoded("pytorch-lstm-cell"))
  }

  func test_4_4_stepAgreesWithKeras() throws {
    try expectAgreement(with: Fixtures.decoded("keras-lstm-cell"))
  }

  private func expectAgreement(with fixture: GoldenNumbers) {
    expect(fixture.cases.count >= 6, orSay: "\(fixture.library) has fewer than six cases")
    for golden in fixture.cases {
      let cell = golden.lstmCell
      var state = golden.initialState
      for (t, input) in golden.inputs.enumerated() {
        expectStep(cell, input, state)
        expect(
          cell.step(input, from: state), "step \(t + 1) of \(fixture.library)'s \(golden.name)",
          equals: golden.states[t],
          within: 1e-6)
        // The next step starts from what the library computed: one mistake is reported once.
        state = golden.states[t]
      }
    }
  }

  // MARK: 4.5

  private func expectUnrolled(
    _ cell: LSTMCell, _ inputs: [Matrix], from state: LSTMState, line: UInt = #line
  ) {
    func made(carry: (LSTMState) -> LSTMState) -> [LSTMState] {
      referenceUnrolled(cell, inputs, from: state, carry: carry)
    }
    let right = made { $0 }
    let zeros = LSTMState.zeros(batch: state.cell.rows, hiddenSize: state.cell.columns)
    expect(
      cell.unrolled(inputs, from: state), "states", equals: right, within: 1e-9,
      mistakes: [
        .notCarried: made { _ in state },
        .cellNotCarried: made { LSTMState(hidden: $0.hidden, cell: state.cell) },
        .hiddenNotCarried: made { LSTMState(hidden: state.hidden, cell: $0.cell) },
        .hiddenAsCell: made { LSTMState(hidden: $0.hidden, cell: $0.hidden) },
        .cellAsHidden: made { LSTMState(hidden: $0.cell, cell: $0.cell) },
        .fromZeros: referenceUnrolled(cell, inputs, from: zeros),
        .initialAmongThem: [state] + right,
        .initialForLast: Array(([state] + right).dropLast()),
        .lastStepFirst: right.reversed(),
        .inputsBackwards: referenceUnrolled(cell, inputs.reversed(), from: state),
        .lastAlone: Array(right.suffix(1)),
        .lastAlone: Array(([state] + right).suffix(1)),
      ],
      suppositions: suppose("x(t)", inputs) { referenceUnrolled(cell, $0, from: state) }
        + suppose("h(0)", state.hidden) {
          referenceUnrolled(cell, inputs, from: LSTMState(hidden: $0, cell: state.cell))
        }
        + suppose("c(0)", state.cell) {
          referenceUnrolled(cell, inputs, from: LSTMState(hidden: state.hidden, cell: $0))
        }
        + suppositions(cell) { referenceUnrolled($0, inputs, from: state) },
      line: line)
  }

  func test_4_5_unrollingMatchesTheWorkedExample() {
    // Worked by hand in chapter 04, from both starts of the page.
    let start = LSTMState(hidden: [[0.5]], cell: [[-2]])
    expectUnrolled(handUnit, handInputs, from: start)
    expect(
      handUnit.unrolled(handInputs, from: start), "states",
      equals: [
        LSTMState(hidden: [[-0.4195]], cell: [[-0.9643]]),
        LSTMState(hidden: [[-0.1543]], cell: [[-0.8140]]),
        LSTMState(hidden: [[-0.0749]], cell: [[-0.8156]]),
      ], within: 1e-4)
    expect(
      handUnit.unrolled(handInputs, from: .zeros(batch: 1, hiddenSize: 1)), "states",
      equals: [
        LSTMState(hidden: [[0.3287]], cell: [[0.7882]]),
        LSTMState(hidden: [[0.1815]], cell: [[0.6933]]),
        LSTMState(hidden: [[0.0761]], cell: [[0.6772]]),
      ], within: 1e-4)
  }

  func test_4_5_unrollingMatchesPlainLoops() {
    trials(20) { generator in
      let batch = 1 + generator.integer(below: 3)
      let units = 1 + generator.integer(below: 3)
      let cell = randomCell(inputSize: 2, hiddenSize: units, using: &generator)
      expectUnrolled(
        cell,
        randomInputs(
          2 + generator.integer(below: 5), batch: batch, inputSize: 2, using: &generator),
        from: randomState(batch: batch, hiddenSize: units, using: &generator))
    }
  }

  func test_4_5_aCellStateMayBeLarge() {
    var generator = SeededGenerator(seed: 45)
    let cell = randomCell(inputSize: 2, hiddenSize: 2, using: &generator)
    let inputs = randomInputs(3, batch: 2, inputSize: 2, using: &generator)
    let start = LSTMState(hidden: [[0.1, -0.2], [0.3, 0]], cell: [[150, -3000], [20, 1e6]])
    expectUnrolled(cell, inputs, from: start)
  }

  func test_4_5_sequencesOfNoStepAndOfOne() {
    trials(5) { generator in
      let cell = randomCell(inputSize: 2, hiddenSize: 3, using: &generator)
      let state = randomState(batch: 2, hiddenSize: 3, using: &generator)
      expectUnrolled(cell, [], from: state)
      expectUnrolled(cell, randomInputs(1, batch: 2, inputSize: 2, using: &generator), from: state)
    }
  }

  func test_4_5_twoHalvesMakeTheWhole() {
    trials(10) { generator in
      let cell = randomCell(inputSize: 2, hiddenSize: 2, using: &generator)
      let inputs = randomInputs(6, batch: 2, inputSize: 2, using: &generator)
      let start = randomState(batch: 2, hiddenSize: 2, using: &generator)
      expectUnrolled(cell, inputs, from: start)
      let whole = referenceUnrolled(cell, inputs, from: start)
      expect(
        cell.unrolled(Array(inputs[3...]), from: whole[2]),
        "states of the second half, from where the first ended", equals: Array(whole[3...]))
    }
  }
}

extension LSTMState {
  fileprivate func row(_ index: Int) -> LSTMState {
    LSTMState(hidden: hidden.row(index), cell: cell.row(index))
  }
}
