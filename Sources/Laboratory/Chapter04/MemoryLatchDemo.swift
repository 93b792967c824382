import Course
import Foundation
import LSTMGates
import LinearAlgebra
import Plots
import VanillaRNN

extension Command {
  static let demoMemoryLatch = Command(
    name: "demo memory-latch",
    summary: "keeps one bit for 1,000 steps, and watches RNN units lose it",
    usage: "course demo memory-latch [--seed N]",
    example: "swift run course demo memory-latch --seed 2",
    flags: [Flag(name: "--seed", placeholder: "N", help: "draws other distractions (default 1)")],
    positionals: 0...0
  ) { arguments in
    let terminal = arguments.terminal
    let trial = LatchTrial(
      seed: UInt64(try arguments.integer("--seed", default: 1, in: 0...Int.max)))
    terminal.printWrapped("1,000 bits, each written once; then only distractions between -1 and 1.")
    terminal.print()
    for line in trial.table(width: terminal.width) { terminal.print(line) }
    terminal.sketch(trial.survivalChart, height: 18)
    try terminal.keep(
      trial.survivalChart.svg(), at: ".course/figures/memory-latch.svg", in: .containing())
    return .done
  }
}

/// One thousand bits, each written once and then followed by distractions: who still has them?
///
/// The runs are the rows of a batch. Every unit sees the same bits and the same distractions: at each
/// step a number drawn evenly from -1…1, with the command *keep*.
package struct LatchTrial {
  /// The latch, and six RNN units.
  let contenders: [Contender]

  /// What one unit did.
  struct Contender {
    let name: String
    let bits: Matrix
    /// The hidden states of all runs after 0, 1, 2, … steps.
    let hidden: [Matrix]
    /// What a unit shows that is given these bits after 20 steps.
    let rewriting: (Matrix) -> Matrix

    /// The share of runs in which the unit still has the sign of its bit.
    func kept(after steps: Int) -> Double { share(hidden[steps], bits) }

    /// The share of runs in which it takes the opposite of what it shows, written after 20 steps.
    var rewritten: Double {
      let opposite = hidden[20].map { $0 > 0 ? -1 : 1 }
      return share(rewriting(opposite), opposite)
    }

    private func share(_ shown: Matrix, _ bits: Matrix) -> Double {
      Double(zip(shown.values, bits.values).count { $0 * $1 > 0 }) / Double(bits.rows)
    }
  }

  package init(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let (runs, steps) = (1_000, 1_000)
    let bits = Matrix(column: (0..<runs).map { _ in generator.integer(below: 2) == 0 ? -1.0 : 1 })
    let distractions = (0..<steps).map { _ in
      Matrix.uniform(rows: runs, columns: 1, in: -1...1, using: &generator)
    }
    let (keep, write) = (bits * 0, bits * 0 + 1)
    let inputs =
      [Matrix.sideBySide([bits, write])] + distractions.map { .sideBySide([$0, keep]) }
    let cell = memoryLatch()
    let states = cell.unrolled(inputs, from: .zeros(batch: runs, hiddenSize: 1))
    let latch = Contender(name: "LSTM latch", bits: bits, hidden: states.map(\.hidden)) {
      cell.step(.sideBySide([$0, write]), from: states[20]).hidden
    }
    // An RNN of one unit adds what it is offered to what it has: h = tanh(bit + u·h). The command has
    // no weight, since none would help: chapter 04 shows why.
    contenders =
      [latch]
      + [0.5, 0.9, 1, 1.5, 2, 3].map { weight in
        let cell = RNNCell(inputWeights: [[1], [0]], recurrentWeights: [[weight]], bias: [[0]])
        let hidden = cell.unrolled(inputs, from: keep)
        let name = "RNN, u = \(String(format: "%g", weight))"
        return Contender(name: name, bits: bits, hidden: hidden) {
          cell.step(.sideBySide([$0, write]), from: hidden[20])
        }
      }
  }
}

// MARK: - Shown

extension LatchTrial {
  /// Who still has the bit after how many steps, and who takes a new one. A narrow window has no
  /// room for the last column, a very narrow one for some of the others.
  func table(width: Int) -> [String] {
    let told = width < 52 ? [1, 20, 1_000] : [1, 5, 20, 100, 1_000]
    let hasLast = width >= 71
    func row(_ name: String, _ cells: [String], last: String) -> String {
      padded(name, to: 12) + cells.map { flushRight($0, to: 8) }.joined()
        + (hasLast ? flushRight(last, to: 19) : "")
    }
    func percent(_ share: Double) -> String {
      String(format: "%g %%", (share * 1_000).rounded() / 10)
    }
    let head = padded("", to: width < 52 ? 12 : 19) + (width < 52 ? "" : "still ")
    return [
      head + "right after so many steps" + (hasLast ? "        takes a new" : ""),
      row("", told.map { "\($0)" }, last: "bit after 20"),
    ]
      + contenders.map { unit in
        row(unit.name, told.map { percent(unit.kept(after: $0)) }, last: percent(unit.rewritten))
      }
  }

  package var survivalChart: LineChart {
    // Ten for each power of ten, nearly.
    let ages = Set((0...30).map { Int(pow(10, Double($0) / 10).rounded()) }).sorted()
    return LineChart(
      title: "Who still has the bit?",
      description: "The share of 1,000 runs in which a unit still has the sign of the bit it was "
        + "given. The LSTM latch stays at 1 for 1,000 steps. RNN units with recurrent weights 1 and "
        + "1.5 fall to one half, a coin's share, within 10 and 40 steps; the one with weight 2 "
        + "comes near it by 1,000.",
      x: Axis(label: "distracting steps since the bit was written", scale: .logarithmic),
      y: Axis(label: "share of runs still right", range: 0.4...1),
      series: [0, 3, 4, 5].map { contenders[$0] }.map { unit in
        Series(name: unit.name, points: ages.map { (Double($0), unit.kept(after: $0)) })
      } + [
        Series(name: "a coin", points: [(x: 1, y: 0.5), (x: 1_000, y: 0.5)], style: .reference)
      ])
  }

  /// One run, step by step.
  package var traceChart: LineChart {
    LineChart(
      title: "One bit through sixty distractions",
      description: "The hidden states of one run after the bit was written. The LSTM latch is a "
        + "flat line; the RNN units wander and change sign.",
      x: Axis(label: "distracting steps since the bit was written"),
      y: Axis(label: "hidden state", range: -1...1),
      series: [0, 3, 4].map { contenders[$0] }.map { unit in
        Series(name: unit.name, values: unit.hidden.prefix(61).map { $0[0, 0] })
      })
  }
}
