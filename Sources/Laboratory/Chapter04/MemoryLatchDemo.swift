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
    flags: [
      Flag(name: "--seed", placeholder: "N", help: "draws other distractions (default 1)")
    ],
    positionals: 0...0
  ) { arguments in
    let seed = try arguments.integer("--seed", default: 1, in: 0...Int.max)
    let terminal = arguments.terminal
    let trial = LatchTrial(seed: UInt64(seed))
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
/// The runs are the rows of a batch. Every unit sees the same bits and the same distractions: at
/// each step a number drawn evenly from -1…1, with the command *keep*.
package struct LatchTrial {
  package static let runs = 1_000
  package static let steps = 1_000
  /// The steps after which the runs are counted: ten for each power of ten, nearly.
  static let ages = [
    1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 63, 79, 100, 126, 158, 200, 251, 316, 398,
    501, 631, 794, 1_000,
  ]
  /// The recurrent weights of the RNN units that are tried.
  package static let recurrentWeights = [0.5, 0.9, 1, 1.5, 2, 3]

  let latch: Contender
  package let units: [Contender]

  /// What one unit did.
  package struct Contender {
    let name: String
    /// The share of runs in which the unit still has the sign of its bit, after each of `ages`.
    var kept: [Int: Double] = [:]
    /// The share of runs in which it takes the opposite of what it shows, written after 20 steps.
    var rewritten = 0.0
    /// The hidden state of the first run, after 0, 1, 2, … steps.
    var trace: [Double] = []
  }

  package init(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let bits = Matrix(
      column: (0..<Self.runs).map { _ in generator.integer(below: 2) == 0 ? -1.0 : 1 })
    let distractions = (0..<Self.steps).map { _ in
      Matrix.uniform(rows: Self.runs, columns: 1, in: -1...1, using: &generator)
    }
    let cell = memoryLatch()
    latch = Self.run(
      "LSTM latch", bits, distractions, from: LSTMState.zeros(batch: Self.runs, hiddenSize: 1),
      hidden: \.hidden
    ) { cell.step($0, from: $1) }
    units = Self.recurrentWeights.map { weight in
      let cell = rnnUnit(recurrentWeight: weight)
      return Self.run(
        "RNN, u = \(String(format: "%g", weight))", bits, distractions,
        from: Matrix(rows: Self.runs, columns: 1), hidden: \.self
      ) { cell.step($0, from: $1) }
    }
  }

  private static func run<State>(
    _ name: String, _ bits: Matrix, _ distractions: [Matrix], from start: State,
    hidden: (State) -> Matrix, step: (Matrix, State) -> State
  ) -> Contender {
    let write = Matrix(rows: runs, columns: 1, repeating: 1)
    var contender = Contender(name: name)
    var state = step(.sideBySide([bits, write]), start)
    for (count, distraction) in ([nil] + distractions).enumerated() {
      if let distraction { state = step(.sideBySide([distraction, write * 0]), state) }
      let shown = hidden(state)
      if ages.contains(count) { contender.kept[count] = share(shown, agreeingWith: bits) }
      contender.trace.append(shown[0, 0])
      if count == 20 {
        let opposite = shown.map { $0 > 0 ? -1 : 1 }
        let after = hidden(step(.sideBySide([opposite, write]), state))
        contender.rewritten = share(after, agreeingWith: opposite)
      }
    }
    return contender
  }

  private static func share(_ shown: Matrix, agreeingWith bits: Matrix) -> Double {
    let right = zip(shown.values, bits.values).filter { $0 * $1 > 0 }.count
    return Double(right) / Double(runs)
  }
}

/// An RNN of one unit that adds what it is offered to what it has: h = tanh(bit + u·h). The
/// command has no weight, since none would help: chapter 04 shows why.
func rnnUnit(recurrentWeight: Double) -> RNNCell {
  RNNCell(inputWeights: [[1], [0]], recurrentWeights: [[recurrentWeight]], bias: [[0]])
}

// MARK: - Shown

extension LatchTrial {
  /// Who still has the bit after how many steps, and who takes a new one. A narrow window has no
  /// room for the last column, a very narrow one for some of the others.
  package func table(width: Int) -> [String] {
    let told = width < 52 ? [1, 20, 1_000] : [1, 5, 20, 100, 1_000]
    let hasLast = width >= 71
    let head = [
      width < 52
        ? "            right after so many steps"
        : "                   still right after so many steps"
          + (hasLast ? "        takes a new" : ""),
      row("", told.map { "\($0)" }, last: hasLast ? "bit after 20" : nil),
    ]
    return head
      + ([latch] + units).map { contender in
        row(
          contender.name, told.map { percent(contender.kept[$0, default: 0]) },
          last: hasLast ? percent(contender.rewritten) : nil)
      }
  }

  private func row(_ name: String, _ cells: [String], last: String?) -> String {
    padded(name, to: 12) + cells.map { flushRight($0, to: 8) }.joined()
      + (last.map { flushRight($0, to: 19) } ?? "")
  }

  private func percent(_ share: Double) -> String {
    String(format: "%g %%", (share * 1_000).rounded() / 10)
  }

  package var survivalChart: LineChart {
    LineChart(
      title: "Who still has the bit?",
      description: "The share of 1,000 runs in which a unit still has the sign of the bit it was "
        + "given. The LSTM latch stays at 1 for 1,000 steps. RNN units with recurrent weights 1 and "
        + "1.5 fall to one half, a coin's share, within 10 and 40 steps; the one with weight 2 "
        + "comes near it by 1,000.",
      x: Axis(label: "distracting steps since the bit was written", scale: .logarithmic),
      y: Axis(label: "share of runs still right", range: 0.4...1),
      series: shown.map { contender in
        Series(
          name: contender.name,
          points: Self.ages.map { (x: Double($0), y: contender.kept[$0, default: 0]) })
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
      series: shown.prefix(3).map {
        Series(name: $0.name, values: Array($0.trace.prefix(61)))
      })
  }

  private var shown: [Contender] {
    [latch] + units.filter { ["RNN, u = 1", "RNN, u = 1.5", "RNN, u = 2"].contains($0.name) }
  }
}
