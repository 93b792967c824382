import Layers
import Text

/// Everything that decides what a training ends with, besides the text itself. It is saved with the
/// model: two trainings with equal configurations on one text end with equal weights.
struct TrainingConfiguration: Codable, Equatable, Sendable {
  enum Cell: String, Codable, CaseIterable, Sendable {
    case lstm, rnn
  }

  var cell = Cell.lstm
  /// Units of each recurrent layer.
  var hidden = 128
  /// Recurrent layers, one above the other.
  var layers = 1
  /// Numbers that stand for each symbol.
  var embedding = 64
  /// Stretches of the text that are read side by side.
  var batch = 32
  /// Time steps that the gradient flows back.
  var length = 64
  var epochs = 1
  /// At the first step; it falls in a straight line to a hundredth of this at the last.
  var learningRate = 0.01
  /// The largest norm that a gradient keeps.
  var clip = 1.0
  /// The last part of the text, which the training never sees.
  var validation = 0.1
  var seed = 1
  var unit = TextUnit.character

  // MARK: Ranges

  static let sizes = 1...4096
  static let layerCounts = 1...16
  static let lengths = 1...65_536
  static let epochCounts = 1...1_000_000
  static let validations = 0.0...0.9

  /// What no flag could have given, found in a file: a sentence, or nil.
  var problem: String? {
    let sizes = ["hidden": hidden, "embedding": embedding, "batch": batch]
    for (name, size) in sizes.sorted(by: { $0.key < $1.key }) where !Self.sizes.contains(size) {
      return "\(name) is \(size)"
    }
    if !Self.layerCounts.contains(layers) { return "layers is \(layers)" }
    if !Self.lengths.contains(length) { return "length is \(length)" }
    if !Self.epochCounts.contains(epochs) { return "epochs is \(epochs)" }
    if !(learningRate.isFinite && learningRate > 0) { return "learning rate is \(learningRate)" }
    if !(clip.isFinite && clip > 0) { return "clip is \(clip)" }
    if !Self.validations.contains(validation) { return "validation is \(validation)" }
    if seed < 0 { return "seed is \(seed)" }
    return nil
  }

  // MARK: What follows from it

  func modelLayers(vocabularySize: Int) -> [Layer] {
    let recurrent: Layer =
      switch cell {
      case .lstm: .lstm(LSTM(hidden, returnSequences: true, stateful: true))
      case .rnn: .simpleRNN(SimpleRNN(hidden, returnSequences: true, stateful: true))
      }
    return [.embedding(Embedding(vocabularySize: vocabularySize, size: embedding))]
      + Array(repeating: recurrent, count: layers) + [.dense(Dense(vocabularySize))]
  }

  /// The optimiser's step size at one step of a training.
  func learningRate(step: Int, of total: Int) -> Double {
    learningRate * max(0.01, 1 - Double(step) / Double(max(1, total)))
  }

  /// How the symbols are called in messages.
  var unitName: String { unit == .character ? "characters" : "words" }

  /// A number of symbols in words.
  func counted(_ count: Int) -> String {
    "\(grouped(count)) \(count == 1 ? String(unitName.dropLast()) : unitName)"
  }
}

/// What the flags of `course train` say about the configuration: nil where they say nothing.
struct ConfigurationFlags: Equatable, Sendable {
  var cell: TrainingConfiguration.Cell?
  var hidden: Int?
  var layers: Int?
  var embedding: Int?
  var batch: Int?
  var length: Int?
  var epochs: Int?
  var learningRate: Double?
  var clip: Double?
  var validation: Double?
  var seed: Int?
  var unit: TextUnit?

  /// How many symbols a text has, of the unit that these flags ask for.
  func symbolCount(of text: String) -> Int {
    (unit ?? TrainingConfiguration().unit).symbols(of: text).count
  }

  /// A configuration with these flags over another's values.
  func applied(to base: TrainingConfiguration) -> TrainingConfiguration {
    var result = base
    result.cell = cell ?? base.cell
    result.hidden = hidden ?? base.hidden
    result.layers = layers ?? base.layers
    result.embedding = embedding ?? base.embedding
    result.batch = batch ?? base.batch
    result.length = length ?? base.length
    result.epochs = epochs ?? base.epochs
    result.learningRate = learningRate ?? base.learningRate
    result.clip = clip ?? base.clip
    result.validation = validation ?? base.validation
    result.seed = seed ?? base.seed
    result.unit = unit ?? base.unit
    return result
  }
}

extension TrainingConfiguration {
  /// The first flag in which two configurations differ, with both values; nil where they are equal.
  ///
  /// - Parameter ignoringEpochs: more epochs of the same training are not another training.
  func firstDifference(
    from other: TrainingConfiguration, ignoringEpochs: Bool = false
  ) -> (flag: String, mine: String, other: String)? {
    let pairs: [(String, String, String)] = [
      ("--unit", unit.rawValue, other.unit.rawValue),
      ("--cell", cell.rawValue, other.cell.rawValue),
      ("--hidden", "\(hidden)", "\(other.hidden)"),
      ("--layers", "\(layers)", "\(other.layers)"),
      ("--embedding", "\(embedding)", "\(other.embedding)"),
      ("--batch", "\(batch)", "\(other.batch)"),
      ("--length", "\(length)", "\(other.length)"),
      ("--epochs", "\(epochs)", "\(other.epochs)"),
      ("--learning-rate", "\(learningRate)", "\(other.learningRate)"),
      ("--clip", "\(clip)", "\(other.clip)"),
      ("--validation", "\(validation)", "\(other.validation)"),
      ("--seed", "\(seed)", "\(other.seed)"),
    ]
    return pairs.first { $0.1 != $0.2 && !(ignoringEpochs && $0.0 == "--epochs") }
  }
}
