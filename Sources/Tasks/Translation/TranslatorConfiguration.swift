import Course
import Layers
import Text

/// Everything that decides what the training of a translator ends with, besides the sentences. What each
/// field is, the help of its flag says.
package struct TranslatorConfiguration: WordConfiguration {
  package static let noun = "sentence"

  package var hidden = 256
  package var embedding = 128
  package var dropout = 0.3
  package var batch = 64
  package var epochs = 15
  package var patience: Int? = 2
  package var learningRate = 0.001
  package var clip = 1.0
  package var seed = 1
  /// A share, a file, or two with a comma between them.
  package var validation = "0.1"
  package var minimumCount = 2
  package var vocabulary: Int?
  package var encoding: String?
  package var length = 60
  package var lowerCase = false
  package var unit = TextUnit.word

  package init() {}

  /// What a sentence is read and written as: what stands between spaces, or each character.
  func symbols(of text: String) -> [String] {
    let text = lowerCase ? text.lowercased() : text
    return unit == .character
      ? text.map(String.init) : text.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// The text of symbols.
  func text(of symbols: [String]) -> String {
    symbols.joined(separator: unit == .character ? "" : " ")
  }

  package static func suited(to count: Int, asked: Self) -> Self {
    var base = Self()
    if count < 10_000 {
      (base.hidden, base.embedding, base.batch, base.learningRate) = (128, 64, 32, 0.002)
    }
    while base.batch > 4 && count < 20 * base.batch { base.batch /= 2 }
    // Without a validation nothing says when to stop.
    if asked.validationShare == 0 { base.epochs = 8 }
    return base
  }

  package static let settings: [TrainingSetting<Self>] =
    [
      .init(
        "--hidden N",
        "units that write, half as many read in each direction (default: 128 or 256 by the sentences' "
          + "number)", \.hidden
      ) { arguments, name in
        let units = try arguments.integer(name, in: 2...4096)
        if let units, units % 2 != 0 {
          throw UserError("\(name) is \(units); it must be even, since half of them read backwards")
        }
        return units
      },
      .init(
        "--embedding N", "numbers for each word (default 64 or 128)", \.embedding, in: 1...4096),
    ]
    + learningSettings(
      rate: "0.002 or 0.001", epochs: "15; 8 without validation", share: "the sentences",
      others: "a file, or two: SOURCE,TARGET")
    + vocabularySettings + [
      .init(
        "--length N", "words of the longest sentences that are learnt from (default 60)", \.length,
        in: 1...1000),
      .init("--lower-case", "takes capital letters for small ones", \.lowerCase) { _, _ in true },
      .init(
        "--unit character|word", "what is read and written one at a time (default word)", \.unit),
    ]

  package static let flagsOfModels: Set = [
    "--hidden", "--embedding", "--vocabulary", "--minimum-count", "--lower-case", "--unit",
  ]

  package static var command: Command { .translate }
}
