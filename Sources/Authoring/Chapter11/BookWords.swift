import Course
import LinearAlgebra
import Tasks
import WordVectors

/// Skip-gram on the book's own prose, a small text of many words.
struct BookWords {
  static let seeds: ClosedRange<UInt64> = 1...3
  /// Words that occur less often are left out of the text.
  private static let leastCount = 10
  private static let settings = SkipGramSettings(window: 4, size: 32, batch: 256, negatives: 5)
  /// Chosen before anything was trained.
  private static let asked = [
    "gate", "gradient", "step", "letter", "loss", "two", "forget", "page",
  ]

  private let words: [String]
  private let text: [[Int]]
  private let tokens: Int

  init() throws {
    let prose = try TrainingSession.readCorpus([]).text.lowercased()
    let sentences = prose.split { ".?!:;\n".contains($0) }.map { sentence in
      sentence.split { !$0.isLetter }.map(String.init)
    }
    var counts: [String: Int] = [:]
    for word in sentences.joined() { counts[word, default: 0] += 1 }
    words = counts.filter { $0.value >= Self.leastCount }.keys.sorted()
    tokens = sentences.map(\.count).reduce(0, +)
    let symbols = Dictionary(uniqueKeysWithValues: words.enumerated().map { ($1, $0) })
    text = sentences.map { $0.compactMap { symbols[$0] } }
  }

  /// Each word with its plural, where both are known.
  private var plurals: [(Int, Int)] {
    words.enumerated().compactMap { place, word in
      word.count < 3 ? nil : words.firstIndex(of: word + "s").map { (place, $0) }
    }
  }

  var lines: [String] {
    let counts = contextCounts(text, vocabularySize: words.count, window: Self.settings.window)
    let tables = Self.seeds.map { seed -> Matrix in
      var lesson = SkipGramLesson(counts: counts, settings: Self.settings, seed: seed)
      return lesson.finished().words
    }
    let plurals = plurals
    let beside = tables.map { table in
      let found = plurals.count { one, many in
        nearest(to: table.row(one), in: table, count: 3, ignoring: [one]).contains(many)
      }
      return 100 * Double(found) / Double(plurals.count)
    }
    let questions = plurals.flatMap { one in
      plurals.filter { $0.0 != one.0 }.map { Analogy(one.0, one.1, $0.0, $0.1) }
    }
    let scores = tables.map { judgedAnalogies(questions, in: $0) }
    let shares = { (part: (AnalogyScores) -> Double) in
      FarmMeasurement.shares(scores.map { 100 * part($0) })
    }
    return [
      "book.words: \(tokens)", "book.known: \(words.count)", "book.plurals: \(plurals.count)",
      "book.plurals-near: \(FarmMeasurement.shares(beside))",
      "book.chance: \(fixed(300 / Double(words.count), 1))",
      "book.analogies: \(questions.count)",
      "book.found: \(shares(\.whole))", "book.without-base: \(shares(\.withoutBase))",
      "book.third-alone: \(shares(\.thirdAlone))",
    ]
      + ["// REGION asked"] + asked(tables[0]) + ["// END REGION asked"]
  }

  private func asked(_ table: Matrix) -> [String] {
    Self.asked.compactMap { word in
      guard let symbol = words.firstIndex(of: word) else { return nil }
      let near = nearest(to: table.row(symbol), in: table, count: 4, ignoring: [symbol])
      return "\(word): " + near.map { words[$0] }.joined(separator: ", ")
    }
  }
}
