import Course
import Text

/// The training of a language model, by whichever code.
package protocol LanguageTraining: Training where Content == LanguageContent, Judged == Evaluation {
  associatedtype Cut: CutText

  var text: Cut { get }
  var corpus: CorpusIdentity { get }
  /// The model's layers and how many numbers it learns.
  var shape: String { get }
}

extension LanguageTraining {
  package var unitName: String { configuration.unitName }

  package var plan: [(label: String, text: String)] {
    let unknown = text.hasUnknown ? " with the unknown one" : ""
    return [
      (
        "Text:",
        "\(grouped(text.symbolCount)) \(unitName), "
          + "\(grouped(text.vocabularySize)) different\(unknown); "
          + "the last \(grouped(text.validationSymbols.count)) to validate"
      ), ("Model:", shape),
      (
        "Plan:",
        "\(counted(configuration.epochs, "epoch")) of \(grouped(windows)) steps, each of "
          + "\(configuration.batch) × \(configuration.length) \(unitName)"
      ),
    ]
  }

  package var yardstick: Yardstick? {
    get throws {
      try TrainingYardstick.expected(of: code, configuration, corpus, symbols: text.symbolCount)
    }
  }
}

extension Evaluation: Judgement {
  package static let headings = ["validation", "perplexity", "bits/char"]

  package var cells: [String] {
    [fixed(loss, 3), fixed(perplexity, 2), fixed(bitsPerCharacter, 3)]
  }
}
