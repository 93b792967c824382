import Course
import LanguageModel
import Sequences

/// A text as the chapters' own code cuts it: windows to learn from, and windows to measure on.
package struct ChapterTrainingText {
  package let vocabulary: LanguageModel.Vocabulary
  package let training: [Window]
  /// Empty where nothing is held back.
  package let validation: [Window]
  package let trainingSymbols, validationSymbols: [Int]
  /// The validation loss of counting pairs; nil where nothing is held back or the table would be
  /// huge.
  let bigramLoss: Double?

  /// - Throws: `UserError` where the text is too short, or the cutting went wrong.
  package init(_ text: String, _ configuration: TrainingConfiguration) throws {
    let unit: LanguageModel.TextUnit = configuration.unit == .word ? .word : .character
    let symbols = unit.symbols(of: text)
    let parts = LanguageModel.splitForValidation(symbols, fraction: configuration.validation)
    if let problem = TrainingText.problem(
      count: symbols.count, training: parts.training.count, validation: parts.validation.count,
      configuration)
    {
      throw UserError(problem)
    }
    // Of words, one that occurs once is unknown: so the model learns where to expect such a word.
    vocabulary = LanguageModel.Vocabulary(
      unit: unit,
      known: knownSymbols(of: parts.training, minimumCount: unit == .word ? 2 : 1))
    trainingSymbols = vocabulary.encode(symbols: parts.training)
    validationSymbols = vocabulary.encode(symbols: parts.validation)
    training = windows(
      of: trainingSymbols, rows: configuration.batch, length: configuration.length)
    // As many rows as `course train` measures with, so that the two say the same.
    validation =
      validationSymbols.isEmpty
      ? []
      : windows(
        of: validationSymbols, rows: min(32, max(1, validationSymbols.count / 1000)), length: 128)
    bigramLoss =
      validation.isEmpty || vocabulary.count > 2000
      ? nil
      : BigramModel(symbols: trainingSymbols, vocabularySize: vocabulary.count)
        .loss(on: validationSymbols)
    if training.isEmpty || training.contains(where: { $0.rows != configuration.batch }) {
      throw UserError(
        "the text was not cut into windows of \(configuration.batch) rows; "
          + "find out where: course check 8.3")
    }
  }

  /// The first lines of the training part, 300 symbols at most: what the model reads before it
  /// writes.
  package var opening: [Int] {
    let first = trainingSymbols.prefix(300)
    let lineEnd = vocabulary.index(of: "\n").flatMap { first.lastIndex(of: $0) }
    return Array(lineEnd.map { first[...$0] } ?? first)
  }

  /// How many characters the validation's predicted symbols have.
  package var predictedCharacters: Int {
    validationSymbols.dropFirst().reduce(0) { $0 + vocabulary.symbols[$1].count }
  }
}
