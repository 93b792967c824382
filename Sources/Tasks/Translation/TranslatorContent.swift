import Layers
import Text

/// A translator as its file holds it.
package typealias Translator = ModelFile<TranslatorContent>

/// What a translator has besides its weights.
package struct TranslatorContent: ExampleContent, GraphContent {
  package typealias Configuration = TranslatorConfiguration
  package typealias Network = Model
  package typealias Material = TranslationTexts
  package static let task = ModelTask.translate
  /// What is written for a word that the model means and does not know.
  static let unknownWord = "<unk>"

  package var source, target: Vocabulary
  /// Words of the longest translation that was learnt from; none that is written is longer.
  var longest: Int
  var known: KnownExamples

  init(source: Vocabulary, target: Vocabulary, longest: Int, known: KnownExamples) {
    (self.source, self.target) = (source, target)
    (self.longest, self.known) = (longest, known)
  }

  package func metadata() throws -> [String: String] {
    [
      "source": try jsonLine(source), "target": try jsonLine(target),
      "longest": try jsonLine(longest),
    ]
  }

  package var tensors: [Tensor] { [known.tensor] }

  package init(_ entries: ModelEntries, tensors: [Tensor]) throws {
    (source, target) = (try entries.vocabulary("source"), try entries.vocabulary("target"))
    longest = try entries.parsed("longest")
    if !(1...1000).contains(longest) { throw ModelFileError("its longest is \(longest)") }
    known = try KnownExamples(tensors)
  }

  /// The symbol that stands before a translation's first word and after its last.
  var boundary: Int { target.count }

  // MARK: The model

  package func shape(_ configuration: TranslatorConfiguration) -> String {
    let (hidden, embedding) = (configuration.hidden, configuration.embedding)
    return "embedding \(embedding) → LSTM \(hidden / 2) both ways → embedding \(embedding) → "
      + "LSTM \(hidden) → attention \(hidden / 2) → dense \(hidden) → dense \(boundary + 1)"
  }

  package func values(
    _ configuration: TranslatorConfiguration
  ) -> (inputs: [Value], output: Value) {
    let (inputs, next, _) = alignedValues(configuration)
    return (inputs, next)
  }

  /// The model's values, and where in the source it looks at each step.
  ///
  /// - Note: Bahdanau, Cho and Bengio (2015), "Neural Machine Translation by Jointly Learning to Align and
  ///   Translate"; the state that both states make is Luong, Pham and Manning (2015), "Effective
  ///   Approaches to Attention-based Neural Machine Translation".
  func alignedValues(
    _ configuration: TranslatorConfiguration
  ) -> (inputs: [Value], next: Value, weights: Value) {
    let (hidden, size) = (configuration.hidden, configuration.embedding)
    let inputs = [Input.symbols(named: "source"), Input.symbols(named: "target")]
    func vectors(_ input: Value, _ count: Int) -> Value {
      Dropout(configuration.dropout)(Embedding(vocabularySize: count, size: size)(input))
    }
    let (encoded, state) = Bidirectional(LSTM(hidden / 2, returnSequences: true)).withState(
      vectors(inputs[0], source.count))
    let decoded = LSTM(hidden, returnSequences: true)(
      vectors(inputs[1], boundary + 1),
      initialState: [Concatenate()(state[0], state[2]), Concatenate()(state[1], state[3])])
    let (found, weights) = AdditiveAttention(hidden / 2).withWeights(
      query: decoded, value: encoded)
    let both = Dense(hidden, activation: .tanh)(Concatenate()(found, decoded))
    let next = Dense(boundary + 1, activation: .softmax)(Dropout(configuration.dropout)(both))
    return (inputs, next, weights)
  }

  // MARK: Translating

  /// What a search writes of sources, each of at least one symbol.
  ///
  /// - Parameter beam: sequences that are kept; with 1 the likeliest word is taken each time.
  func translations(of sources: [[Int]], by model: Model, beam: Int) throws -> [[Int]] {
    let stepper = try model.stepper(stepping: [1])
    if beam > 1 {
      let search = BeamSearch(width: beam, end: boundary, longest: longest, lengthPenalty: 1)
      return try sources.map { source in
        try stepper.begin([source])
        return try search.decode(stepper, begin: boundary)[0].symbols
      }
    }
    var result = sources.map { _ in [Int]() }
    // Sentences of like lengths end together.
    let order = sources.indices.sorted { (sources[$0].count, $0) < (sources[$1].count, $1) }
    for start in stride(from: 0, to: order.count, by: 64) {
      let rows = order[start..<min(order.count, start + 64)]
      for (row, symbols) in zip(rows, try greedy(rows.map { sources[$0] }, stepper)) {
        result[row] = symbols
      }
    }
    return result
  }

  private func greedy(_ sources: [[Int]], _ stepper: Stepper) throws -> [[Int]] {
    try stepper.begin(sources)
    var result = sources.map { _ in [Int]() }
    var last = sources.map { _ in boundary }
    var going = Array(sources.indices)
    for _ in 0..<longest where !going.isEmpty {
      let likely = try stepper.step(last)
      for row in going {
        last[row] = Sampler.likeliest(likely[row])
        if last[row] != boundary { result[row].append(last[row]) }
      }
      going = going.filter { last[$0] != boundary }
    }
    return result
  }

  /// The words of a translation.
  func words(of symbols: [Int]) -> [String] {
    symbols.map { $0 == target.unknown ? Self.unknownWord : target.symbols[$0] }
  }
}
