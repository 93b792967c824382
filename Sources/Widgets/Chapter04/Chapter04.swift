import LSTMGates
import LinearAlgebra
import VanillaRNN

// Chapter 04: three sliders for the gates, a stream of inputs, the cell state beside the RNN's; the
// latch.

/// Runs one LSTM unit, and beside it one unit of an RNN, over a stream.
///
/// - Parameter numbers: 0, the RNN's recurrent weight u, the values of the gates i, f and o, then x(1)
///   to x(T); or 1 for the latch of exercise 4.7, u, and for each step the bit on offer and the
///   command.
/// - Returns: for each step c, h, i, f, g and o of the LSTM, and h of the RNN: tanh(x + u·h).
func gatesRun(_ numbers: [Double]) -> [Double] {
  let weight: Matrix = [[numbers[1]]]
  if numbers[0] == 1 {
    let pairs = numbers.dropFirst(2)
    let inputs = stride(from: pairs.startIndex, to: pairs.endIndex - 1, by: 2).map {
      Matrix(rows: 1, columns: 2, values: [pairs[$0], pairs[$0 + 1]])
    }
    let neighbour = RNNCell(inputWeights: [[1], [0]], recurrentWeights: weight, bias: [[0]])
    return run(memoryLatch(), beside: neighbour, inputs)
  }
  let inputs = numbers.dropFirst(5).map { Matrix(rows: 1, columns: 1, values: [$0]) }
  let cell = LSTMCell(
    inputWeights: [[0, 0, 2, 0]], recurrentWeights: [[0, 0, 0, 0]],
    bias: [[opening(numbers[2]), opening(numbers[3]), 0, opening(numbers[4])]])
  let neighbour = RNNCell(inputWeights: [[1]], recurrentWeights: weight, bias: [[0]])
  return run(cell, beside: neighbour, inputs)
}

private func run(_ cell: LSTMCell, beside neighbour: RNNCell, _ inputs: [Matrix]) -> [Double] {
  var state = LSTMState.zeros(batch: 1, hiddenSize: 1)
  var plain = Matrix(rows: 1, columns: 1)
  var result: [Double] = []
  for input in inputs {
    let gates = cell.gates(cell.preactivations(input, from: state.hidden))
    state = cell.step(input, from: state)
    plain = neighbour.step(input, from: plain)
    let shown = [
      state.cell, state.hidden, gates.inputGate, gates.forgetGate, gates.candidate,
      gates.outputGate, plain,
    ]
    for matrix in shown { result.append(matrix[0, 0]) }
  }
  return result
}

/// The pre-activation at which a gate has this value, the inverse of the sigmoid; ±20 for a gate that
/// is shut or open.
private func opening(_ gate: Double) -> Double {
  min(20, max(-20, log(gate / (1 - gate))))
}

@_expose(wasm, "gates_run")
@_cdecl("gates_run")
public func exportedGatesRun(_ count: Int32) -> Int32 { answer(count, gatesRun) }
