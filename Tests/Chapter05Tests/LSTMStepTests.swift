import CourseTesting
import LSTMGates
import LinearAlgebra
import XCTest

@testable import Backpropagation

/// Exercise 5.5: one step of the LSTM.
final class LSTMStepTests: ExerciseTestCase {
  override var columnBlocks: [String] { gateNames }

  private func expectStep(
    _ cell: LSTMCell, _ input: Matrix, _ state: LSTMState, _ dh: Matrix, _ dc: Matrix,
    line: UInt = #line
  ) {
    let record = Forward.step(cell, input, from: state)
    let right = Measured.lstmStep(cell, input, state, hiddenGradient: dh, cellGradient: dc)
    let parts = Mistaken.LSTMParts(record, dh, dc)
    func made(_ change: (inout Mistaken.LSTMParts) -> Void) -> LSTMStepGradients {
      var copy = parts
      change(&copy)
      return Mistaken.lstmStep(cell, record, copy)
    }
    func reaching(_ memory: @escaping (Mistaken.LSTMParts) -> Matrix) -> LSTMStepGradients {
      Mistaken.lstmStep(cell, record, Mistaken.LSTMParts(record, dh, dc, cell: memory))
    }
    func at(_ blocks: [Matrix]) -> LSTMStepGradients {
      Mistaken.lstmStep(cell, record, parts, preactivations: .sideBySide(blocks))
    }
    let p = parts
    let (i, f, g, o) = (p.i, p.f, p.g, p.o)
    let delta = p.preactivations
    let count = Double(input.rows)
    let shownBefore = tanh(p.oldCell)
    var oldParts = Mistaken.LSTMParts(record, dh, dc) {
      $0.cellGradient + $0.hiddenGradient .* $0.o .* (1 - shownBefore .* shownBefore)
    }
    oldParts.atO = (dh .* shownBefore .* o .* (1 - o))
    let throughTheOldCell = Mistaken.lstmStep(cell, record, oldParts)
    let yours = cell.stepGradients(record, hiddenGradient: dh, cellGradient: dc)
    expect(
      yours, "gradients", equals: right, within: 1e-9,
      mistakes: [
        .noSlopeAtTheWindow: reaching { $0.cellGradient + $0.hiddenGradient .* $0.o },
        .carryLost: reaching { $0.hiddenGradient .* $0.o .* (1 - $0.shown .* $0.shown) },
        .windowLost: reaching { $0.cellGradient },
        .noOutputGate: reaching {
          $0.cellGradient + $0.hiddenGradient .* (1 - $0.shown .* $0.shown)
        },
        .slopeOfTheCell: reaching {
          $0.cellGradient + $0.hiddenGradient .* $0.o .* (1 - $0.newCell .* $0.newCell)
        },
        .slopeOfTheHidden: reaching {
          let hidden = $0.o .* $0.shown
          return $0.cellGradient + $0.hiddenGradient .* $0.o .* (1 - hidden .* hidden)
        },
        .windowSlopeOfOldCell: reaching {
          let old = tanh($0.oldCell)
          return $0.cellGradient + $0.hiddenGradient .* $0.o .* (1 - old .* old)
        },
        .hiddenBesideTheWindow: reaching { $0.cellGradient + $0.hiddenGradient },
        .newCellForOld: made { $0.atF = (p.cell .* p.newCell .* f .* (1 - f)) },
        .candidateAsAGate: made { $0.atG = (p.cell .* i .* g .* (1 - g)) },
        .gatesAsCandidates: made {
          $0.atI = (p.cell .* g .* (1 - i .* i))
          $0.atF = (p.cell .* p.oldCell .* (1 - f .* f))
          $0.atO = (dh .* p.shown .* (1 - o .* o))
        },
        .inputGateWithoutSlope: made { $0.atI = (p.cell .* g) },
        .forgetGateWithoutSlope: made { $0.atF = (p.cell .* p.oldCell) },
        .outputGateWithoutSlope: made { $0.atO = (dh .* p.shown) },
        .inputGateAsTanh: made { $0.atI = (p.cell .* g .* (1 - i .* i)) },
        .forgetGateAsTanh: made { $0.atF = (p.cell .* p.oldCell .* (1 - f .* f)) },
        .outputGateAsTanh: made { $0.atO = (dh .* p.shown .* (1 - o .* o)) },
        .windowShowsTheOldCell: throughTheOldCell,
        .noSlopes: at([p.cell .* g, p.cell .* p.oldCell, p.cell .* i, dh .* p.shown]),
        .gatesWithoutSlope: at([p.cell .* g, p.cell .* p.oldCell, p.atG, dh .* p.shown]),
        .candidateWithoutSlope: made { $0.atG = (p.cell .* i) },
        .inputGateByItself: made { $0.atI = (p.cell .* i .* i .* (1 - i)) },
        .candidateByItself: made { $0.atG = (p.cell .* g .* (1 - g .* g)) },
        .bothByThemselves: made {
          $0.atI = (p.cell .* i .* i .* (1 - i))
          $0.atG = (p.cell .* g .* (1 - g .* g))
        },
        .outputGateByCell: made { $0.atO = (dh .* p.newCell .* o .* (1 - o)) },
        .outputGateFromCell: made { $0.atO = (p.cell .* p.shown .* o .* (1 - o)) },
        .orderIFOG: at([p.atI, p.atF, p.atO, p.atG]),
        .inputAndForgetExchanged: at([p.atF, p.atI, p.atG, p.atO]),
        .forgetAndCandidateExchanged: at([p.atI, p.atG, p.atF, p.atO]),
        .orderOIFG: at([p.atO, p.atI, p.atF, p.atG]),
        .beltWithoutForgetGate: made { $0.previousCell = p.cell },
        .beltWithoutWindow: made { $0.previousCell = (dc .* f) },
        .beltThroughInputGate: made { $0.previousCell = (p.cell .* i) },
        .beltCutAtOnce: made { $0.previousCell = p.cell * 0 },
        .hiddenUnchangedThroughGates: right.with { $0.previousHidden = dh },
        .newStateForOld: right.with {
          $0.recurrentWeights = record.state.hidden.transposedTimes(delta)
        },
        .cellForHidden: right.with { $0.recurrentWeights = p.oldCell.transposedTimes(delta) },
        .weightsTransposed: right.with {
          $0.inputWeights = $0.inputWeights.transposed
          $0.recurrentWeights = $0.recurrentWeights.transposed
        },
        .biasNotSummed: right.with { $0.bias = delta },
        .biasFirstRow: right.with { $0.bias = delta.row(0) },
        .biasAveraged: right.with { $0.bias = $0.bias / count },
        .weightsAveragedOverRows: right.with {
          $0.inputWeights = $0.inputWeights / count
          $0.recurrentWeights = $0.recurrentWeights / count
          $0.bias = $0.bias / count
        },
        .oneBlockLedBack: right.with {
          $0.previousHidden = p.atI.timesTransposed(
            cell.recurrentWeights.columns(0..<cell.hiddenSize))
        },
      ], probe: wrongDeltas(yours.bias, right.bias), line: line)
    let error = largestRelativeError(yours, right)
    expect(error < 1e-7, orSay: "the largest relative error is \(error)", line: line)
  }

