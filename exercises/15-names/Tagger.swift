import Backpropagation
import Cousins
import GradientChecking
import LSTMGates
import LinearAlgebra
import Optimizers
import VanillaRNN
import WordVectors

/// A network that gives each word of a sentence a tag.
///
/// A word's row is its vector from a table, and beside it the one that its letters give. A layer
/// reads the rows, in one direction or in two; an output layer gives each word K logits, its
/// emissions. Then each word's tag is the one with the largest logit, or a chain decides about all
/// of them together.
///
/// - Note: Huang, Xu and Yu (2015), "Bidirectional LSTM-CRF Models for Sequence Tagging"; with
///   letters, Lample and others (2016), "Neural Architectures for Named Entity Recognition".
public struct Tagger<Layer: SequenceLayer>: Equatable, Sendable {
  /// V × D, a vector for each word of `Names.vocabulary`, that of the unknown word first.
  public var table: Matrix
  /// What reads the letters; nil where nothing does.
  public var letters: LetterReader?
  /// What reads the rows.
  public var layer: Layer
  /// outputSize × K.
  public var output: OutputLayer
  /// Scores of tags after tags; nil where each word's tag is chosen by itself.
  public var chain: Chain?

  /// Creates a tagger from its parts; the table is V × D.
  public init(
    table: Matrix, letters: LetterReader?, layer: Layer, output: OutputLayer, chain: Chain?
  ) {
    (self.table, self.letters) = (table, letters)
    (self.layer, self.output, self.chain) = (layer, output, chain)
  }
}

extension Tagger: Parameterised {
  public var parameterNames: [String] {
    ["E"] + (letters?.parameterNames ?? []) + layer.parameterNames + output.parameterNames
      + (chain?.parameterNames ?? [])
  }

  /// The table, V × D, then those of the letters' reader, of the layer, of the output layer and of
  /// the chain, each of its shape there.
  public var parameters: [Matrix] {
    get {
      [table] + (letters?.parameters ?? []) + layer.parameters + output.parameters
        + (chain?.parameters ?? [])
    }
    set {
      var rest = newValue[...]
      func take(_ count: Int) -> [Matrix] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
      }
      table = take(1)[0]
      if let count = letters?.parameters.count { letters?.parameters = take(count) }
      layer.parameters = take(layer.parameters.count)
      output.parameters = take(2)
      if chain != nil { chain?.parameters = take(2) }
    }
  }
}

// MARK: - Forward

/// What a tagger's way from words to logits leaves behind.
struct TaggerReading<Record: Sendable>: Sendable {
  /// For each step, the word of each row.
  var symbols: [[Int]]
  /// Of all words, step by step; nil without letters.
  var letters: LetterReading?
  var layer: Reading<Record>
  /// z(1) to z(T), each batch × K.
  var logits: [Matrix]
}

extension Tagger {
  /// Reads sentences of one length.
  ///
  /// - Parameters:
  ///   - sentences: B of them, T words each.
  ///   - symbols: for each step the word of each row, 0 for one that is unknown.
  func read(_ sentences: [[String]], symbols: [[Int]]) -> TaggerReading<Layer.Record> {
    let (rows, steps) = (sentences.count, symbols.indices)
    let spelt = letters?.read(steps.flatMap { t in sentences.map { $0[t] } })
    let inputs = steps.map { t in
      let words = lookUp(symbols[t], in: table)
      guard let spelt else { return words }
      return Matrix.sideBySide([words, spelt.vectors.rows(t * rows..<(t + 1) * rows)])
    }
    let reading = layer.read(inputs)
    return TaggerReading(
      symbols: symbols, letters: spelt, layer: reading,
      logits: reading.hidden.map { output.logits($0) })
  }

  /// The emissions of one sentence, T × K.
  public func emissions(_ words: [String]) -> Matrix {
    .stacked(read([words], symbols: words.map { [Names.symbol(of: $0)] }).logits)
  }

  /// The tags of one sentence of at least one word.
  public func tags(_ words: [String]) -> [Tag] {
    decoded(emissions(words)).map { Tag(index: $0) }
  }

  /// The best row of tags: the chain's, or word by word where there is none.
  func decoded(_ emissions: Matrix) -> [Int] {
    if let chain { return chain.best(emissions).tags }
    return (0..<emissions.rows).map { t in
      (0..<emissions.columns).max { emissions[t, $0] < emissions[t, $1] } ?? 0
    }
  }
}
