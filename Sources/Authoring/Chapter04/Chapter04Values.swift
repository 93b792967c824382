import Foundation
import LSTMGates
import LinearAlgebra

/// The values of chapter 04, "LSTM gates", that are worked out there.
enum Chapter04Values {
  static func all() -> PageValues.List {
    let cell = LSTMCell(
      inputWeights: [[3, -2, 2, 1]], recurrentWeights: [[1, 2, -1, 0.5]], bias: [[-1.5, 3, 0, -1]])
    var state = LSTMState(hidden: [[0]], cell: [[0]])
    let rows = [1.0, 0, -1].map { input in
      let sums = cell.preactivations([[input]], from: state.hidden)
      let gates = cell.gates(sums)
      let (i, f) = (gates.inputGate[0, 0], gates.forgetGate[0, 0])
      let (g, o) = (gates.candidate[0, 0], gates.outputGate[0, 0])
      let kept = f * state.cell[0, 0]
      state = cell.step([[input]], from: state)
      let c = state.cell[0, 0]
      return [input] + sums.values + [i, f, g, o, kept, i * g, c, tanh(c), o * tanh(c)]
    }
    return [
      "steps": rows,
      "parameters": [Chapter05Values.parameters.cell / 4, Chapter05Values.parameters.cell],
      "sigmoid": [-5.0, -2, 0, 1, 2, 5, 20].map { 1 / (1 + exp(-$0)) },
      "pytorch": "PyTorch 2.13",
      "keras": "Keras 3.15",
    ]
  }
}
