import LinearAlgebra
import Tasks
import WordVectors

/// Skip-gram on the book's own prose, a small text of many words.
struct BookWords {
  private static let settings = SkipGramSettings(window: 4, size: 32, batch: 256, negatives: 5)
  /// Chosen before anything was trained.
  private static let asked = [
    "gate", "gradient", "step", "letter", "loss", "two", "forget", "page",
  ]

  /// The words that occur ten times or more, and the text without all others.
  private let words: [String]
  private let text: [[Int]]
  private let count: Int

  init() throws {
    let prose = try TrainingSession.readCorpus([]).text.lowercased()
    let sentences = prose.split { ".?!:;\n".contains($0) }.map { sentence in
      sentence.split { !$0.isLetter }.map(String.init)
    }
    var counts: [String: Int] = [:]
    for word in sentences.joined() { counts[word, default: 0] += 1 }
    words = counts.filter { $0.value >= 10 }.keys.sorted()
    count = counts.values.reduce(0, +)
    let symbols = Dictionary(uniqueKeysWithValues: words.enumerated().map { ($1, $0) })
    text = sentences.map { $0.compactMap { symbols[$0] } }
  }

  var lines: [String] {
    let counts = contextCounts(text, vocabularySize: words.count, window: Self.settings.window)
    let tables = (1...3).map { seed -> Matrix in
      var lesson = SkipGramLesson(counts: counts, settings: Self.settings, seed: UInt64(seed))
      return lesson.finished().words
    }
    // Each word with its plural, where both are known.
    let plurals = words.enumerated().compactMap { place, word in
      word.count < 3 ? nil : words.firstIndex(of: word + "s").map { (place, $0) }
    }
    func near(_ word: Int, _ count: Int, _ table: Matrix) -> [Int] {
      nearest(to: table.row(word), in: table, count: count, ignoring: [word])
    }
    let beside = tables.map { table in
      let found = plurals.count { near($0.0, 3, table).contains($0.1) }
      return 100 * Double(found) / Double(plurals.count)
    }
    let questions = plurals.flatMap { one in
      plurals.filter { $0.0 != one.0 }.map { Analogy(one.0, one.1, $0.0, $0.1) }
    }
    let scores = tables.map { judgedAnalogies(questions, in: $0) }
    let asked = Self.asked.compactMap { word in
      words.firstIndex(of: word).map { symbol in
        "\(word): " + near(symbol, 4, tables[0]).map { words[$0] }.joined(separator: ", ")
      }
    }
    return [
      "book.words: \(count)", "book.known: \(words.count)", "book.plurals: \(plurals.count)",
      "book.plurals-near: \(FarmMeasurement.shares(beside))",
      "book.analogies: \(questions.count)",
      "book.found: \(FarmMeasurement.shares(scores.map { 100 * $0.whole }))",
      "book.without-base: \(FarmMeasurement.shares(scores.map { 100 * $0.withoutBase }))",
      "// REGION asked",
    ] + asked + ["// END REGION asked"]
  }
}
