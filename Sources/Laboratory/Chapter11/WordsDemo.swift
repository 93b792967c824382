import Course
import ExerciseSupport
import LinearAlgebra
import Text
import WordVectors

extension Command {
  static let demoWords = Command(
    name: "demo words",
    summary: "learns vectors of a hundred words, and asks them for neighbours and analogies",
    usage: "course demo words [WORD…] [--seed N] [--mine]",
    example: "swift run course demo words puppy milk --mine",
    flags: [
      Flag(name: "--seed", placeholder: "N", help: "of the text and of what is drawn (default 1)"),
      .mine,
    ],
    positionals: 0...20
  ) { arguments in
    let words = arguments.positionals
    if let unknown = words.first(where: { Farm.symbol(of: $0) == nil }) {
      throw UserError(
        "the farm has no word \(unknown)"
          + (nearestSpelling(to: unknown, among: Farm.words).map { "; did you mean \($0)?" }
            ?? "; its words stand in solutions/11-words-as-vectors/Farm.swift"))
    }
    return try WordsDemo(
      words: words.isEmpty ? ["puppy", "meat", "kennel", "plays", "milk"] : words,
      seed: UInt64(arguments.integer("--seed", default: 1, in: 0...1_000_000))
    ).run(arguments)
  }
}

/// Skip-gram on a text of the farm, and what its vectors know.
struct WordsDemo: Demo {
  let words: [String]
  let seed: UInt64

  func show(in folder: PackageFolder, _ terminal: Terminal) throws -> ExitStatus {
    forgetUnwritten()
    let counts = FarmExperiment.counts(seed: seed)
    if terminal.saysWhatIsUnwritten("nothing to learn from") { return .done }
    var lesson = SkipGramLesson(counts: counts, settings: SkipGramSettings(), seed: seed)
    lesson.advance()
    if terminal.saysWhatIsUnwritten("nothing that learns") { return .done }
    let table = lesson.finished().words
    terminal.printWrapped(
      "100 words, 16 numbers each, from \(grouped(FarmExperiment.length)) words of text.")
    for word in words {
      guard let symbol = Farm.symbol(of: word) else { continue }
      let near = nearest(to: table.row(symbol), in: table, count: 4, ignoring: [symbol])
      let names = near.map { Farm.words[$0] }.joined(separator: ", ")
      if terminal.saysWhatIsUnwritten("no neighbour to show") { return .done }
      terminal.print("  \(padded(word, to: 9)) \(names)")
    }
    let scores = judgedAnalogies(Farm.analogies, in: table)
    if terminal.saysWhatIsUnwritten("no analogy to judge") { return .done }
    terminal.printWrapped(
      "\(percent(shareInClass(table))) of the three nearest words are of the word's class.")
    terminal.printWrapped(
      "dog : puppy = cat : ? The word nearest to puppy − dog + cat is right in "
        + "\(percent(scores.whole)) of 144 such questions. Without subtracting dog: "
        + "\(percent(scores.withoutBase)).")
    return .done
  }

  private func percent(_ share: Double) -> String { "\(fixed(100 * share, 0)) %" }
}

/// The text of the farm that the chapter's experiments learn from.
package enum FarmExperiment {
  package static let length = 30_000

  /// Who stood near whom in a text of so many words.
  package static func counts(
    seed: UInt64, words: Int = length, window: Int = SkipGramSettings().window
  ) -> Matrix {
    var writer = FarmWriter(seed: seed)
    return contextCounts(
      writer.text(words: words), vocabularySize: Farm.words.count, window: window)
  }
}
