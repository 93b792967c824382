import Layers
import Text

/// A tagger as its file holds it.
package typealias Tagger = ModelFile<TaggerContent>

/// A sentence as a tagger reads it.
package struct TaggedExample {
  let words: [Int]
  /// Of each word; none where the tagger reads no letters.
  let letters: [[Int]]
  /// Of each word; none where they are not known.
  let tags: [Int]
}

/// What a tagger has besides its weights.
package struct TaggerContent: ExampleContent, GraphContent {
  package typealias Configuration = TaggerConfiguration
  package typealias Network = Model
  package typealias Material = TaggingTexts
  package static let task = ModelTask.tag
  /// Letters of a word that are read; of a longer one half of them from its beginning, half from its end.
  private static let longestWord = 20

  /// In the order of the model's outputs: O, and B- and I- of each class.
  package var tags: [String]
  package var vocabulary: Vocabulary
  var letters: Vocabulary
  var known: KnownExamples

  init(tags: [String], vocabulary: Vocabulary, letters: Vocabulary, known: KnownExamples) {
    (self.tags, self.vocabulary, self.letters, self.known) = (tags, vocabulary, letters, known)
  }

  package func metadata() throws -> [String: String] {
    [
      "tags": try jsonLine(tags), "vocabulary": try jsonLine(vocabulary),
      "letters": try jsonLine(letters),
    ]
  }

  package var tensors: [Tensor] { [known.tensor] }

  package init(_ entries: ModelEntries, tensors: [Tensor]) throws {
    tags = try entries.parsed("tags")
    if tags.count < 3 || Set(tags).count != tags.count || tags[0] != "O"
      || !tags.dropFirst().allSatisfy({ $0.wholeMatch(of: /[BI]-.+/) != nil })
    {
      throw ModelFileError("its tags are \(tags.joined(separator: ", "))")
    }
    vocabulary = try entries.vocabulary()
    letters = try entries.vocabulary("letters")
    known = try KnownExamples(tensors)
  }

  /// The classes of entities, in the order of their tags.
  var classes: [String] {
    tags.filter { $0.hasPrefix("B-") }.map { String($0.dropFirst(2)) }
  }

  // MARK: The model

  package func shape(_ configuration: TaggerConfiguration) -> String {
    let both = configuration.directions == .both ? " both ways" : ""
    let layer = "LSTM \(configuration.hidden)" + both
    let letters = configuration.letters > 0 ? " + LSTM \(configuration.letters) of letters" : ""
    return
      (["embedding \(configuration.embedding)" + letters]
      + Array(repeating: layer, count: configuration.layers) + ["dense \(tags.count)", "CRF"])
      .joined(separator: " → ")
  }

  package func values(_ configuration: TaggerConfiguration) -> (inputs: [Value], output: Value) {
    let words = Input.symbols(named: "words")
    var inputs = [words]
    var states = Embedding(
      vocabularySize: vocabulary.count, size: configuration.embedding)(words)
    if configuration.letters > 0 {
      let (input, read) = spelling(units: configuration.letters)
      inputs.append(input)
      states = Concatenate()(states, read)
    }
    states = Dropout(configuration.dropout)(states)
    for _ in 0..<configuration.layers {
      let layer = LSTM(configuration.hidden, returnSequences: true)
      states = configuration.directions == .both ? Bidirectional(layer)(states) : layer(states)
      states = Dropout(configuration.dropout)(states)
    }
    return (inputs, CRF(tags.count)(Dense(tags.count)(states)))
  }

  /// Numbers for each letter: one for each letter that is known, and whether it is the word's first and
  /// its last.
  private var width: Int { letters.count + 2 }

  /// The states of two LSTMs at the last letter of each word that they read: forwards the last, backwards
  /// the first. What stands behind a word is zeros, which without biases leave a state of zeros as it is;
  /// and the state behind it is multiplied by zero.
  func spelling(units: Int) -> (input: Value, read: Value) {
    let input = Input.sequence(features: Self.longestWord * width, named: "letters")
    let steps = TimeDistributed(Reshape(Self.longestWord, width))(input)
    let states = TimeDistributed(
      Bidirectional(LSTM(units, returnSequences: true, useBias: false)))(
        steps[features: ..<letters.count])
    let forwards = Multiply()(states[features: ..<units], steps[features: (width - 1)...])
    let backwards = Multiply()(
      states[features: units...], steps[features: (width - 2)..<(width - 1)])
    // Of one that is not zero, times the number of steps.
    let ends = Concatenate()(forwards, backwards)
    return (input, TimeDistributed(GlobalAveragePooling1D())(ends))
  }

  /// What the model reads of a word's letters.
  private func numbers(_ letters: [Int]) -> [Float] {
    var result = [Float](repeating: 0, count: Self.longestWord * width)
    for (step, letter) in letters.enumerated() { result[step * width + letter] = 1 }
    result[width - 2] = Float(Self.longestWord)
    result[letters.count * width - 1] = Float(Self.longestWord)
    return result
  }

  /// Layers that read letters hold as much for each letter as others for each word.
  package func trainingBytes(
    _ configuration: TaggerConfiguration, rows: Int, length: Int
  ) throws -> Int {
    let (inputs, output) = values(configuration)
    let letters = configuration.letters == 0 ? 0 : 3 * width + 24 * configuration.letters
    return try Model.trainingBytes(inputs: inputs, outputs: [output], rows: rows, length: length)
      + Self.longestWord * letters * rows * length * MemoryLayout<Float>.stride
  }

  // MARK: Reading and tagging

  /// A sentence as the model reads it.
  ///
  /// - Precondition: its tags are known.
  func example(
    _ sentence: TaggedSentence, _ configuration: TaggerConfiguration
  ) -> TaggedExample {
    TaggedExample(
      words: vocabulary.indices(of: sentence.tokens.map(configuration.word)),
      letters: configuration.letters == 0 ? [] : sentence.tokens.map(letters(of:)),
      tags: sentence.tags.compactMap(tags.firstIndex(of:)))
  }

  private func letters(of token: String) -> [Int] {
    let (all, half) = (letters.indices(of: token.map(String.init)), Self.longestWord / 2)
    return all.count <= 2 * half ? all : Array(all.prefix(half) + all.suffix(half))
  }

  /// What the model reads of sentences besides their words; nil where that is nothing.
  func letterInputs(_ examples: [TaggedExample]) -> [[[Float]]]? {
    examples.contains { $0.letters.isEmpty } ? nil : examples.map { $0.letters.map(numbers) }
  }

  /// The likeliest tags of sentences among those that may follow each other, and where their own are
  /// known, what these cost: minus the logarithm of their probability, summed.
  func tags(
    of examples: [TaggedExample], by model: Model, threads: Int
  ) throws -> (tags: [[Int]], loss: Double) {
    let chain = try model.linearChain()
    let lawful = lawful(chain)
    var (result, loss) = ([[Int]](), 0.0)
    for start in stride(from: 0, to: examples.count, by: 64) {
      let some = Array(examples[start..<min(examples.count, start + 64)])
      let words = some.map(\.words)
      let emissions =
        if let letters = letterInputs(some) {
          try model.predictSequences((words, letters), batchSize: 64, threads: threads)
        } else { try model.predictSequences(words, batchSize: 64, threads: threads) }
      for (example, emissions) in zip(some, emissions) {
        result.append(try lawful.bestTags(emissions).tags)
        if example.tags.isEmpty { continue }
        loss -= try chain.logProbability(of: example.tags, emissions)
      }
    }
    return (result, loss)
  }

  /// The chain in which I- follows B- and I- of its class alone.
  private func lawful(_ chain: LinearChain) -> LinearChain {
    var chain = chain
    for (index, tag) in tags.enumerated() where tag.hasPrefix("I-") {
      chain.start[index] = -.infinity
      for (before, other) in tags.enumerated() where other.dropFirst(2) != tag.dropFirst(2) {
        chain.transitions[before][index] = -.infinity
      }
    }
    return chain
  }
}
