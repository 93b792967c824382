import Course
import Cousins
import ExerciseSupport
import LSTMGates
import LanguageModel
import LinearAlgebra

extension Command {
  static let demoCounting = Command(
    name: "demo counting",
    summary: "trains an LSTM and a GRU of three units each to count, and asks how far they get",
    usage: "course demo counting [--seed N] [--mine]",
    example: "swift run course demo counting --mine",
    flags: [
      Flag(name: "--seed", placeholder: "N", help: "of the first weights (default 1)"), .mine,
    ],
    positionals: 0...0
  ) { arguments in
    try CountingDemo(seed: UInt64(arguments.integer("--seed", default: 1, in: 0...Int.max)))
      .run(arguments, isWatched: true)
  }
}

/// Two cells that learn aⁿbⁿ, and what each holds of one string.
struct CountingDemo: Demo {
  let seed: UInt64

  func show(in folder: PackageFolder, _ terminal: Terminal) throws -> ExitStatus {
    forgetUnwritten()
    var generator = SeededGenerator(seed: seed)
    let (inputs, units) = (Counting.symbols, CountingTask.hiddenSize)
    terminal.printWrapped(
      "Each learns from strings of 1 to \(CountingTask.seen) a's and as many b's.")
    let lstm = CountingTask().trained(
      WiredCell(.lstm, inputSize: inputs, hiddenSize: units, using: &generator), &generator)
    tell(lstm, "LSTM", terminal) { $0.cell }
    generator = SeededGenerator(seed: seed)
    let gru = CountingTask().trained(
      GRUCell(.resetAfter, inputSize: inputs, hiddenSize: units, using: &generator), &generator)
    if terminal.saysWhatIsUnwritten("nothing that counts") { return .failed }
    tell(gru, "GRU", terminal) { $0.hidden }
    return .done
  }

  private func tell<Cell: RecurrentCell>(
    _ model: SymbolModel<Cell>, _ name: String, _ terminal: Terminal,
    held: (LSTMState) -> Matrix
  ) {
    if !unwrittenExercises.isEmpty { return }
    let longest = Counting.longest(of: model, upTo: CountingTask.asked)
    let states = Counting.states(of: model, count: 30).map(held)
    terminal.print()
    terminal.print("\(name): right up to n = \(longest). What its units hold of 30 a's and 30 b's:")
    let marks = [1, 10, 20, 30, 31, 40, 50, 60]
    terminal.print(
      "  step" + marks.map { leading("\($0)", 8) }.joined())
    for unit in 0..<model.cell.hiddenSize {
      terminal.print(
        "     \(unit)" + marks.map { leading(fixed(states[$0 - 1][0, unit], 2), 8) }.joined())
    }
  }

  private func leading(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
