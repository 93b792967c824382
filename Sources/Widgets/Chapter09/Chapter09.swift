import Backpropagation
import LSTMGates
import LanguageModel
import LinearAlgebra
import VanillaRNN
import Writing

// Chapter 09: a small trained language model that writes.

/// The model, and where it stands in its text.
private struct Writer {
  var model: LSTMModel
  var state: LSTMState
  var logits: Matrix
  var generator: SeededGenerator

  mutating func read(_ symbol: Int) {
    (logits, state) = model.predict([symbol], from: state)
  }
}

private nonisolated(unsafe) var writer: Writer?

/// Takes a trained model.
///
/// - Parameter numbers: V and H, then W, U, b, Wy and by row by row.
/// - Returns: the number of parameters.
func languageLoad(_ numbers: [Double]) -> [Double] {
  let (size, units) = (Int(numbers[0]), Int(numbers[1]))
  var weights = Weights(numbers, from: 2)
  let cell = LSTMCell(
    inputWeights: weights.next(size, 4 * units), recurrentWeights: weights.next(units, 4 * units),
    bias: weights.next(1, 4 * units))
  let model = LSTMModel(
    cell: cell,
    output: OutputLayer(weights: weights.next(units, size), bias: weights.next(1, size)))
  writer = Writer(
    model: model, state: model.initialState(rows: 1), logits: Matrix(rows: 1, columns: size),
    generator: SeededGenerator(seed: 0))
  return [Double(weights.count)]
}

/// Begins a text.
///
/// - Parameter numbers: the seed, then the symbols of the prompt.
/// - Returns: c(t) after the prompt, H numbers.
func languageBegin(_ numbers: [Double]) -> [Double] {
  guard var begun = writer else { return [] }
  begun.state = begun.model.initialState(rows: 1)
  begun.generator = SeededGenerator(seed: UInt64(numbers[0]))
  for symbol in numbers.dropFirst() { begun.read(Int(symbol)) }
  writer = begun
  return begun.state.cell.values
}

/// What the next symbol is drawn from.
///
/// - Parameter numbers: the temperature, and p of nucleus sampling, 1 for all symbols.
/// - Returns: V probabilities.
func languageChances(_ numbers: [Double]) -> [Double] {
  guard let going = writer else { return [] }
  return sampling(numbers).probabilities(going.logits.values)
}

private func sampling(_ numbers: [Double]) -> Sampling {
  Sampling(temperature: numbers[0], p: numbers[1] < 1 ? numbers[1] : nil)
}

/// Writes one symbol.
///
/// - Parameter numbers: the temperature, and p of nucleus sampling, 1 for all symbols.
/// - Returns: the symbol that was drawn; the V probabilities that it was drawn from; c(t) after it,
///   H numbers.
func languageNext(_ numbers: [Double]) -> [Double] {
  guard var going = writer else { return [] }
  let probabilities = sampling(numbers).probabilities(going.logits.values)
  let symbol = draw(from: probabilities, using: &going.generator)
  going.read(symbol)
  writer = going
  return [Double(symbol)] + probabilities + going.state.cell.values
}

@_expose(wasm, "language_load")
@_cdecl("language_load")
public func exportedLanguageLoad(_ count: Int32) -> Int32 { answer(count, languageLoad) }

@_expose(wasm, "language_begin")
@_cdecl("language_begin")
public func exportedLanguageBegin(_ count: Int32) -> Int32 { answer(count, languageBegin) }

@_expose(wasm, "language_chances")
@_cdecl("language_chances")
public func exportedLanguageChances(_ count: Int32) -> Int32 { answer(count, languageChances) }

@_expose(wasm, "language_next")
@_cdecl("language_next")
public func exportedLanguageNext(_ count: Int32) -> Int32 { answer(count, languageNext) }
