import CourseTesting
import LSTMGates
import LinearAlgebra
import XCTest

@testable import Backpropagation

/// Exercise 5.5: one step of the LSTM.
final class LSTMStepTests: ExerciseTestCase {

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
        "At the window, the slope of the tanh between cell state and hidden state is missing.":
          reaching { $0.cellGradient + $0.hiddenGradient .* $0.o },
        "What arrives at the cell state from the next step is lost: only the window is counted.":
          reaching { $0.hiddenGradient .* $0.o .* (1 - $0.shown .* $0.shown) },
        "What arrives at the cell state through the window is lost: only the next step is counted.":
          reaching { $0.cellGradient },
        "The output gate is missing between the hidden state and the cell state.":
          reaching { $0.cellGradient + $0.hiddenGradient .* (1 - $0.shown .* $0.shown) },
        "At the window, the slope of the tanh is taken at c² and not at tanh(c)².":
          reaching {
            $0.cellGradient + $0.hiddenGradient .* $0.o .* (1 - $0.newCell .* $0.newCell)
          },
        "At the window, the slope of the tanh is taken at the hidden state; o has scaled that.":
          reaching {
            let hidden = $0.o .* $0.shown
            return $0.cellGradient + $0.hiddenGradient .* $0.o .* (1 - hidden .* hidden)
          },
        "At the window, the slope of the tanh is taken at the old cell state; the window shows the "
          + "new one.": reaching {
            let old = tanh($0.oldCell)
            return $0.cellGradient + $0.hiddenGradient .* $0.o .* (1 - old .* old)
          },
        "The hidden state's gradient is added to the cell state's before the window; it comes "
          + "through the window.": reaching { $0.cellGradient + $0.hiddenGradient },
        "The forget gate's gradient uses the new cell state; on the belt f met the old one.":
          made { $0.atF = (p.cell .* p.newCell .* f .* (1 - f)) },
        "The candidate's slope is that of σ; the candidate went through tanh.":
          made { $0.atG = (p.cell .* i .* g .* (1 - g)) },
        "The gates' slopes are those of tanh; the gates went through σ.": made {
          $0.atI = (p.cell .* g .* (1 - i .* i))
          $0.atF = (p.cell .* p.oldCell .* (1 - f .* f))
          $0.atO = (dh .* p.shown .* (1 - o .* o))
        },
        "The input gate's slope i (1 − i) is missing.": made { $0.atI = (p.cell .* g) },
        "The forget gate's slope f (1 − f) is missing.": made { $0.atF = (p.cell .* p.oldCell) },
        "The output gate's slope o (1 − o) is missing.": made { $0.atO = (dh .* p.shown) },
        "The input gate's slope is that of tanh; the gate went through σ.":
          made { $0.atI = (p.cell .* g .* (1 - i .* i)) },
        "The forget gate's slope is that of tanh; the gate went through σ.":
          made { $0.atF = (p.cell .* p.oldCell .* (1 - f .* f)) },
        "The output gate's slope is that of tanh; the gate went through σ.":
          made { $0.atO = (dh .* p.shown .* (1 - o .* o)) },
        "The window shows the tanh of the new cell state; here it is that of the old one.":
          throughTheOldCell,
        "All slopes of the activations are missing: these gradients are at the gates, before σ and "
          + "tanh.": at([p.cell .* g, p.cell .* p.oldCell, p.cell .* i, dh .* p.shown]),
        "The slopes of the three gates are missing.":
          at([p.cell .* g, p.cell .* p.oldCell, p.atG, dh .* p.shown]),
        "The candidate's slope is missing.": made { $0.atG = (p.cell .* i) },
        "The input gate's gradient is scaled by i; on the belt i met the candidate.":
          made { $0.atI = (p.cell .* i .* i .* (1 - i)) },
        "The candidate's gradient is scaled by g; on the belt g met the input gate.":
          made { $0.atG = (p.cell .* g .* (1 - g .* g)) },
        "The input gate and the candidate are scaled by themselves; each is scaled by the other.":
          made {
            $0.atI = (p.cell .* i .* i .* (1 - i))
            $0.atG = (p.cell .* g .* (1 - g .* g))
          },
        "The output gate's gradient uses the cell state itself; the window shows its tanh.":
          made { $0.atO = (dh .* p.newCell .* o .* (1 - o)) },
        "The output gate hears from the cell state; it acts on the hidden state alone.":
          made { $0.atO = (p.cell .* p.shown .* o .* (1 - o)) },
        "The gradients of the gates stand in the order i, f, o, g; this book uses i, f, g, o.":
          at([p.atI, p.atF, p.atO, p.atG]),
        "The gradients of the input gate and the forget gate are exchanged.":
          at([p.atF, p.atI, p.atG, p.atO]),
        "The gradients of the forget gate and the candidate are exchanged.":
          at([p.atI, p.atG, p.atF, p.atO]),
        "The gradients of the gates stand in the order o, i, f, g; this book uses i, f, g, o.":
          at([p.atO, p.atI, p.atF, p.atG]),
        "The previous cell state's gradient has not been through the forget gate.":
          made { $0.previousCell = p.cell },
        "The previous cell state is told what came from the next step alone; what came through "
          + "the window belongs to it too.": made { $0.previousCell = (dc .* f) },
        "The previous cell state's gradient has been through the input gate; on the belt the old "
          + "value met the forget gate.": made { $0.previousCell = (p.cell .* i) },
        "The previous cell state's gradient is zero: the belt is cut.":
          made { $0.previousCell = p.cell * 0 },
        "The previous hidden state is told what arrived here, unchanged; its road leads through "
          + "the gates and U.": right.with { $0.previousHidden = dh },
        "The recurrent weights' gradient uses the new hidden state; on the way forward U met the "
          + "previous one.":
          right.with { $0.recurrentWeights = record.state.hidden.transposedTimes(delta) },
        "The recurrent weights' gradient uses the cell state; the gates see the hidden state.":
          right.with { $0.recurrentWeights = p.oldCell.transposedTimes(delta) },
        "The weights' gradients are transposed: row i belongs to what went in.": right.with {
          $0.inputWeights = $0.inputWeights.transposed
          $0.recurrentWeights = $0.recurrentWeights.transposed
        },
        "The bias's gradient has one row for each sequence; one bias serves all of them.":
          right.with { $0.bias = delta },
        "The bias's gradient is that of the first row alone; one bias serves all rows.":
          right.with { $0.bias = delta.row(0) },
        "The bias's gradient is a mean over the rows; the mean was taken in the loss.":
          right.with { $0.bias = $0.bias / count },
        "The weights' gradients are means over the rows; the mean was taken in the loss.":
          right.with {
            $0.inputWeights = $0.inputWeights / count
            $0.recurrentWeights = $0.recurrentWeights / count
            $0.bias = $0.bias / count
          },
        "U stands as if one gate's block led back; all four gates saw the hidden state.":
          right.with {
            $0.previousHidden = p.atI.timesTransposed(
              cell.recurrentWeights.columns(0..<cell.hiddenSize))
          },
        wrongDeltas(yours.bias, right.bias): yours,
      ], line: line)
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
