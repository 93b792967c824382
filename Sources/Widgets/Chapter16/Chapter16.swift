import Backpropagation
import LSTMGates
import LinearAlgebra
import Translation
import VanillaRNN

// Chapter 16: a trained translator writes numbers in German, and dates as computers do.

private nonisolated(unsafe) var translator: Translator?

/// Takes a trained translator with attention.
///
/// - Parameter numbers: H, then W, U and b of the encoder and of the decoder, Wy and by row by row.
/// - Returns: the number of weights.
func translationLoad(_ numbers: [Double]) -> [Double] {
  let (size, units) = (Letters.count, Int(numbers[0]))
  var weights = Weights(numbers, from: 1)
  func cell() -> LSTMCell {
    LSTMCell(
      inputWeights: weights.next(size, 4 * units), recurrentWeights: weights.next(units, 4 * units),
      bias: weights.next(1, 4 * units))
  }
  translator = Translator(
    encoder: cell(), decoder: cell(),
    output: OutputLayer(weights: weights.next(2 * units, size), bias: weights.next(1, size)),
    attends: true, readsBackwards: false)
  return [Double(weights.count)]
}

/// A number in words.
///
/// - Parameter numbers: the number, then 0 for English or 1 for German.
/// - Returns: codes of UTF-8; nothing for a number that has no words.
func translationWords(_ numbers: [Double]) -> [Double] {
  guard numbers[0] >= 0, numbers[0] <= Double(NumberWords.range.upperBound) else { return [] }
  let number = Int(numbers[0])
  return codes(of: numbers[1] == 0 ? NumberWords.english(number) : NumberWords.german(number))
}

/// Translates a sentence, its most probable character at each step.
///
/// - Parameter numbers: the most characters to write, then the source as codes of Unicode.
/// - Returns: S, T, the codes of the T − 1 characters written, then for each of them and for the end
///   its probability, and how much the decoder looked at each of the S characters. Nothing where
///   the source has a character that is no letter, or none at all.
func translationWrite(_ numbers: [Double]) -> [Double] {
  guard let model = translator else { return [] }
  var text = ""
  for code in numbers.dropFirst() {
    if let scalar = Unicode.Scalar(UInt32(code)) { text.unicodeScalars.append(scalar) }
  }
  guard let source = Letters.symbols(of: text), !source.isEmpty else { return [] }
  let written = model.translation(of: source, limit: Int(numbers[0]))
  let sentence = model.read(source)
  var (state, symbol, rows) = (sentence.last, Letters.start, [Double]())
  for next in written + [Letters.end] {
    let step = model.step(symbol, from: state, reading: sentence)
    rows.append(exp(logProbabilities(step.logits)[0, next]))
    rows += step.weights?.values ?? []
    (symbol, state) = (next, step.state)
  }
  let letters = Letters.text(of: written).unicodeScalars.map { Double($0.value) }
  return [Double(source.count), Double(written.count + 1)] + letters + rows
}

@_expose(wasm, "translation_load")
@_cdecl("translation_load")
public func exportedTranslationLoad(_ count: Int32) -> Int32 { answer(count, translationLoad) }

@_expose(wasm, "translation_words")
@_cdecl("translation_words")
public func exportedTranslationWords(_ count: Int32) -> Int32 { answer(count, translationWords) }

@_expose(wasm, "translation_write")
@_cdecl("translation_write")
public func exportedTranslationWrite(_ count: Int32) -> Int32 { answer(count, translationWrite) }
