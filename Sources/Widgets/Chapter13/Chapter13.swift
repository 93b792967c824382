import Cousins
import LSTMGates
import LanguageModel
import LinearAlgebra
import Sequences
import VanillaRNN

// Chapter 13: trained cells of any wiring that count aⁿbⁿ.

/// The model that was loaded last: a wired one, or a GRU.
private nonisolated(unsafe) var wired: SymbolModel<WiredCell>?
private nonisolated(unsafe) var gated: SymbolModel<GRUCell>?

/// Takes a trained model of three units.
///
/// - Parameter numbers: 1 for a GRU; whether there is an input gate; what is kept, 0 by a forget
///   gate, 1 coupled, 2 everything; whether there is an output gate; whether there are peepholes.
///   Then the numbers of all parameters, row by row.
/// - Returns: how many parameters there are.
func cousinsLoad(_ numbers: [Double]) -> [Double] {
  let weights = Array(numbers.dropFirst(5))
  var generator = SeededGenerator(seed: 0)
  (wired, gated) = (nil, nil)
  if numbers[0] == 1 {
    let model = SymbolModel(
      GRUCell(.resetAfter, inputSize: Counting.symbols, hiddenSize: 3, using: &generator),
      symbols: Counting.symbols, using: &generator)
    gated = model.filled(from: weights)
  } else {
    let wiring = Wiring(
      inputGate: numbers[1] == 1, keeping: Keeping.allCases[Int(numbers[2])],
      outputGate: numbers[3] == 1, peepholes: numbers[4] == 1)
    let model = SymbolModel(
      WiredCell(wiring, inputSize: Counting.symbols, hiddenSize: 3, using: &generator),
      symbols: Counting.symbols, using: &generator)
    wired = model.filled(from: weights)
  }
  return [Double(weights.count)]
}

/// Reads symbols: 0 for an a, 1 for a b, 2 for the end.
///
/// - Returns: for each step, for each unit what it holds, what it shows, and i, f, g and o, of a
///   GRU 1 − z, z, n and r; then the probabilities of an a, a b and the end.
func cousinsRun(_ numbers: [Double]) -> [Double] {
  let symbols = numbers.map { Int($0) }
  if let gated {
    return run(gated, symbols) { values, state in
      [
        state.hidden, state.hidden, 1 - values.update, values.update, values.candidate,
        values.reset,
      ]
    }
  }
  guard let wired else { return [] }
  return run(wired, symbols) { values, state in
    [
      state.cell, state.hidden, values.inputGate, values.forgetGate, values.candidate,
      values.outputGate,
    ]
  }
}

private func run<Cell: RecurrentCell>(
  _ model: SymbolModel<Cell>, _ symbols: [Int],
  shown: (Cell.Values, LSTMState) -> [Matrix]
) -> [Double] {
  var state = model.initialState(rows: 1)
  var result: [Double] = []
  for symbol in symbols {
    let record = model.cell.step(oneHot([symbol], vocabularySize: Counting.symbols), from: state)
    state = record.state
    let parts = shown(record.values, state)
    for unit in 0..<model.cell.hiddenSize {
      for part in parts { result.append(part[0, unit]) }
    }
    result += softmax(model.output.logits(state.hidden)).values
  }
  return result
}

/// The n up to which the model is right without a gap.
///
/// - Parameter numbers: where to stop.
func cousinsLongest(_ numbers: [Double]) -> [Double] {
  let limit = Int(numbers[0])
  if let gated { return [Double(Counting.longest(of: gated, upTo: limit))] }
  guard let wired else { return [] }
  return [Double(Counting.longest(of: wired, upTo: limit))]
}

@_expose(wasm, "cousins_load")
@_cdecl("cousins_load")
public func exportedCousinsLoad(_ count: Int32) -> Int32 { answer(count, cousinsLoad) }

@_expose(wasm, "cousins_run")
@_cdecl("cousins_run")
public func exportedCousinsRun(_ count: Int32) -> Int32 { answer(count, cousinsRun) }

@_expose(wasm, "cousins_longest")
@_cdecl("cousins_longest")
public func exportedCousinsLongest(_ count: Int32) -> Int32 { answer(count, cousinsLongest) }
