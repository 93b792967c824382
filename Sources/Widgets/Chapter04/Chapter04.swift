import LSTMGates
import LinearAlgebra
import VanillaRNN

// Chapter 04: one LSTM unit whose gates are set from step to step, beside it a unit of an RNN; the latch.

/// Runs one LSTM unit, and beside it one unit of an RNN, over a stream.
///
/// - Parameter numbers: 0, the RNN's recurrent weight u, and for each step the values of the gates i, f
///   and o, and x; or 1 for the latch of exercise 4.7, u, and for each step the bit on offer and the
///   command.
/// - Returns: for each step c, h, i, f, g and o of the LSTM, and h of the RNN: tanh(x + u·h).
func gatesRun(_ numbers: [Double]) -> [Double] {
  let weight: Matrix = [[numbers[1]]]
  let tape = Array(numbers.dropFirst(2))
  if numbers[0] == 1 {
    let inputs = stride(from: 0, to: tape.count - 1, by: 2).map {
      Matrix(rows: 1, columns: 2, values: [tape[$0], tape[$0 + 1]])
    }
    let neighbour = RNNCell(inputWeights: [[1], [0]], recurrentWeights: weight, bias: [[0]])
    return run(Array(repeating: memoryLatch(), count: inputs.count), beside: neighbour, inputs)
  }
  var cells: [LSTMCell] = []
  var inputs: [Matrix] = []
  for start in stride(from: 0, to: tape.count - 3, by: 4) {
    cells.append(
      unit(inputGate: tape[start], forgetGate: tape[start + 1], outputGate: tape[start + 2]))
    inputs.append(Matrix(rows: 1, columns: 1, values: [tape[start + 3]]))
  }
  let neighbour = RNNCell(inputWeights: [[1]], recurrentWeights: weight, bias: [[0]])
  return run(cells, beside: neighbour, inputs)
}

/// A unit whose gates are what they are set to, whatever it reads; its candidate is tanh(2x).
private func unit(inputGate: Double, forgetGate: Double, outputGate: Double) -> LSTMCell {
  LSTMCell(
    inputWeights: [[0, 0, 2, 0]], recurrentWeights: [[0, 0, 0, 0]],
    bias: [[opening(inputGate), opening(forgetGate), 0, opening(outputGate)]])
}

private func run(_ cells: [LSTMCell], beside neighbour: RNNCell, _ inputs: [Matrix]) -> [Double] {
  var state = LSTMState.zeros(batch: 1, hiddenSize: 1)
  var plain = Matrix(rows: 1, columns: 1)
  var result: [Double] = []
  for (cell, input) in zip(cells, inputs) {
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
