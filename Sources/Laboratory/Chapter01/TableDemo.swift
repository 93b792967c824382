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
    example: "swift run course demo table --mine",
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
    let letters = try TrainingSession.readCorpus(files).text.map(String.init)
    let alphabet = Set(letters).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: alphabet.enumerated().map { ($1, $0) })
    let symbols = letters.compactMap { numbers[$0] }
    if symbols.count < 2 { throw UserError("a text needs at least two characters to learn from") }
    let counted = BigramModel(
      symbols: symbols, vocabularySize: alphabet.count, smoothing: 1e-9)
    let loss = counted.loss(on: symbols)
    if terminal.saysWhatIsUnwritten("nothing to count") { return .done }
    terminal.printWrapped(
      "\(grouped(symbols.count)) characters, \(alphabet.count) different ones. "
        + "Nats a character, at a rate of \(fixed(rate, rate < 10 ? 1 : 0)):")
    for updates in [0, 1, 10, 100, 1000] {
      let learned = BigramModel(
        learning: symbols, vocabularySize: alphabet.count, rate: rate, updates: updates)
      let name = "learnt, after \(grouped(updates)) \(updates == 1 ? "update" : "updates")"
      let number = fixed(learned.loss(on: symbols), 4)
      if terminal.saysWhatIsUnwritten("nothing that learns") { return .done }
      terminal.print("  " + name.padding(toLength: 30, withPad: " ", startingAt: 0) + number)
    }
    terminal.print(
      "  " + "counted".padding(toLength: 30, withPad: " ", startingAt: 0) + fixed(loss, 4))
    return .done
  }
}
