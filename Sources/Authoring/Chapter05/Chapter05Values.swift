import Backpropagation
import Foundation
import LSTMGates
import LinearAlgebra

/// The values of chapter 05, "Backpropagation through time".
enum Chapter05Values {
  typealias Figures = Chapter05Figures

  /// Numbers to learn of a cell with 65 symbols and 128 units, of its output layer, and of both.
  static let parameters = {
    let (symbols, units) = (65, 128)
    let cell = (symbols + units + 1) * 4 * units
    let output = (units + 1) * symbols
    return (cell: cell, output: output, all: cell + output)
  }()

  static func all() -> PageValues.List {
    let windows = [1, 5, 20, 50, 100]
    let cosines = Figures.forgetBiases.map { bias in
      let experiment = TruncationExperiment(forgetBias: bias)
      return windows.map { experiment.meanCosine(window: $0) }
    }
    let angles = cosines.map { row in row.map { acos($0) * 180 / .pi } }
    let first = tanh(1.1)
    let second = tanh(0.5 * first + 0.1)
    return [
      "cell": parameters.cell,
      "output-layer": parameters.output,
      "runs": 2 * parameters.all,
      "parameters": parameters.all,
      "steps": [step(first, reading: 1, came: 0), step(second, reading: 0, came: 1)],
      "slope-1": 1 - first * first, "slope-2": 1 - second * second,
      "megabytes": Figures.savedMegabytes(length: 10_000),
      "open-gate": openGate(),
      "truncation": cosines,
      "curves": [cosines[0][0], cosines[1][0], cosines[2][0], cosines[2][4]],
      "angle-50": angles[2][3],
    ]
  }

  /// What reaches the old cell state where the forget gate is 1, the output gate 0 and 0.5 comes
  /// along the belt, by the chapter's own code.
  private static func openGate() -> Double {
    let one: Matrix = [[1]]
    let cell = LSTMCell(
      inputWeights: Matrix(rows: 1, columns: 4), recurrentWeights: Matrix(rows: 1, columns: 4),
      bias: [[0, 800, 0, -800]])
    let record = cell.recordedStep(one, from: LSTMState(hidden: one, cell: one))
    return cell.stepGradients(record, hiddenGradient: one * 3, cellGradient: one / 2)
      .previousCell[0, 0]
  }

  /// A state's logits are itself and its negative, so that the softmax is a sigmoid of twice the state.
  private static func step(_ state: Double, reading input: Double, came: Double) -> [Double] {
    let certain = 1 / (1 + exp(-2 * state))
    let surprise = -log(came == 0 ? certain : 1 - certain)
    return [input, state, state, -state, certain, 1 - certain, came, surprise]
  }
}
