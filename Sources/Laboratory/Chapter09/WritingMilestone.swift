import Backpropagation
import Course
import LanguageModel
import LinearAlgebra
import Optimizers
import Plots
import Sequences
import Tasks
import Writing

extension Milestone {
  static let writing = Milestone(
    "writing", "Karpathy", 2015, "The Unreasonable Effectiveness of Recurrent Neural Networks",
    summary: "A network that reads letters writes words, more and more of them.",
    claim:
      "An LSTM that predicts one character after another learns to write. First it puts spaces "
      + "where words would end, then it spells short words, and in the end most of what it writes "
      + "is words.",
    criterion: "of the words of three letters and more that it writes in the end, at least 70 % "
      + "are words of the text, and at least twice as many as of those by a table of pairs.",
    exercises: "1.1 1.3 1.4 1.6 1.7 1.9 4.2 4.3 4.4 5.2 5.5 5.6 7.2 7.5 8.1 8.2 8.3 8.4 "
      + "9.1 9.4 9.5"
  ) { run in
    let experiment = try WritingExperiment(run)
    return Finding(experiment.seen, holds: experiment.holds, chart: experiment.chart)
  }
}

/// An LSTM reads this book, and writes now and then.
struct WritingExperiment {
  /// Numbers of updates after which it writes.
  private static let pauses = [25, 50, 100, 200, 400, 800, 1_600]
  private static let (rows, count, temperature) = (32, 2_000, 0.5)

  /// The words of the text.
  private let words: Set<String>
  /// What the network wrote at each pause, and what the table of pairs writes.
  private var written: [String] = []
  private let byTable: String

  init(_ run: MilestoneRun) throws {
    try run.reached(0)
    let text = try TrainingSession.readCorpus([]).text
    let vocabulary = Vocabulary(of: text, unit: .character)
    let symbols = vocabulary.encode(text)
    var generator = SeededGenerator(seed: run.seed)
    let table = BigramModel(symbols: symbols, vocabularySize: vocabulary.count)
    var model = LSTMModel(vocabularySize: vocabulary.count, hiddenSize: 64, using: &generator)
    let windows = windows(of: symbols, rows: Self.rows, length: 50).filter { $0.length == 50 }
    words = Set(Self.words(of: text))
    try run.reached(0)
    byTable = vocabulary.decode(Self.written(by: table, &generator))
    var (rule, state) = (Adam(learningRate: 0), model.initialState(rows: Self.rows))
    let last = Self.pauses[Self.pauses.count - 1]
    for update in 0..<last {
      let fraction = Double(update) / Double(last)
      try run.reached(fraction)
      if update % windows.count == 0 { state = model.initialState(rows: Self.rows) }
      rule.learningRate = 0.01 * max(0.05, 1 - fraction)
      _ = model.train(
        on: windows[update % windows.count], from: &state, maximumNorm: 1, with: &rule)
      if Self.pauses.contains(update + 1) {
        // What is not written has given weights that are no numbers, from which nothing is drawn.
        try run.reached(fraction)
        let new = model.generate(
          Self.count, after: [symbols[0]],
          sampling: Writing.Sampling(temperature: Self.temperature), using: &generator)
        written.append(vocabulary.decode(new))
      }
    }
  }

  private static func written(by table: BigramModel, _ generator: inout SeededGenerator) -> [Int] {
    var (text, last) = ([Int](), 0)
    while text.count < count {
      let logits = table.probabilities.row(last).values.map { log($0) }
      last = draw(from: softmax(logits, temperature: temperature), using: &generator)
      text.append(last)
    }
    return text
  }

  // MARK: What it shows

  /// The words of three letters and more.
  private static func words(of text: String) -> [String] {
    text.lowercased().split { !$0.isLetter }.map(String.init).filter { $0.count > 2 }
  }

  /// The share of a text's words that are words of what was read.
  private func share(of text: String) -> Double {
    let all = Self.words(of: text)
    return Double(all.count(where: words.contains)) / Double(all.count)
  }

  private var shares: (end: Double, table: Double) {
    (share(of: written[written.count - 1]), share(of: byTable))
  }

  var holds: Bool { shares.end >= 0.7 && shares.end >= 2 * shares.table }

  var seen: String {
    let samples = [0, 2, written.count - 1].map { index in
      let words = written[index].split(whereSeparator: \.isWhitespace).dropFirst(20).prefix(9)
      return "After \(Self.pauses[index]) updates: “\(words.joined(separator: " "))”."
    }
    return samples.joined(separator: " ") + " In the end "
      + "\(fixed(100 * shares.end, 0)) % of its words are words of the text; of the table's, "
      + "\(fixed(100 * shares.table, 0)) %."
  }

  var chart: LineChart {
    let (first, last) = (Double(Self.pauses[0]), Double(Self.pauses[Self.pauses.count - 1]))
    return LineChart(
      title: "How much of what it writes is words",
      description: "The share of the LSTM's words that are words of the text rises as it learns, "
        + "and passes that of a table of pairs.",
      x: Axis(label: "updates", scale: .logarithmic),
      y: Axis(label: "share of words that are words of the text", range: 0...1),
      series: [
        Series(
          name: "table of pairs", points: [first, last].map { ($0, shares.table) },
          style: .reference),
        Series(
          name: "LSTM", points: zip(Self.pauses, written).map { (Double($0), share(of: $1)) }),
      ])
  }
}
