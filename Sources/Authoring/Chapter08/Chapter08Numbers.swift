import Course
import Foundation
import LanguageModel
import Tasks

import func Text.grouped

/// The numbers of chapter 08, "A language model".
enum Chapter08Numbers {
  typealias Data = Chapter08Data

  static func all(in folder: PackageFolder) throws -> PageNumbers {
    PageNumbers(
      page: "chapters/08-a-language-model.md",
      tables: [models, samples, temperatures, yardsticks],
      sentences: byHand + words + experiment + findings + overfitting + writing
        + (try widget(in: folder)) + ownCode)
  }

  // MARK: By hand

  private static let byHand = {
    let (windows, text) = ((1.2 + 1.5) / 2, (8 * 1.2 + 4 * 1.5) / 12)
    return [
      "What is the loss of the text? Not \(number(windows, 2)).",
      "the loss of the two windows \(number(text, 1)) and not \(number(windows, 2))?",
      "as unsure as among \(number(exp(text), 2)) equally likely symbols.",
      "| 12 | 13 | 24 | 2 | \(number(24.0 / 13, 2)) |",
    ]
  }()

  // MARK: Symbols

  private static let words = {
    let words = Data.words
    return [
      """
      hold \(Data.counts[0]) different characters, and \(grouped(words.different)) different words. \
      Of these words \(grouped(words.once)) occur once
      """,
      """
      And of the \(grouped(words.held)) words of the last tenth, \(grouped(words.new)) never \
      occurred before.
      """,
      """
      ten words ago are some \(number(Data.tenWords.characters, 0)) characters ago in these plays, \
      but only \(number(Data.tenWords.symbols, 0)) symbols of a model of words
      """,
      "let those that occur once be unknown, and it meets \(grouped(words.once)).",
    ]
  }()

  // MARK: What they learn

  /// The symbols of the plays and the unknown one.
  private static let vocabulary = Data.counts[0] + 1

  /// Numbers to learn of a network with an output layer.
  private static func parameters(gates: Int, units: Int) -> Int {
    (vocabulary + units + 1) * gates * units + (units + 1) * vocabulary
  }

  private static let (lstm, rnn) = (
    parameters(gates: 4, units: Chapter08Measurement.hiddenSize),
    parameters(gates: 1, units: Chapter08Measurement.hiddenSize)
  )

  private static let models = {
    func row(_ name: String, _ numbers: Int, _ loss: Double) -> [String] {
      [
        name, grouped(numbers), number(loss, 4), number(loss / log(2), 4), number(exp(loss), 2),
      ]
    }
    let tables = (1...6).map { back in
      // Chapter 01 keeps all pairs, also those that never come.
      let stored = back == 1 ? Data.counts[0] * Data.counts[0] : stored(back)
      let name = "table, \(back) back" + (back == 1 ? ": the bigrams of chapter 1" : "")
      return row(name, stored, Data.tables[back])
    }
    return PageTable(
      "08-models", ["model", "numbers", "validation, nats", "bits", "perplexity"],
      tables + [row("RNN", rnn, last(Data.rnn)), row("LSTM", lstm, last(Data.lstm))])
  }()

  /// The counts of a table and of the shorter ones.
  private static func stored(_ back: Int) -> Int { Data.counts[...back].reduce(0, +) }

  private static func last(_ losses: [Data.Losses]) -> Double { losses.last?.validation ?? .nan }

  private static let experiment = [
    """
    \(grouped(Data.training)) characters to learn from, the last \(grouped(Data.held)) to be judged \
    on.
    """,
    "seed 1: \(Data.steps) steps an epoch.",
    "The bigram table pays \(number(Data.tables[1], 4)) on this text.",
  ]

  private static let findings = {
    func fall(_ losses: [Data.Losses]) -> String {
      "from \(number(losses[0].validation, 2)) to \(number(last(losses), 2))"
    }
    let seeds = Data.oneEpoch.map { number($0, 4) }
    let once = Int((3 * Double(Data.onceOfSix) / Double(Data.counts[6])).rounded())
    let gap = last(Data.lstm) - (Data.lstm.last?.training ?? .nan)
    return [
      "The LSTM's validation loss falls \(fall(Data.lstm)), the RNN's \(fall(Data.rnn)).",
      "the gates are worth \(number(last(Data.rnn) - last(Data.lstm), 3)) nats a character.",
      """
      with seven characters the loss is \(number(Data.tables[7], 4)), with eight \
      \(number(Data.tables[8], 4)).
      """,
      """
      The table of six characters stores \(spelled(stored(6) / lstm)) times as many numbers as the \
      LSTM, and \(spelled(once)) thirds of those for six characters stand for something that came once.
      """,
      "The LSTM has \(grouped(lstm)) numbers however long the text is",
      "the LSTM's training loss ends \(number(gap, 2)) below its validation loss.",
      """
      three programs had a validation loss of \(seeds[0]) after one epoch: the chapters' code, our library \
      `Layers` in single precision, and \(Data.peer).
      """,
      "from seeds 2 and 3, gave PyTorch \(seeds[1]) and \(seeds[2]).",
      """
      with seed 2 the RNN ends at \(number(Data.secondSeed.rnn, 4)) and the LSTM at \
      \(number(Data.secondSeed.lstm, 4)), where the table has \(number(last(Data.rnn), 4)) and \
      \(number(last(Data.lstm), 4)).
      """,
      """
      From the second epoch to the eighth the loss fell by \
      \(number(Data.lstm[1].validation - last(Data.lstm), 2)) nats
      """,
    ]
  }()

