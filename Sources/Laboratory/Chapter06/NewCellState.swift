import Backpropagation
import Course
import GradientChecking
import LSTMGates
import LinearAlgebra

extension LSTMTrial {
  /// A backward pass with a mistake that the bug hunt does not have: the forget gate meets the new
  /// cell state where it met the old one, and so its δ is wrong by the factor new / old.
  package var gradientsWithNewCellState: LSTMGradients {
    let zeros = initialState.hidden * 0
    let records = cell.recorded(inputs, from: initialState)
    var total = LSTMGradients.zeros(for: cell, inputs: inputs, initialState: initialState)
    var (nextHidden, nextCell) = (zeros, zeros)
    for t in records.indices.reversed() {
      // The last step of a window hears nothing of the next window.
      if (t + 1) % window == 0 { (nextHidden, nextCell) = (zeros, zeros) }
      // The step's own rule is right; what it says of the cell's past is exchanged here.
      var record = records[t]
      let right = cell.stepGradients(
        record, hiddenGradient: lossWeights[t] + nextHidden, cellGradient: nextCell)
      record.previous.cell = record.state.cell
      let step = cell.stepGradients(
        record, hiddenGradient: lossWeights[t] + nextHidden, cellGradient: nextCell)
      total.inputs[t] = step.input
      total.inputWeights += step.inputWeights
      total.recurrentWeights += step.recurrentWeights
      total.bias += step.bias
      nextHidden = step.previousHidden
      nextCell = right.previousCell
    }
    (total.initialHidden, total.initialCell) = (nextHidden, nextCell)
    return total
  }
}
