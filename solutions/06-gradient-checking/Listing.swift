import Backpropagation
import LSTMGates
import LinearAlgebra

extension LSTMTrial {
  // REGION listing
  /// The backward pass of an LSTM in one piece. The numbers name its lines.
  public func listedGradients() -> LSTMGradients {
    let records = cell.recorded(inputs, from: initialState)
    let zeros = initialState.hidden.filledWithZeros
    var total = LSTMGradients.zeros(for: cell, inputs: inputs, initialState: initialState)
    for first in stride(from: 0, to: inputs.count, by: window) {
      let steps = first..<min(first + window, inputs.count)  // 1
      var (nextHidden, nextCell) = (zeros, zeros)  // 2
      for t in steps.reversed() {  // 3
        let (x, gates, before) = (records[t].input, records[t].gates, records[t].previous)
        let (i, f, g, o) = (gates.inputGate, gates.forgetGate, gates.candidate, gates.outputGate)
        let shown = tanh(records[t].state.cell)  // 4
        let dh = lossWeights[t] + nextHidden  // 5
        let dc = nextCell + dh .* o .* (1 - shown .* shown)  // 6
        let deltaI = dc .* g .* i .* (1 - i)  // 7
        let deltaF = dc .* before.cell .* f .* (1 - f)  // 8
        let deltaG = dc .* i .* (1 - g .* g)  // 9
        let deltaO = dh .* shown .* o .* (1 - o)  // 10
        let delta = Matrix.sideBySide([deltaI, deltaF, deltaG, deltaO])  // 11
        total.inputs[t] = delta.timesTransposed(cell.inputWeights)  // 12
        total.inputWeights += x.transposedTimes(delta)  // 13
        total.recurrentWeights += before.hidden.transposedTimes(delta)  // 14
        total.bias += delta.columnSums  // 15
        nextHidden = delta.timesTransposed(cell.recurrentWeights)  // 16
        nextCell = (dc .* f)  // 17
      }
      if first == 0 {
        total.initialHidden = nextHidden  // 18
        total.initialCell = nextCell  // 19
      }
    }
    return total
  }
  // END REGION listing
}
