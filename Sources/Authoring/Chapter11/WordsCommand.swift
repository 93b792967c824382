import Course
import LinearAlgebra
import Tasks
import WordVectors

extension Command {
  static let devWords = Command(
    name: "dev words",
    summary: "measures chapter 11's word vectors anew, for its page; minutes",
    usage: "course dev words", example: "swift run course dev words", positionals: 0...0
  ) { arguments in
    let farm =
      "per cent, mean, least and most of five seeds: neighbours in the class, analogies found, "
      + "found without the base; then found by the third word alone, the mean"
    let book = "words; shares in per cent: mean, least and most of three seeds"
    let files = [
      ("11-farm", farm, FarmMeasurement.lines(arguments.terminal)),
      ("11-book", book, try BookWords().lines),
    ]
    for (name, unit, lines) in files {
      let text = [measurementHead("swift run course dev words", unit: unit)] + lines
      try PackageFolder.containing().write(
        text.joined(separator: "\n") + "\n", to: "\(Measurements.folder)/\(name).txt")
    }
    return .done
  }
}

/// How well each method places the words of the farm.
enum FarmMeasurement {
  static let seeds: ClosedRange<UInt64> = 1...5

  private static func gloVe(_ counts: Matrix, _ seed: UInt64, updates: Int = 2_000) -> Matrix {
    var lesson = GloVeLesson(counts: counts, seed: seed)
    while lesson.updates < updates { lesson.advance() }
    return lesson.model.words
  }

  static func lines(_ terminal: Terminal) -> [String] {
    let counts = seeds.map { Farm.counts(seed: $0) }
    let zeros = counts.map { Double($0.values.count { $0 == 0 }) / 100 }
    var (lines, tables): ([String], [String: [Matrix]]) = ([], [:])
    func measure(_ name: String, _ table: (Matrix, UInt64) -> Matrix) {
      terminal.showProgress(name)
      let made = zip(counts, seeds).map(table)
      tables[name] = made
      lines.append("\(name): \(scores(made))")
    }
    measure("counts") { counts, _ in counts }
    measure("logarithms") { counts, _ in (counts + 0.5).map { log($0) } }
    measure("glove-early") { gloVe($0, $1, updates: 200) }
    measure("glove-late") { gloVe($0, $1) }
    measure("glove-half") { gloVe($0 + 0.5, $1) }
    measure("glove-zeros") { counts, seed in gloVe(counts.map { $0 == 0 ? 0.5 : $0 }, seed) }
    measure("skip-gram") { SkipGramLesson.farmVectors(seed: $1) }
    measure("no-negatives") { SkipGramLesson.farmVectors(SkipGramSettings(negatives: 0), seed: $1) }
    for size in [2, 4, 8, 12, 32] {
      measure("size-\(size)") { SkipGramLesson.farmVectors(SkipGramSettings(size: size), seed: $1) }
    }
    for window in [1, 2, 5, 10] {
      let settings = SkipGramSettings(window: window)
      measure("window-\(window)") { SkipGramLesson.farmVectors(settings, seed: $1) }
    }
    for words in [1_000, 3_000, 10_000] {
      measure("text-\(words)") { SkipGramLesson.farmVectors(words: words, seed: $1) }
    }
    let opposites = shares((tables["skip-gram"] ?? []).map(opposites))
    let topics = shares((tables["window-10"] ?? []).map(sharedTopic))
    return ["zeros: \(shares(zeros))", "opposites: \(opposites)", "topics: \(topics)"] + lines
      + beginning
  }

  private static func scores(_ tables: [Matrix]) -> String {
    let found = tables.map { judgedAnalogies(Farm.analogies, in: $0) }
    let columns = [tables.map(shareInClass), found.map(\.whole), found.map(\.withoutBase)]
    return columns.map { shares($0.map { 100 * $0 }) }.joined(separator: " ")
      + " " + fixed(100 * mean(found.map(\.thirdAlone)), 1)
  }

  /// The cosine of "chases" and "fears".
  private static func opposites(_ table: Matrix) -> Double {
    let rows = ["chases", "fears"].compactMap { Farm.symbol(of: $0) }
      .map { unitRows(table).row($0) }
    return 100 * rows[0].timesTransposed(rows[1])[0, 0]
  }

  /// Of the neighbours outside a word's class, how many per cent belong to the same kind of animal:
  /// its food beside its place.
  private static func sharedTopic(_ table: Matrix) -> Double {
    func kind(_ word: Int) -> Int? {
      Farm.species.firstIndex {
        ([$0.grown, $0.young] + $0.foods + $0.places).contains(Farm.words[word])
      }
    }
    let outside = Farm.words.indices.filter { Farm.classes[$0] != .other }.flatMap { word in
      nearest(to: table.row(word), in: table, count: 3, ignoring: [word]).map { (word, $0) }
    }.filter { Farm.classes[$0.0] != Farm.classes[$0.1] }
    let alike = outside.count { kind($0.0) != nil && kind($0.0) == kind($0.1) }
    return 100 * Double(alike) / Double(outside.count)
  }

  /// How the text of the first seed begins.
  private static var beginning: [String] {
    var writer = FarmWriter(seed: 1)
    let sentences = writer.text(words: 40).prefix(6).map { $0.map { Farm.words[$0] } }
    return ["// REGION text"] + sentences.map { $0.joined(separator: " ") } + ["// END REGION text"]
  }

  /// The mean, the least and the most.
  static func shares(_ numbers: [Double]) -> String {
    [mean(numbers), numbers.min() ?? .nan, numbers.max() ?? .nan].map { fixed($0, 1) }
      .joined(separator: " ")
  }
}
