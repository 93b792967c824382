import Course
import ExerciseSupport
import LinearAlgebra
import Text
import VanillaRNN

extension Command {
  static let demoParity = Command(
    name: "demo parity", summary: "counts ones with two units, and guesses weights that could",
    usage: "course demo parity [BITS] [--guesses N] [--seed N] [--mine]",
    example: "swift run course demo parity 1101",
    flags: [
      Flag(name: "--guesses", placeholder: "N", help: "models to guess a range (default 100000)"),
      Flag(name: "--seed", placeholder: "N", help: "guesses others (default 2)"),
      .mine,
    ],
    positionals: 0...1
  ) { arguments in
    let text = arguments.positionals.first ?? "10110"
    let bits = text.compactMap { $0 == "0" ? 0 : $0 == "1" ? 1 : nil }
    if bits.isEmpty || bits.count != text.count || bits.count > 60 {
      throw UserError("\(text) is not a string of bits; write up to 60 of 0 and 1, such as 1101")
    }
    return try ParityDemo(
      bits: bits, guesses: arguments.integer("--guesses", default: 100_000, in: 1...1_000_000),
      seed: UInt64(arguments.integer("--seed", default: 2, in: 0...Int.max))
    ).run(arguments)
  }
}

/// The states of the parity model, bit by bit, and how often dice find such a model.
struct ParityDemo: Demo {
  let bits: [Int]
  let guesses: Int
  let seed: UInt64

  func show(in folder: PackageFolder, _ terminal: Terminal) throws -> ExitStatus {
    forgetUnwritten()
    let trace = parityTrace(of: parityModel(), bits)
    if terminal.saysWhatIsUnwritten("no state to show") { return .failed }
    terminal.print("The states of exercise 2.4's model:")
    terminal.print()
    for line in trace { terminal.print(line) }
    terminal.print()
    let guessed = "\(grouped(guesses)) guessed ones"
    terminal.printWrapped("Models right about all 256 strings of 8 bits, among \(guessed):")
    for bound in [1.0, 4, 16, 64] {
      let solved = ParityGuesses(count: guesses, bound: bound, seed: seed).solved
      terminal.print("  weights between -\(Int(bound)) and \(Int(bound)): \(solved)")
    }
    return .done
  }
}

/// How many of a number of guessed models compute parity.
struct ParityGuesses {
  /// The models that are right after the last bit of all strings of 8 bits.
  let solved: Int

  /// Draws every weight of every model evenly from `-bound` to `bound`.
  init(count: Int, bound: Double, seed: UInt64) {
    // Four strings first: they send most models away, and cost little.
    let few = ParityStrings(length: 8, numbers: [0, 1, 3, 128])
    let all = ParityStrings(length: 8)
    var generator = SeededGenerator(seed: seed)
    var solved = 0
    for _ in 0..<count {
      let model = RNNModel.guessed(bound: bound, using: &generator)
      if few.areSolved(by: model) && all.areSolved(by: model) { solved += 1 }
    }
    self.solved = solved
  }
}

/// One line a bit: the two units and what the model says of the bits so far.
private func parityTrace(of model: RNNModel, _ bits: [Int]) -> [String] {
  let states = model.cell.unrolled(bits.map { [[Double($0)]] }, from: [[0, 0]])
  return ["bit   hidden state        ones so far"]
    + zip(bits, states).map { bit, state in
      let logits = model.output.logits(state)
      let units = state.values.map { ($0 < 0 ? "" : " ") + fixed($0, 4) }.joined(separator: "  ")
      return "  \(bit)   \(units)   \(logits[0, 1] > logits[0, 0] ? "odd" : "even")"
    }
}
