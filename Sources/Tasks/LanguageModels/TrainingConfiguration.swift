import Course
import Layers
import Text

/// Everything that decides what a training ends with, besides the text itself. It is saved with the
/// model: two trainings with equal configurations on one text end with equal weights.
package struct TrainingConfiguration: Codable, Equatable, Sendable {
  package enum Cell: String, Codable, CaseIterable, Sendable {
    case lstm, rnn
  }

  package var cell = Cell.lstm
  /// Units of each recurrent layer.
  package var hidden = 128
  /// Recurrent layers, one above the other.
  package var layers = 1
  /// Numbers that stand for each symbol.
  package var embedding = 64
  /// Stretches of the text that are read side by side.
  package var batch = 32
  /// Time steps that the gradient flows back.
  package var length = 64
  package var epochs = 1
  /// At the first step; it falls in a straight line to a hundredth of this at the last.
  package var learningRate = 0.01
  /// The largest norm that a gradient keeps.
  package var clip = 1.0
  /// The last part of the text, which the training never sees.
  package var validation = 0.1
  package var seed = 1
  package var unit = TextUnit.character

  package static let standard = TrainingConfiguration()

  // MARK: Ranges

  package static let sizes = 1...4096
  static let layerCounts = 1...16
  package static let lengths = 1...65_536
  static let epochCounts = 1...1_000_000
  static let validations = 0.0...0.9

  /// What no flag could have given, found in a file: a sentence, or nil.
  package var problem: String? {
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
  package func learningRate(step: Int, of total: Int) -> Double {
    learningRate * max(0.01, 1 - Double(step) / Double(max(1, total)))
  }

  /// How the symbols are called in messages.
  package var unitName: String { unit == .character ? "characters" : "words" }

  /// A number of symbols in words.
  package func counted(_ count: Int) -> String {
    "\(grouped(count)) \(count == 1 ? String(unitName.dropLast()) : unitName)"
  }
}

/// What the flags of `course train` say about the configuration: nil where they say nothing.
package struct ConfigurationFlags: Equatable, Sendable {
  package var cell: TrainingConfiguration.Cell?
  package var hidden: Int?
  package var layers: Int?
  package var embedding: Int?
  package var batch: Int?
  package var length: Int?
  package var epochs: Int?
  package var learningRate: Double?
  package var clip: Double?
  package var validation: Double?
  package var seed: Int?
  package var unit: TextUnit?

  /// Flags that say nothing.
  package static let none = ConfigurationFlags()

  /// How many symbols a text has, of the unit that these flags ask for.
  package func symbolCount(of text: String) -> Int {
    (unit ?? TrainingConfiguration().unit).symbols(of: text).count
  }

  /// A configuration with these flags over another's values.
  package func applied(to base: TrainingConfiguration) -> TrainingConfiguration {
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
  package func firstDifference(
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
