import Course
import ExerciseSupport
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
        "the farm has no word \(unknown); its words stand in "
          + "solutions/11-words-as-vectors/Farm.swift")
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
    let counts = Farm.counts(seed: seed)
    if terminal.saysWhatIsUnwritten("nothing to learn from") { return .done }
    var lesson = SkipGramLesson(counts: counts, settings: SkipGramSettings(), seed: seed)
    lesson.advance()
    if terminal.saysWhatIsUnwritten("nothing that learns") { return .done }
    let table = lesson.finished().words
    terminal.printWrapped("100 words, 16 numbers each, from 30,000 words of text.")
    for word in words {
      guard let symbol = Farm.symbol(of: word) else { continue }
      let near = nearest(to: table.row(symbol), in: table, count: 4, ignoring: [symbol])
      let names = near.map { Farm.words[$0] }.joined(separator: ", ")
      if terminal.saysWhatIsUnwritten("no neighbour to show") { return .done }
      terminal.print("  \(padded(word, to: 9)) \(names)")
    }
    let scores = judgedAnalogies(Farm.analogies, in: table)
    if terminal.saysWhatIsUnwritten("no analogy to judge") { return .done }
    let shares = [shareInClass(table), scores.whole, scores.withoutBase].map {
      "\(fixed(100 * $0, 0)) %"
    }
    terminal.printWrapped(
      "Of the three nearest words, \(shares[0]) are of the word's class. dog : puppy = cat : ? The "
        + "word nearest to puppy − dog + cat is right in \(shares[1]) of 144 such questions. "
        + "Without subtracting dog: \(shares[2]).")
    return .done
  }
}
