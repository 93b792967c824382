import LinearAlgebra
import Sequences
import VanillaRNN

// Chapter 02: type a sequence, play it through the drawn RNN, see what flows to each hidden unit.

/// Reads symbols one at a time with one of three networks.
///
/// - Parameter numbers: the network, then the symbols, each from 0 up. Network 0 is
///   `doubledLetterModel`, which knows a (0) and b (1); 1 is `parityModel`, which reads bits; 2 has
///   eight units with random weights and reads letters a to z (0 to 25) and the space (26).
/// - Returns: H, the number of units; V, the number of symbols that are predicted, 0 for the third
///   network; then for each step the H numbers of h(t) and V probabilities of what comes next.
func rnnStates(_ numbers: [Double]) -> [Double] {
  let symbols = numbers.dropFirst().map { Int($0) }
  switch Int(numbers[0]) {
  case 0: return steps(of: doubledLetterModel(), symbols) { oneHot([$0], vocabularySize: 2) }
  case 1: return steps(of: parityModel(), symbols) { [[Double($0)]] }
  default: return randomSteps(symbols)
  }
}

private func steps(
  of model: RNNModel, _ symbols: [Int], input: (Int) -> Matrix
) -> [Double] {
  var hidden = Matrix(rows: 1, columns: model.cell.hiddenSize)
  var result = [Double(model.cell.hiddenSize), Double(model.output.bias.columns)]
  for symbol in symbols {
    hidden = model.cell.step(input(symbol), from: hidden)
    result += hidden.values
    result += softmax(model.output.logits(hidden)).values
  }
  return result
}

/// The weights of a network.
///
/// - Parameter numbers: the network, as for `rnnStates`.
/// - Returns: D, the number of inputs; H; V; then W, U and b row by row, and Wy and by where V is not 0.
func rnnWeights(_ numbers: [Double]) -> [Double] {
  switch Int(numbers[0]) {
  case 0: return weights(of: doubledLetterModel())
  case 1: return weights(of: parityModel())
  default: return weights(of: randomCell(), outputs: 0)
  }
}

private func weights(of model: RNNModel) -> [Double] {
  let output = model.output
  return weights(of: model.cell, outputs: output.bias.columns) + output.weights.values
    + output.bias.values
}

private func weights(of cell: RNNCell, outputs: Int) -> [Double] {
  [Double(cell.inputWeights.rows), Double(cell.hiddenSize), Double(outputs)]
    + cell.inputWeights.values + cell.recurrentWeights.values + cell.bias.values
}

private func randomCell() -> RNNCell {
  var generator = SeededGenerator(seed: 1990)
  var cell = RNNCell(inputSize: 27, hiddenSize: 8, using: &generator)
  // As drawn, one letter moves a unit by a third at most: three times that is easier to see.
  cell.inputWeights = cell.inputWeights * 3
  return cell
}

private func randomSteps(_ symbols: [Int]) -> [Double] {
  let cell = randomCell()
  var hidden = Matrix(rows: 1, columns: 8)
  var result = [8.0, 0.0]
  for symbol in symbols {
    hidden = cell.step(oneHot([symbol], vocabularySize: 27), from: hidden)
    result += hidden.values
  }
  return result
}

@_expose(wasm, "rnn_states")
@_cdecl("rnn_states")
public func exportedRNNStates(_ count: Int32) -> Int32 { answer(count, rnnStates) }

@_expose(wasm, "rnn_weights")
@_cdecl("rnn_weights")
public func exportedRNNWeights(_ count: Int32) -> Int32 { answer(count, rnnWeights) }
