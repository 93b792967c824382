import Course
import Laboratory
import LinearAlgebra
import Tasks
import WordVectors

extension Command {
  static let devWords = Command(
    name: "dev words",
    summary: "measures what chapter 11 says of word vectors; two minutes",
    usage: "course dev words [--book] [--write]",
    example: "swift run course dev words --write",
    flags: [
      Flag(name: "--book", help: "the book's own prose instead of the farm"),
      Flag(name: "--write", help: "puts the numbers into chapters/measurements/, for the page"),
    ],
    positionals: 0...0
  ) { arguments in
    let isBook = arguments.has("--book")
    let lines =
      isBook
      ? try BookWords().lines
      : FarmMeasurement.lines(arguments.terminal) + FarmMeasurement.beginning
    for line in lines { arguments.terminal.print(line) }
    guard arguments.has("--write") else { return .done }
    let head = measurementHead(
      "swift run course dev words\(isBook ? " --book" : "")",
      unit: isBook
        ? "words; shares in per cent: mean, least and most of \(BookWords.seeds.count) seeds"
        : "per cent, mean, least and most of \(FarmMeasurement.seeds.count) seeds: neighbours in the "
          + "class, analogies found, found without the base; then found by the third alone, the mean"
    )
    let path = "\(Measurements.folder)/\(isBook ? "11-book" : "11-farm").txt"
    try PackageFolder.containing().write(
      ([head] + lines).joined(separator: "\n") + "\n", to: path)
    arguments.terminal.print("Wrote \(path).")
    return .done
  }
}

/// How well each method places the words of the farm.
enum FarmMeasurement {
  static let seeds: ClosedRange<UInt64> = 1...5

  private static func skipGram(
    _ settings: SkipGramSettings, _ seed: UInt64, words: Int = FarmExperiment.length
  ) -> Matrix {
    let counts = FarmExperiment.counts(seed: seed, words: words, window: settings.window)
    var lesson = SkipGramLesson(counts: counts, settings: settings, seed: seed)
    return lesson.finished().words
  }

  private static func gloVe(
    _ seed: UInt64, updates: Int, _ prepared: (Matrix) -> Matrix
  ) -> Matrix {
    var lesson = GloVeLesson(counts: prepared(FarmExperiment.counts(seed: seed)), seed: seed)
    while lesson.updates < updates { lesson.advance() }
    return lesson.model.words
  }

  private typealias Method = (name: String, table: @Sendable (UInt64) -> Matrix)

  /// Every method by its name, as a table of vectors for a seed.
  private static let methods: [Method] = {
    var methods: [Method] = [
      ("counts", { FarmExperiment.counts(seed: $0) }),
      ("logarithms", { FarmExperiment.counts(seed: $0).map { log($0 + 0.5) } }),
      ("skip-gram", { skipGram(SkipGramSettings(), $0) }),
      ("no-negatives", { skipGram(SkipGramSettings(negatives: 0), $0) }),
      ("glove-early", { gloVe($0, updates: 200) { $0 } }),
      ("glove-late", { gloVe($0, updates: 2_000) { $0 } }),
      ("glove-half", { gloVe($0, updates: 2_000) { $0 + 0.5 } }),
      ("glove-zeros", { gloVe($0, updates: 2_000) { $0.map { $0 == 0 ? 0.5 : $0 } } }),
    ]
    for size in [2, 4, 8, 12, 32] {
      methods.append(("size-\(size)", { skipGram(SkipGramSettings(size: size), $0) }))
    }
    for window in [1, 2, 5, 10] {
      methods.append(("window-\(window)", { skipGram(SkipGramSettings(window: window), $0) }))
    }
    for words in [1_000, 3_000, 10_000] {
      methods.append(("text-\(words)", { skipGram(SkipGramSettings(), $0, words: words) }))
    }
    return methods
  }()

  static func lines(_ terminal: Terminal) -> [String] {
    let zeros = seeds.map { seed in
      Double(FarmExperiment.counts(seed: seed).values.count { $0 == 0 }) / 100
    }
    return [
      "zeros: \(shares(zeros))", "opposites: \(shares(opposites))", "topics: \(shares(topics))",
    ]
      + methods.map { name, table in
        terminal.showProgress(name)
        let scores = seeds.map { seed -> [Double] in
          let table = table(seed)
          let found = judgedAnalogies(Farm.analogies, in: table)
          return [shareInClass(table), found.whole, found.withoutBase, found.thirdAlone]
            .map { 100 * $0 }
        }
        let columns = (0..<4).map { column in scores.map { $0[column] } }
        return "\(name): \(columns.dropLast().map(shares).joined(separator: " ")) "
          + fixed(mean(columns[3]), 1)
      }
  }

  /// The cosine of "chases" and "fears".
  private static var opposites: [Double] {
    seeds.map { seed in
      let table = unitRows(skipGram(SkipGramSettings(), seed))
      let rows = ["chases", "fears"].compactMap { Farm.symbol(of: $0) }.map { table.row($0) }
      return 100 * rows[0].timesTransposed(rows[1])[0, 0]
    }
  }

  /// Of the neighbours outside a word's class, with a window of 10, how many per cent belong to the
  /// same kind of animal: its food beside its place.
  private static var topics: [Double] {
    func kind(_ word: Int) -> Int? {
      let name = Farm.words[word]
      return Farm.species.firstIndex {
        [$0.grown, $0.young].contains(name) || ($0.foods + $0.places).contains(name)
      }
    }
    return seeds.map { seed in
      let table = skipGram(SkipGramSettings(window: 10), seed)
      let pairs = Farm.words.indices.filter { Farm.classes[$0] != .other }.flatMap { word in
        nearest(to: table.row(word), in: table, count: 3, ignoring: [word]).map { (word, $0) }
      }
      let outside = pairs.filter { Farm.classes[$0.0] != Farm.classes[$0.1] }
      let alike = outside.count { kind($0.0) != nil && kind($0.0) == kind($0.1) }
      return 100 * Double(alike) / Double(outside.count)
    }
  }

  /// How the text of the first seed begins.
  static var beginning: [String] {
    var writer = FarmWriter(seed: seeds.lowerBound)
    return ["// REGION text"]
      + writer.text(words: 40).prefix(6).map { $0.map { Farm.words[$0] }.joined(separator: " ") }
      + ["// END REGION text"]
  }

  /// The mean, the least and the most.
  static func shares(_ numbers: [Double]) -> String {
    [mean(numbers), numbers.min() ?? .nan, numbers.max() ?? .nan].map { fixed($0, 1) }
      .joined(separator: " ")
  }
}
