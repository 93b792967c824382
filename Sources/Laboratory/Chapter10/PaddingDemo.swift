import Course
import ExerciseSupport
import LinearAlgebra
import Text
import UnequalLengths

extension Command {
  static let demoPadding = Command(
    name: "demo padding",
    summary: "an LSTM reads padded sentences, with a mask and without",
    usage: "course demo padding [FILE] [--length N] [--updates N] [--seed N] [--mine]",
    example: "swift run course demo padding --length 20 --mine",
    flags: [
      Flag(name: "--length", placeholder: "N", help: "steps to which they are padded (default 60)"),
      Flag(name: "--updates", placeholder: "N", help: "how many, a multiple of 100 (default 300)"),
      Flag(name: "--seed", placeholder: "N", help: "other weights, other sentences (default 1)"),
      .mine,
    ],
    positionals: 0...1
  ) { arguments in
    if let file = arguments.positionals.first {
      let texts = try LabelledText.read([file]).map(\.text)
      return try SharesDemo(texts: texts, name: file).run(arguments)
    }
    return try PaddingDemo(
      length: arguments.integer(
        "--length", default: 60, in: Opinions.lengths.upperBound...1_000),
      updates: arguments.integer("--updates", default: 300, in: 100...100_000),
      seed: UInt64(arguments.integer("--seed", default: 1, in: 0...Int.max / 2))
    ).run(arguments, isWatched: true)
  }
}

/// The experiment of chapter 10 for one seed.
struct PaddingDemo: Demo {
  let length: Int
  let updates: Int
  let seed: UInt64

  func show(in folder: PackageFolder, _ terminal: Terminal) throws -> ExitStatus {
    forgetUnwritten()
    terminal.printWrapped(
      "Opinions of 3 to 10 words, padded to \(length). 16 units, seed \(seed), \(updates) updates.")
    terminal.print()
    terminal.print(row("padding", "right answers", "steps", "seconds"))
    for way in PaddingWay.allCases {
      terminal.showProgress(way.name)
      let (_, last) = PaddingExperiment(way, length: length, seed: seed).run {
        unwrittenExercises.isEmpty && $0.updates < updates
      }
      if terminal.saysWhatIsUnwritten("nothing to learn with") { return .failed }
      let share = fixed(100 * (last.accuracies.last ?? .nan), 1)
      terminal.print(
        row(way.name, "\(share) %", grouped(last.steps), fixed(last.seconds, 1)))
    }
    return .done
  }

  private func row(_ way: String, _ others: String...) -> String {
    padded(way, to: 42) + zip(others, [13, 12, 9]).map { flushRight($0.0, to: $0.1) }.joined()
  }
}

/// What share of the work reads words, for the texts of a file with labels.
struct SharesDemo: Demo {
  let texts: [String]
  let name: String

  func show(in folder: PackageFolder, _ terminal: Terminal) throws -> ExitStatus {
    let lengths = texts.map { $0.split(whereSeparator: \.isWhitespace).count }.filter { $0 > 0 }
    guard let longest = lengths.max() else { throw UserError("\(name) has no words") }
    let mean = Double(lengths.reduce(0, +)) / Double(lengths.count)
    var generator = SeededGenerator(seed: 1)
    let random = randomBatches(lengths.count, of: 32, using: &generator)
    let shares = [
      ("padded to the longest text", mean / Double(longest)),
      ("each batch of 32 to its own longest", usefulShare(random, lengths: lengths)),
      (
        "the same, with similar lengths together",
        usefulShare(buckets(lengths, of: 32, using: &generator), lengths: lengths)
      ),
    ]
    if terminal.saysWhatIsUnwritten("nothing to compare") { return .failed }
    terminal.printWrapped(
      "\(grouped(lengths.count)) texts of \(lengths.min() ?? 0) to \(longest) words, "
        + "\(fixed(mean, 1)) on average. Of the work, words are read by:")
    for (way, share) in shares {
      terminal.print("  \(padded(way, to: 42))\(flushRight(fixed(100 * share, 1), to: 5)) %")
    }
    return .done
  }
}
