import Course
import Foundation
import Text

/// The text of a training, cut into what is learned from and what is only measured on.
package struct TrainingText {
  package let vocabulary: Vocabulary
  package let training: ContiguousBatches
  /// Empty where nothing is held back.
  package let validation: [Int]
  /// The same as `training`, in one piece.
  package var trainingSymbols: [Int] { training.symbols }

  /// - Throws: `UserError` where the text is too short for the configuration.
  package init(
    _ corpus: Corpus, vocabulary: Vocabulary, configuration: TrainingConfiguration
  ) throws {
    self.vocabulary = vocabulary
    let symbols = try vocabulary.encode(corpus.text)
    let parts = splitForValidation(symbols, fraction: configuration.validation)
    if let problem = Self.problem(
      count: symbols.count, training: parts.training.count, validation: parts.validation.count,
      configuration)
    {
      throw UserError(problem)
    }
    training = ContiguousBatches(
      symbols: parts.training, rows: configuration.batch, length: configuration.length)
    validation = parts.validation
  }

  /// The first lines of the training part, 300 symbols at most.
  package var opening: [Int] {
    let first = trainingSymbols.prefix(300)
    let lineEnd = vocabulary.index(of: "\n").flatMap { first.lastIndex(of: $0) }
    return Array(lineEnd.map { first[...$0] } ?? first)
  }

  /// Why a text is too short, in a sentence; nil where it is not.
  package static func problem(
    count: Int, training: Int, validation: Int, _ configuration: TrainingConfiguration
  ) -> String? {
    let needed = configuration.batch * configuration.length + 1
    if training < needed {
      let total = corpusSize(forTraining: needed, validation: configuration.validation)
      return
        "the text has \(configuration.counted(count)); a batch of "
        + "\(configuration.batch) × \(configuration.length) needs at least \(grouped(total)). "
        + "Give a longer text, or a smaller --batch or --length"
    }
    if configuration.validation > 0 && validation < 2 {
      return
        "--validation \(configuration.validation) of \(grouped(count)) \(configuration.unitName) "
        + "leaves \(validation) to validate with; raise it, or set it to 0"
    }
    return nil
  }

  /// The shortest text of which so many symbols are left to train on.
  static func corpusSize(forTraining needed: Int, validation: Double) -> Int {
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
