import Course
import LanguageModel
import LinearAlgebra
import Optimizers
import Plots
import Sequences
import VanillaRNN

extension Milestone {
  static let letters = Milestone(
    "letters", "Elman", 1990, "Finding Structure in Time",
    summary: "The error at predicting letters rises where a word begins.",
    claim: "A network reads a stream of letters without spaces and predicts the next. Its error is "
      + "high at the first letter of each word and falls as more of the word is read: words are "
      + "found, though nobody told the network of any.",
    criterion:
      "in nine words of ten the first letter surprises more than the letter before it, and "
      + "first letters surprise three times as much as the others.",
    exercises: "1.1 1.3 1.4 1.9 2.1 2.2 5.2 5.3 5.4 7.2 7.5 8.3 8.4"
  ) { run in
    let reading = try LettersExperiment(run)
    return Finding(reading.seen, holds: reading.holds, chart: reading.chart)
  }
}

/// A small RNN reads sentences whose words run into each other.
struct LettersExperiment {
  private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz")

  /// A letter of the text, and what it surprised the network by.
  private struct Letter {
    let letter: Character
    /// 0 for the first of its word.
    let place: Int
    let surprise: Double
  }

  private let letters: [Letter]

  init(_ run: MilestoneRun) throws {
    var generator = SeededGenerator(seed: run.seed)
    let training = Self.words(sentences: 200, using: &generator)
    let unseen = Self.words(sentences: 50, using: &generator)
    var model = RNNModel(
      vocabularySize: Self.alphabet.count, hiddenSize: 20, using: &generator)
    var rule = Adam(learningRate: 0.01)
    let windows = windows(of: Self.symbols(of: training), rows: 8, length: 20)
    let epochs = 20
    for epoch in 0..<epochs {
      try run.reached(Double(epoch) / Double(epochs))
      _ = model.train(on: windows, validation: [], epochs: 1, maximumNorm: 1, with: &rule)
    }
    letters = Self.read(unseen, by: model)
    try run.reached(1)
  }

  // MARK: The text

  /// Sentences of fifteen words: one does something to another.
  private static func words(sentences: Int, using generator: inout SeededGenerator) -> [String] {
    func one(of words: String) -> String {
      let words = words.split(separator: " ")
      return String(words[generator.integer(below: words.count)])
    }
    func noun() -> [String] {
      let adjective = generator.integer(below: 2) == 0 ? [] : [one(of: "old small hungry")]
      return [one(of: "the a")] + adjective + [one(of: "boy girl dog cat woman")]
    }
    return (0..<sentences).flatMap { _ -> [String] in
      let subject = noun() + (generator.integer(below: 4) == 0 ? ["and"] + noun() : [])
      return subject + [one(of: "sees likes chases follows")] + noun()
    }
  }

  private static func symbols(of words: [String]) -> [Int] {
    words.joined().compactMap(alphabet.firstIndex)
  }

  private static func read(_ words: [String], by model: RNNModel) -> [Letter] {
    let places = words.flatMap { word in word.enumerated().map { ($1, $0) } }
    let symbols = symbols(of: words)
    var state = model.initialState(rows: 1)
    return zip(places.dropFirst(), zip(symbols, symbols.dropFirst())).map { place, pair in
      let step = model.predict([pair.0], from: state)
      state = step.state
      return Letter(
        letter: place.0, place: place.1, surprise: crossEntropy(step.logits, targets: [pair.1]))
    }
  }

  // MARK: What it shows

  private func mean(_ isMeant: (Letter) -> Bool) -> Double {
    let meant = letters.filter(isMeant)
    return meant.reduce(0) { $0 + $1.surprise } / Double(meant.count)
  }

  /// The share of words at whose first letter the surprise rises.
  private var rising: Double {
    let firsts = zip(letters, letters.dropFirst()).filter { $1.place == 0 }
    return Double(firsts.count { $0.surprise < $1.surprise }) / Double(firsts.count)
  }

  var holds: Bool { rising >= 0.9 && mean { $0.place == 0 } >= 3 * mean { $0.place > 0 } }

  var seen: String {
    let places = (0..<4).map { place in fixed(mean { $0.place == place }, 2) }
    return "On new sentences the mean surprise in nats is \(places[0]) at a word's first letter, "
      + "\(places[1]) at the second, \(places[2]) at the third and \(places[3]) at the fourth. It "
      + "rises at the first letter of \(fixed(100 * rising, 0)) % of the words."
  }

  /// The first words, letter by letter.
  var chart: BarChart {
    let start = letters.firstIndex { $0.place == 0 } ?? 0
    let words = letters[start...].prefix(18)
    return BarChart(
      title: "The surprise at each letter",
      description: "One bar for each letter of some words. The bars of first letters, which are "
        + "capitals here, are the longest.",
      bars: words.map { letter in
        (letter.place == 0 ? letter.letter.uppercased() : "\(letter.letter)", letter.surprise)
      },
      valueLabel: "nats; the first letter of a word is shown as a capital")
  }
}
