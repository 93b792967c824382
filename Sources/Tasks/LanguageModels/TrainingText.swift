import Course
import Sequences
import Text

/// A text cut into what is learned from and what is only measured on.
package protocol CutText {
  var vocabularySize: Int { get }
  /// Whether one of the vocabulary stands for what it lacks.
  var hasUnknown: Bool { get }
  /// The line end's index in the vocabulary.
  var lineEnd: Int? { get }
  var trainingSymbols: [Int] { get }
  /// Empty where nothing is held back.
  var validationSymbols: [Int] { get }
}

extension CutText {
  var symbolCount: Int { trainingSymbols.count + validationSymbols.count }

  /// The first lines of the training part, 300 symbols at most: what the model reads before it
  /// writes.
  package var opening: [Int] {
    let first = trainingSymbols.prefix(300)
    let end = lineEnd.flatMap { first.lastIndex(of: $0) }
    return Array(end.map { first[...$0] } ?? first)
  }

  /// The validation loss of counting which symbol follows which, chapter 01's model; nil where
  /// there is nothing to validate with or the table would be huge.
  var bigramLoss: Double? {
    validationSymbols.isEmpty || vocabularySize > 2000
      ? nil
      : BigramModel(symbols: trainingSymbols, vocabularySize: vocabularySize)
        .loss(on: validationSymbols)
  }
}

/// The text of a training by `Layers`.
package struct TrainingText: CutText {
  package let vocabulary: Vocabulary
  package let training: ContiguousBatches
  /// Empty where nothing is held back.
  package let validation: [Int]

  package var vocabularySize: Int { vocabulary.count }
  package var hasUnknown: Bool { vocabulary.unknown != nil }
  package var lineEnd: Int? { vocabulary.index(of: "\n") }
  package var trainingSymbols: [Int] { training.symbols }
  package var validationSymbols: [Int] { validation }

  /// - Parameter skipsUnknown: whether symbols that the vocabulary lacks are left out.
  /// - Throws: `UserError` where the text is too short for the configuration, `TextError` where the
  ///   vocabulary lacks a symbol.
  package init(
    _ corpus: Corpus, vocabulary: Vocabulary, configuration: TrainingConfiguration,
    skipsUnknown: Bool = false
  ) throws {
    self.vocabulary = vocabulary
    let symbols = try vocabulary.encode(corpus.text, skipping: skipsUnknown).indices
    let parts = splitForValidation(symbols, fraction: configuration.validation)
    validation = parts.validation
    try Self.check(training: parts.training.count, validation: validation.count, configuration)
    training = ContiguousBatches(
      symbols: parts.training, rows: configuration.batch, length: configuration.length)
  }

  /// - Throws: `UserError` where a text of so many symbols is too short.
  static func check(training: Int, validation: Int, _ configuration: TrainingConfiguration) throws {
    let (count, fraction) = (training + validation, configuration.validation)
    let needed = configuration.batch * configuration.length + 1
    if training < needed {
      let total = corpusSize(forTraining: needed, validation: fraction)
      throw UserError(
        "the text has \(configuration.counted(count)); a batch of "
          + "\(configuration.batch) × \(configuration.length) needs at least \(grouped(total)). "
          + "Give a longer text, or a smaller --batch or --length")
    }
    if fraction > 0 && validation < 2 {
      throw UserError(
        "--validation \(fraction) of \(grouped(count)) \(configuration.unitName) leaves "
          + "\(validation) to validate with; raise it, or set it to 0")
    }
  }

  /// The shortest text of which so many symbols are left to train on.
  private static func corpusSize(forTraining needed: Int, validation: Double) -> Int {
    var count = max(needed, Int(Double(needed) / (1 - validation)) - 2)
    while count - Int(Double(count) * validation) < needed { count += 1 }
    return count
  }

  /// The largest batch up to a standard one that a short text fills: halved until it fits.
  package static func batch(
    for symbolCount: Int, standard: Int, length: Int, validation: Double
  ) -> Int {
    let training = symbolCount - Int(Double(symbolCount) * validation)
    var batch = standard
    while batch > 1 && training < batch * length + 1 { batch /= 2 }
    return batch
  }
}