  /// Where to look when no mistake has been recognised. The bias's gradient is the sum of the rows
  /// of the four δ, so that it tells which of them are wrong.
  private func wrongDeltas(_ yours: Matrix, _ right: Matrix) -> String {
    guard yours.shape == right.shape else {
      return "The bias's gradient is the sum of the rows of the four δ, side by side."
    }
    let size = right.columns / 4
    let isWrong = (0..<4).map { gate in
      let columns = gate * size..<(gate + 1) * size
      return difference(yours.columns(columns), from: right.columns(columns), within: 1e-9) != nil
    }
    if isWrong == [true, true, true, false] {
      return
        "Of the four δ, only δ_o is right: the others share dc, the gradient at the cell state."
    }
    let names = zip(["δ_i", "δ_f", "δ_g", "δ_o"], isWrong).filter(\.1).map(\.0)
    return names.isEmpty
      ? "The bias has the right gradient, so the four δ are right: look at what is made of them."
      : "The bias's gradient tells where to look first: at " + names.joined(separator: ", ") + "."
  }

  func test_5_5_stepMatchesTheWorkedExample() {
    // Worked by hand in chapter 05: step 2 of chapter 04's unit. The input is 0.
    let before = Forward.step(handUnit, [[1]], from: .zeros(batch: 1, hiddenSize: 1)).state
    expectStep(handUnit, [[0]], before, [[1]], [[0.5]])
    expect(
      handUnit.stepGradients(
        Forward.step(handUnit, [[0]], from: before), hiddenGradient: [[1]], cellGradient: [[0.5]]),
      "gradients",
      equals: LSTMStepGradients(
        input: [[0.2757]], previousHidden: [[-0.0972]], previousCell: [[0.6761]],
        inputWeights: [[0, 0, 0, 0]], recurrentWeights: [[-0.0131, 0.0044, 0.0485, 0.0416]],
        bias: [[-0.0398, 0.0134, 0.1476, 0.1266]]), within: 5e-5)
  }

