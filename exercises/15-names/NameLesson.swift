import Cousins
import LSTMGates
import LinearAlgebra
import Optimizers
import VanillaRNN

/// A tagger of one of the two layers, trained or to be trained.
public enum NameTagger: Equatable, Sendable {
  /// Reads from left to right.
  case ahead(Tagger<LSTMCell>)
  /// Reads in both directions.
  case both(Tagger<Bidirectional<LSTMCell>>)
}

extension NameTagger {
  /// D, and the numbers that letters give a word.
  public static let (wordSize, letterSize) = (16, 16)

  /// A tagger as learning starts: weights drawn evenly from ±1/√hiddenSize, word vectors of a
  /// deviation of 0.3, and forget biases of 1.
  public init(_ settings: TaggerSettings, using generator: inout SeededGenerator) {
    let inputs = Self.wordSize + (settings.readsLetters ? Self.letterSize : 0)
    let count = Tag.count(classes: Names.classes.count)
    let table = Matrix.normal(
      rows: Names.vocabulary.count, columns: Self.wordSize, standardDeviation: 0.3,
      using: &generator)
    let letters =
      settings.readsLetters ? LetterReader(size: Self.letterSize, using: &generator) : nil
    let chain = settings.hasChain ? Chain.forbidding(classes: Names.classes.count) : nil
    func cell() -> LSTMCell {
      LSTMCell(inputSize: inputs, hiddenSize: settings.hiddenSize, using: &generator)
    }
    func tagger<Layer: SequenceLayer>(_ layer: Layer) -> Tagger<Layer> {
      Tagger(
        table: table, letters: letters, layer: layer,
        output: OutputLayer(hiddenSize: layer.outputSize, outputs: count, using: &generator),
        chain: chain)
    }
    self =
      settings.isBidirectional
      ? .both(tagger(Bidirectional(forwards: cell(), backwards: cell()))) : .ahead(tagger(cell()))
  }

  /// All numbers to learn, those of the tagger, V × D and so on.
  public var parameters: [Matrix] {
    get {
      switch self {
      case .ahead(let tagger): tagger.parameters
      case .both(let tagger): tagger.parameters
      }
    }
    set {
      switch self {
      case .ahead(var tagger):
        tagger.parameters = newValue
        self = .ahead(tagger)
      case .both(var tagger):
        tagger.parameters = newValue
        self = .both(tagger)
      }
    }
  }

  /// The emissions of a sentence, T × K.
  public func emissions(_ words: [String]) -> Matrix {
    switch self {
    case .ahead(let tagger): tagger.emissions(words)
    case .both(let tagger): tagger.emissions(words)
    }
  }

  /// The tags of a sentence of at least one word.
  public func tags(_ words: [String]) -> [Tag] {
    switch self {
    case .ahead(let tagger): tagger.tags(words)
    case .both(let tagger): tagger.tags(words)
    }
  }

  /// How well names are found in sentences.
  public func score(on sentences: [TaggedSentence]) -> NameScore {
    nameScore(sentences.map { tags($0.words) }, against: sentences.map { $0.tags })
  }
}

/// A tagger learns the known names, eight sentences an update.
public struct NameLesson: Sendable {
  /// Sentences of an update.
  public static let rows = 8
  /// What learns.
  public private(set) var tagger: NameTagger
  private let settings: TaggerSettings
  private let misled: Double
  private var optimizer: Adam
  private var generator: SeededGenerator

  /// A lesson before its first update.
  ///
  /// - Parameters:
  ///   - settings: of the tagger.
  ///   - misled: of the endings of names, the share that belongs to the other class.
  ///   - seed: of the first weights and of the sentences.
  public init(_ settings: TaggerSettings, misled: Double = 0.1, seed: UInt64) {
    generator = SeededGenerator(seed: seed)
    tagger = NameTagger(settings, using: &generator)
    optimizer = Adam(learningRate: settings.learningRate)
    (self.settings, self.misled) = (settings, misled)
  }

  /// Makes some updates.
  public mutating func advance(_ updates: Int) {
    switch tagger {
    case .ahead(var one):
      advance(&one, updates)
      tagger = .ahead(one)
    case .both(var one):
      advance(&one, updates)
      tagger = .both(one)
    }
  }

  private mutating func advance<Layer>(_ tagger: inout Tagger<Layer>, _ updates: Int) {
    for _ in 0..<updates {
      let sentences = Names.batch(Self.rows, of: Names.known, misled: misled, using: &generator)
      tagger.train(
        on: sentences, forgetting: settings.forgetting, using: &generator, with: &optimizer)
    }
  }

  /// Sentences to judge on, always the same.
  public static func test(
    of pool: Names.Pool, misled: Double = 0.1, count: Int = 300
  ) -> [TaggedSentence] {
    var generator = SeededGenerator(seed: 1_000_000)
    return (0..<count).map { _ in Names.sentence(of: pool, misled: misled, using: &generator) }
  }
}

extension NameTagger {
  /// Its scores of tags after tags; nil where it has none.
  public var chain: Chain? {
    switch self {
    case .ahead(let tagger): tagger.chain
    case .both(let tagger): tagger.chain
    }
  }
}
