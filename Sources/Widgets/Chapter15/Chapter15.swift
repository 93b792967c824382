import LinearAlgebra
import Tagging

// Chapter 15: two trained taggers, of one direction and of two, and what their chains make of a sentence.

private nonisolated(unsafe) var taggers: [NameTagger?] = [nil, nil]

/// Takes a trained tagger with letters and a chain.
///
/// - Parameter numbers: 1 for two directions or 0 for one, H, then all weights, matrix by matrix and
///   row by row; 0 where a transition is forbidden.
/// - Returns: the number of weights.
func namesLoad(_ numbers: [Double]) -> [Double] {
  var generator = SeededGenerator(seed: 0)
  var tagger = NameTagger(
    TaggerSettings(
      isBidirectional: numbers[0] == 1, readsLetters: true, hasChain: true, forgetting: 0,
      hiddenSize: Int(numbers[1])), using: &generator)
  var weights = Weights(numbers, from: 2)
  var parameters = tagger.parameters.map { weights.next($0.rows, $0.columns) }
  let rules = Chain.forbidding(classes: Names.classes.count)
  parameters[parameters.count - 2] += rules.transitions
  parameters[parameters.count - 1] += rules.start
  tagger.parameters = parameters
  taggers[Int(numbers[0])] = tagger
  return [Double(weights.count)]
}

/// What one tag scores after another.
///
/// - Parameter numbers: 1 for two directions or 0 for one.
/// - Returns: K, then the start scores, then the transitions row by row; −∞ where one is forbidden.
func namesChain(_ numbers: [Double]) -> [Double] {
  guard let chain = taggers[Int(numbers[0])]?.chain else { return [] }
  return [Double(chain.tagCount)] + chain.start.values + chain.transitions.values
}

/// Tags a sentence.
///
/// - Parameter numbers: 1 for two directions or 0 for one, then codes of UTF-8: words parted by one
///   space each.
/// - Returns: for each word 1 if it is known or 0, the tag with its largest emission, the tag of the
///   best row, and its K emissions; then the score of the best row.
func namesRead(_ numbers: [Double]) -> [Double] {
  guard let tagger = taggers[Int(numbers[0])], let chain = tagger.chain else { return [] }
  let text = String(decoding: numbers.dropFirst().map { UInt8($0) }, as: UTF8.self)
  let words = text.split(separator: " ").map { String($0) }
  if words.isEmpty { return [] }
  let emissions = tagger.emissions(words)
  let best = chain.best(emissions)
  var result: [Double] = []
  for (t, word) in words.enumerated() {
    let row = emissions.row(t).values
    result.append(Names.symbol(of: word) == 0 ? 0 : 1)
    result.append(Double(row.indices.max { row[$0] < row[$1] } ?? 0))
    result.append(Double(best.tags[t]))
    result += row
  }
  return result + [best.score]
}

@_expose(wasm, "names_load")
@_cdecl("names_load")
public func exportedNamesLoad(_ count: Int32) -> Int32 { answer(count, namesLoad) }

@_expose(wasm, "names_chain")
@_cdecl("names_chain")
public func exportedNamesChain(_ count: Int32) -> Int32 { answer(count, namesChain) }

@_expose(wasm, "names_read")
@_cdecl("names_read")
public func exportedNamesRead(_ count: Int32) -> Int32 { answer(count, namesRead) }