  func test_5_5_stepMatchesCentralDifferences() {
    trials(50) { generator in
      let (rows, inputs, units) = (generator.size(5), generator.size(5), generator.size(9))
      expectStep(
        generator.lstmCell(inputSize: inputs, hiddenSize: units), generator.normal(rows, inputs),
        generator.state(rows, units), generator.normal(rows, units),
        generator.normal(rows, units))
    }
  }

  func test_5_5_gradientReachesTheCellByTwoRoads() {
    // Through the window alone, along the belt alone, and by neither.
    trials(10) { generator in
      let cell = generator.lstmCell(inputSize: 2, hiddenSize: 3)
      let (input, state) = (generator.normal(2, 2), generator.state(2, 3))
      let (dh, dc) = (generator.normal(2, 3), generator.normal(2, 3))
      expectStep(cell, input, state, dh, dc * 0)
      expectStep(cell, input, state, dh * 0, dc)
      expectStep(cell, input, state, dh * 0, dc * 0)
    }
  }

  func test_5_5_aLargeCellStateShutsTheWindow() {
    // The slope of the tanh is 0 at a cell state of some hundreds, where exp overflows.
    trials(5) { generator in
      let cell = generator.lstmCell(inputSize: 2, hiddenSize: 2)
      let state = LSTMState(hidden: generator.hidden(1, 2), cell: [[3000, -3000]])
      expectStep(cell, generator.normal(1, 2), state, generator.normal(1, 2), [[0.01, -0.02]])
    }
  }

  func test_5_5_aThousandTimesTheGradientIsAThousandTimesEverywhere() {
    trials(5) { generator in
      let cell = generator.lstmCell(inputSize: 3, hiddenSize: 3)
      let (input, state) = (generator.normal(1, 3), generator.state(1, 3))
      let (dh, dc) = (generator.normal(1, 3), generator.normal(1, 3))
      let yours = cell.stepGradients(
        Forward.step(cell, input, from: state), hiddenGradient: dh * 1024,
        cellGradient: dc * 1024)
      expect(
        yours.with { gradients in
          gradients.input = yours.input / 1024
          gradients.previousHidden = yours.previousHidden / 1024
          gradients.previousCell = yours.previousCell / 1024
          gradients.inputWeights = yours.inputWeights / 1024
          gradients.recurrentWeights = yours.recurrentWeights / 1024
          gradients.bias = yours.bias / 1024
        }, "gradients of a large loss, a 1,024th of them",
        equals: Measured.lstmStep(cell, input, state, hiddenGradient: dh, cellGradient: dc),
        within: 1e-9)
    }
  }

  func test_5_5_anOpenForgetGatePassesTheCellGradientUnchanged() {
    // The belt of chapter 04: the forget gate is 1 and the window shut, so that the gradient goes
    // back as it came.
    let cell = LSTMCell(
      inputWeights: Matrix(rows: 1, columns: 8), recurrentWeights: Matrix(rows: 2, columns: 8),
      bias: [[-800, -800, 800, 800, 0, 0, -800, -800]])
    let state = LSTMState(hidden: [[0.3, -0.3]], cell: [[2, -1]])
    let record = Forward.step(cell, [[1]], from: state)
    expectStep(cell, [[1]], state, [[0.5, 0.25]], [[3, -4]])
    expect(
      cell.stepGradients(record, hiddenGradient: [[0.5, 0.25]], cellGradient: [[3, -4]])
        .previousCell,
      "gradient of the previous cell state", equals: [[3, -4]])
  }
}

/// The unit that chapters 04 and 05 work by hand.
let handUnit = LSTMCell(
  inputWeights: [[3, -2, 2, 1]], recurrentWeights: [[1, 2, -1, 0.5]], bias: [[-1.5, 3, 0, -1]])
