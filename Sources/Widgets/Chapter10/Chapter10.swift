import Backpropagation
import LSTMGates
import LinearAlgebra
import UnequalLengths
import VanillaRNN

// Chapter 10: a trained reader of opinions reads sentences of unequal lengths, padded.

private nonisolated(unsafe) var reader: OpinionReader?

/// The words that it knows.
///
/// - Returns: codes of UTF-8, the words parted by spaces, the padding first.
func paddingWords(_ numbers: [Double]) -> [Double] {
  var text = ""
  for word in Opinions.vocabulary { text += (text.isEmpty ? "" : " ") + word }
  return codes(of: text)
}

/// Takes a trained reader.
///
/// - Parameter numbers: H, then W, U, b, Wy and by row by row.
/// - Returns: the number of weights.
func paddingLoad(_ numbers: [Double]) -> [Double] {
  let (size, units) = (Opinions.vocabulary.count, Int(numbers[0]))
  var weights = Weights(numbers, from: 1)
  let cell = LSTMCell(
    inputWeights: weights.next(size, 4 * units), recurrentWeights: weights.next(units, 4 * units),
    bias: weights.next(1, 4 * units))
  reader = OpinionReader(
    cell: cell, output: OutputLayer(weights: weights.next(units, 2), bias: weights.next(1, 2)))
  return [Double(weights.count)]
}

/// Reads sentences, one a row.
///
/// - Parameter numbers: the steps T, 0 for padding on the left or 1 on the right, 1 for a mask or 0
///   for none; then for each sentence its length and its symbols.
/// - Returns: for each sentence, and each step of it, the symbol, 1 if the row computes or 0 if its
///   states stand still, and the probability of praise as it is then.
func paddingRead(_ numbers: [Double]) -> [Double] {
  guard var model = reader else { return [] }
  var sentences: [[Int]] = []
  var place = 3
  while place < numbers.count {
    let end = place + 1 + Int(numbers[place])
    sentences.append(numbers[place + 1..<end].map { Int($0) })
    place = end
  }
  model.isMasked = numbers[2] == 1
  let batch = padded(
    sentences, to: Int(numbers[0]), with: Opinions.padding, on: numbers[1] == 0 ? .left : .right)
  let records = model.records(of: batch)
  var result: [Double] = []
  for row in sentences.indices {
    for (step, record) in records.enumerated() {
      let logits = model.output.logits(record.state.hidden.row(row))
      result.append(Double(batch.symbols[step][row]))
      result.append(record.mask[row, 0])
      result.append(sigmoid(logits[0, 1] - logits[0, 0]))
    }
  }
  return result
}

@_expose(wasm, "padding_words")
@_cdecl("padding_words")
public func exportedPaddingWords(_ count: Int32) -> Int32 { answer(count, paddingWords) }

@_expose(wasm, "padding_load")
@_cdecl("padding_load")
public func exportedPaddingLoad(_ count: Int32) -> Int32 { answer(count, paddingLoad) }

@_expose(wasm, "padding_read")
@_cdecl("padding_read")
public func exportedPaddingRead(_ count: Int32) -> Int32 { answer(count, paddingRead) }
