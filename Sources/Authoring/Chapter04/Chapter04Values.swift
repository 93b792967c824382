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
      "nearly-open": power(0.99, 1_000),
      "broken": ([nil] + BrokenCell.allCases).map { brokenStates($0) },
    ]
  }

  private static func power(_ base: Double, _ exponent: Double) -> Double {
    exp(exponent * log(base))
  }

  /// c and h after each of the three steps of the page, by a cell with its mistake; nil is right.
  private static func brokenStates(_ broken: BrokenCell?) -> [Double] {
    var (h, c) = (0.0, 0.0)
    return [1.0, 0, -1].flatMap { x -> [Double] in
      let read = broken == .d ? c : h
      let i = sigmoid(3 * x + read - 1.5)
      let f = sigmoid(-2 * x + 2 * read + 3)
      let sum = 2 * x - read
      let g = broken == .e ? sigmoid(sum) : tanh(sum)
      let o = sigmoid(x + 0.5 * read - 1)
      let old = c
      switch broken {
      case .a: c = i * g
      case .b: c = f * c + (1 - f) * g
      case .f: c = f * h + i * g
      case .h: c = i * c + f * g
      default: c = f * c + i * g
      }
      h = o * (broken == .c ? c : tanh(broken == .g ? old : c))
      return [c, h]
    }
  }
}
