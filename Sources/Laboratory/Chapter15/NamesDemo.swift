import Course
import ExerciseSupport
import Tagging

extension Command {
  static let demoNames = Command(
    name: "demo names",
    summary: "trains a tagger in one direction and one in two, and lets both read sentences",
    usage: "course demo names [--updates N] [--seed N] [--mine]",
    example: "swift run course demo names --mine",
    flags: [
      Flag(name: "--updates", placeholder: "N", help: "of each tagger (default 600)"),
      Flag(name: "--seed", placeholder: "N", help: "of the weights and sentences (default 1)"),
      .mine,
    ],
    positionals: 0...0
  ) { arguments in
    try NamesDemo(
      updates: arguments.integer("--updates", default: 600, in: 1...100_000),
      seed: UInt64(arguments.integer("--seed", default: 1, in: 0...Int.max / 2))
    ).run(arguments, isWatched: true)
  }
}

/// Taggers of one direction and of two, both with letters, and the names that they find.
struct NamesDemo: Demo {
  let updates: Int
  let seed: UInt64

  private static let sentences = [
    "Yesterday Jordan said so", "Yesterday Jordan exports grain",
    "letters for Dralk Weston arrived", "Dralk Weston votes", "Prubins were late",
  ]

  func show(in folder: PackageFolder, _ terminal: Terminal) throws -> ExitStatus {
    forgetUnwritten()
    let ways: [(NamesWay, String)] = [
      (.aheadLetters, "one direction"), (.bothLetters, "two directions"),
    ]
    var taggers: [(name: String, tagger: NameTagger)] = []
    for (way, name) in ways {
      var lesson = NameLesson(way.settings, seed: seed)
      lesson.advance(updates)
      let score = lesson.tagger.score(on: NameLesson.test(of: Names.unseen))
      if terminal.saysWhatIsUnwritten("no tagger to ask") { return .failed }
      terminal.print(
        "\(padded(name, to: 15)) F1 \(fixed(100 * score.f1, 1)) % on unseen names, "
          + "\(fixed(100 * score.accuracy, 1)) % of all tags")
      taggers.append((name, lesson.tagger))
    }
    for sentence in Self.sentences {
      let words = sentence.split(separator: " ").map(String.init)
      terminal.print("\n\(sentence)")
      for (name, tagger) in taggers {
        let found = spans(of: tagger.tags(words)).map { span in
          words[span.words].joined(separator: " ") + " (\(Names.classes[span.kind]))"
        }
        terminal.print(
          "  \(padded(name, to: 15)) " + (found.isEmpty ? "no name" : found.joined(separator: ", "))
        )
      }
    }
    return .done
  }
}
