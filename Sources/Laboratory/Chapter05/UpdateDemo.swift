import Backpropagation
import Course
import LSTMGates
import LinearAlgebra
import VanillaRNN

extension Command {
  static let demoUpdate = Command(
    name: "demo update",
    summary: "updates an LSTM once, and shows what it gave each letter of a word",
    usage: "course demo update [WORD] [--rate R] [--mine]",
    example: "swift run course demo update banana --mine",
    flags: [
      Flag(name: "--rate", placeholder: "R", help: "the learning rate (default 1)"), .mine,
    ],
    positionals: 0...1
  ) { arguments in
    let word = arguments.positionals.first ?? "banana"
    if !(2...40).contains(word.count) {
      throw UserError("\(word) has \(word.count) letters; give a word of 2 to 40")
    }
    let rate = try arguments.number("--rate", default: 1, in: 0.001...1000)
    return try UpdateDemo(word: word, rate: rate).run(arguments)
  }
}

/// A fresh LSTM of eight units, and what one update does to it.
struct UpdateDemo: Demo {
  let word: String
  let rate: Double

  /// What the model gave each letter after the first, before the update and after.
  func probabilities() -> (before: [Double], after: [Double]) {
    let alphabet = Set(word).sorted()
    let symbols = word.compactMap { alphabet.firstIndex(of: $0) }
    var generator = SeededGenerator(seed: 1)
    let model = LSTMModel(
      cell: LSTMCell(inputSize: alphabet.count, hiddenSize: 8, using: &generator),
      output: OutputLayer(
        weights: .normal(
          rows: 8, columns: alphabet.count, standardDeviation: 0.3, using: &generator),
        bias: Matrix(rows: 1, columns: alphabet.count)))
    let updated = model.updated(reading: symbols, rate: rate)
    return (model.probabilities(of: symbols), updated.probabilities(of: symbols))
  }

  func show(in folder: PackageFolder, _ terminal: Terminal) throws -> ExitStatus {
    let (before, after) = probabilities()
    if terminal.saysWhatIsUnwritten("nothing that learns") { return .done }
    terminal.print("letter  before  after")
    for (letter, numbers) in zip(word.dropFirst(), zip(before, after)) {
      terminal.print("  \(letter)     \(fixed(numbers.0, 4))  \(fixed(numbers.1, 4))")
    }
    return .done
  }
}
