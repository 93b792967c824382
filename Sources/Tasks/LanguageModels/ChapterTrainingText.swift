import Course
import LanguageModel

/// A text as the chapters' own code cuts it: windows to learn from, and windows to measure on.
package struct ChapterTrainingText: CutText {
  package let vocabulary: Vocabulary
  package let training: [Window]
  /// Empty where nothing is held back.
  package let validation: [Window]
  package let trainingSymbols, validationSymbols: [Int]

  package var vocabularySize: Int { vocabulary.count }
  package var hasUnknown: Bool { true }
  package var lineEnd: Int? { vocabulary.index(of: "\n") }

  /// - Throws: `UserError` where the text is too short, or the cutting went wrong.
  package init(_ text: String, _ configuration: TrainingConfiguration) throws {
    let unit: TextUnit = configuration.unit == .word ? .word : .character
    // As in a `Text.Vocabulary`, the line ends of all systems are one symbol.
    let symbols = unit.symbols(of: text).map { ["\r\n", "\r"].contains($0) ? "\n" : $0 }
    let parts = splitForValidation(symbols, fraction: configuration.validation)
    try TrainingText.check(
      training: parts.training.count, validation: parts.validation.count, configuration)
    // Of words, one that occurs once is unknown: so the model learns where to expect such a word.
    let known = knownSymbols(of: parts.training, minimumCount: unit == .word ? 2 : 1)
    vocabulary = Vocabulary(unit: unit, known: known)
    trainingSymbols = vocabulary.encode(symbols: parts.training)
    validationSymbols = vocabulary.encode(symbols: parts.validation)
    training = windows(of: trainingSymbols, rows: configuration.batch, length: configuration.length)
    // As many rows as `course train` measures with, so that the two say the same.
    let rows = min(32, max(1, validationSymbols.count / 1000))
    validation =
      validationSymbols.isEmpty ? [] : windows(of: validationSymbols, rows: rows, length: 128)
    if training.isEmpty || training.contains(where: { $0.rows != configuration.batch }) {
      throw UserError(
        "the text was not cut into windows of \(configuration.batch) rows; "
          + "find out where: course check 8.3")
    }
  }
}
