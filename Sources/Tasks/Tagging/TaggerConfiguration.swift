import Course
import Layers
import Text

/// Everything that decides what the training of a tagger ends with, besides the sentences. What each
/// field is, the help of its flag says.
package struct TaggerConfiguration: WordConfiguration {
  package static let noun = "sentence"

  package var hidden = 64
  package var layers = 1
  package var embedding = 64
  package var letters = 25
  package var directions = ReadingDirections.both
  package var unknown = 0.2
  package var dropout = 0.3
  package var batch = 16
  package var epochs = 25
  package var patience: Int? = 6
  package var learningRate = 0.005
  package var clip = 1.0
  package var seed = 1
  /// A share, or a file.
  package var validation = "0.1"
  package var minimumCount = 2
  package var vocabulary: Int?
  package var encoding: String?
  package var length = 250

  package init() {}

  /// A token as the table of words has it. Where letters are read, they tell of capitals.
  func word(_ token: String) -> String { letters > 0 ? token.lowercased() : token }

  /// A sentence in parts of at most `length` tokens.
  func parts(of sentence: TaggedSentence) -> [TaggedSentence] {
    sentence.tokens.count <= length ? [sentence] : sentence.parts(of: length)
  }

  package static func suited(to count: Int, asked: Self) -> Self {
    var base = Self()
    if count < 1_000 { base.hidden = 32 }
    if count > 10_000 { (base.hidden, base.batch) = (128, 32) }
    while base.batch > 2 && count < 20 * base.batch { base.batch /= 2 }
    // Without a validation nothing says when to stop.
    if asked.validationShare == 0 { base.epochs = 12 }
    return base
  }

  package static let settings: [TrainingSetting<Self>] =
    [
      .init(
        "--hidden N",
        "units that read words in each direction (default: 32, 64 or 128 by the sentences' number)",
        \.hidden, in: 1...4096),
      .init(
        "--layers N", "recurrent layers, one above the other (default 1)", \.layers, in: 1...16),
      .init("--embedding N", "numbers for each word (default 64)", \.embedding, in: 1...4096),
      .init(
        "--letters N",
        "units that read a word's letters in each direction, 0 for none (default 25)",
        \.letters, in: 0...1024),
      .init("--directions one|both", "in which a sentence is read (default both)", \.directions),
      .init(
        "--unknown F", "the share of words that are learnt from as if unknown (default 0.2)",
        \.unknown
      ) { try $0.number($1, default: 0, in: 0...0.95) },
    ]
    + learningSettings(
      rate: "0.005", epochs: "25; 12 without validation", share: "the sentences")
    + vocabularySettings + [
      .init(
        "--length N", "tokens that are read at once; longer sentences are cut (default 250)",
        \.length, in: 2...10_000)
    ]

  package static let flagsOfModels: Set = [
    "--hidden", "--layers", "--embedding", "--letters", "--directions", "--vocabulary",
    "--minimum-count",
  ]

  package static var command: Command { .tag }
}
