import Course
import Foundation
import LinearAlgebra
import Sequences
import Tasks
import Text

extension Command {
  static let demoTable = Command(
    name: "demo table", summary: "counts the pairs of a text, and learns them by gradient descent",
    usage: "course demo table [FILE…] [--rate R] [--mine]",
    example: "swift run course demo table mine.txt --mine",
    flags: [
      Flag(name: "--rate", placeholder: "R", help: "the learning rate (default 100)"), .mine,
    ],
    positionals: 0...Int.max
  ) { arguments in
    let rate = try arguments.number("--rate", default: 100, in: 0.001...1_000_000)
    return try TableDemo(rate: rate, files: arguments.positionals).run(arguments)
  }
}

/// The same table twice: counted, and learnt from zeros.
private struct TableDemo: Demo {
  let rate: Double
  let files: [String]

  func show(in folder: PackageFolder, _ terminal: Terminal) throws -> ExitStatus {
    let text = try TrainingSession.readCorpus(files).text
    let vocabulary = Vocabulary(of: text, unit: .character)
    let symbols = try vocabulary.encode(text)
    if symbols.count < 2 { throw UserError("a text needs at least two characters to learn from") }
    let counted = BigramModel(
      symbols: symbols, vocabularySize: vocabulary.count, smoothing: 1e-9)
    let loss = counted.loss(on: symbols)
    if terminal.saysWhatIsUnwritten("nothing to count") { return .done }
    terminal.printWrapped(
      "\(grouped(symbols.count)) characters, \(vocabulary.count) different ones. "
        + "Nats a character, at a rate of \(fixed(rate, rate < 10 ? 1 : 0)):")
    terminal.print("  " + padded("counted", to: 30) + fixed(loss, 4))
    for updates in [0, 1, 10, 100, 1000] {
      let learned = BigramModel(
        learning: symbols, vocabularySize: vocabulary.count, rate: rate, updates: updates)
      let name = "learnt, after \(grouped(updates)) \(updates == 1 ? "update" : "updates")"
      let number = fixed(learned.loss(on: symbols), 4)
      if terminal.saysWhatIsUnwritten("nothing that learns") { return .done }
      terminal.print("  " + padded(name, to: 30) + number)
    }
    return .done
  }
}