  private static let samples = PageTable(
    "08-samples", ["epoch", "validation", "writes"],
    Data.samples.map { epoch, lines in
      let text = lines.map { $0.isEmpty ? "/" : $0 }.joined(separator: " / ")
      return [
        "\(epoch)", number(Data.lstm[epoch - 1].validation, 4),
        text.replacing(" / / / ", with: " / / "),
      ]
    })

  // MARK: Overfitting

  private static let overfitting = {
    func at(_ losses: Data.Losses) -> (training: String, validation: String) {
      (number(losses.training, 4), number(losses.validation, 4))
    }
    let best = Data.large.indices.min { Data.large[$0].validation < Data.large[$1].validation } ?? 0
    let (low, large, small) = (
      at(Data.large[best]), at(Data.large[Data.large.count - 1]),
      at(Data.small[Data.small.count - 1])
    )
    let lowest = Data.small.map(\.validation).min() ?? .nan
    return [
      """
      the first \(grouped(Chapter08Measurement.littleText)) characters to learn from, and let it \
      read them \(Data.large.count) times. It has \(grouped(lstm)) parameters:
      """,
      """
      is at its lowest after epoch \(best + 1), at \(low.validation). The training loss goes on \
      falling, from \(low.training) there to \(large.training) after epoch \(Data.large.count). \
      By then the validation loss is \(large.validation).
      """,
      "chapter 1's bigrams, which pay \(number(Data.littleBigrams, 4)) when",
      """
      With 16 units, \(grouped(parameters(gates: 4, units: 16))) parameters, the gap between the \
      curves is a third as wide: \(small.training) and \(small.validation). But the small model \
      never gets below \(number(lowest, 4)),
      """,
    ]
  }()

  // MARK: Writing

  private static let writing = [
    "a loop of \(Data.loops[0].1) characters.",
    "and all \(spelled(Data.loops.count { $0.1 == Data.loops[0].1 })) ended in this very loop.",
    """
    With $\\tau = 0.5$ every difference doubles, so every ratio is squared: \(number(exp(1), 4)) \
    becomes \(number(exp(2), 4)).
    """,
    "0.1 added up ten times gives \((0..<10).reduce(0.0) { sum, _ in sum + 0.1 }),",
    // With two degrees of freedom chi-squared exceeds x with the probability exp(-x / 2).
    "it exceeds \(number(-2 * log(0.001), 1)) only once in a thousand times, with three symbols",
  ]

  private static let temperatures = PageTable(
    "08-temperatures", ["$\\tau$", "$z / \\tau$", "$e^{z/\\tau}$", "sum", "$p$"],
    [0.5, 1, 2].map { temperature in
      func plain(_ value: Double) -> String {
        value == value.rounded() ? number(value, 0) : number(value, value < 1 ? 1 : 4)
      }
      let divided = [2.0, 1, 0].map { $0 / temperature }
      let powers = divided.map(exp)
      let sum = powers.reduce(0, +)
      return [
        plain(temperature), divided.map(plain).joined(separator: ", "),
        powers.map(plain).joined(separator: ", "), number(sum, 4),
        powers.map { number($0 / sum, 4) }.joined(separator: ", "),
      ]
    })

  private static func widget(in folder: PackageFolder) throws -> [String] {
    guard
      let file = try folder.contents(WidgetModel.path),
      let model = WidgetModel(file: file)
    else {
      throw UserError("\(WidgetModel.path) cannot be read; write it: course dev widget-model")
    }
    let parameters = model.matrices.reduce(0) { $0 + $1.values.count }
    let cell = WidgetCell(model)
    let correlations = cell.correlations.sorted()
    return [
      "It is one LSTM of \(model.units) units, whose \(grouped(parameters)) weights",
      "on the running text of these chapters, \(grouped(WidgetModel.characters)) characters.",
      """
      Cell \(WidgetCell.cell) falls inside a word. In \(spelled(cell.correlations.count)) texts of \
      \(grouped(WidgetCell.length)) characters, written at temperature \
      \(WidgetCell.temperature), it is at \(number(cell.means[0], 1)) on average where no letter \
      stands, at \(number(cell.means[1], 1)) at the first letter of a word, at \
      \(number(cell.means[2], 1)) at the second and at \(number(cell.means[3], 1)) at the third.
      """,
      "from \(number(correlations[0], 2)) to \(number(correlations[correlations.count - 1], 2)).",
    ]
  }

  // MARK: Your own code

  private static let yardsticks = PageTable(
    "08-yardsticks", ["", "after 100 steps", "after 500", "after 2,000"],
    [
      ["`course train`"] + Chapter07Numbers.bands(of: TrainingYardstick.layers, decimals: 3),
      ["`course train --mine`"]
        + Chapter07Numbers.bands(of: TrainingYardstick.chapters, decimals: 3),
    ])

  private static let ownCode = [
    """
    one epoch over \(grouped(Data.ownPlays.characters)) characters of the plays takes \
    \(Data.ownPlays.seconds) seconds.
    """,
    """
    of the book, which had some \(grouped(Data.ownBook.characters)) characters when this was \
    measured, \(spelled(Data.ownBook.epochs)) epochs.
    """,
    """
    the same core read \(grouped(Data.ownBook.perSecond)) a second: the \
    \(spelled(Data.ownBook.epochs)) epochs took \(Data.ownBook.minutes) minutes and \
    \(Data.ownBook.seconds) seconds, and the validation loss came down to \
    \(number(Data.ownBook.loss, 3)) nats.
    """,
    "It had \(grouped(TrainingYardstick.symbols)) characters when this was measured.",
  ]
}
