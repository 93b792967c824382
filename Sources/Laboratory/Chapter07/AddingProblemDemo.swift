import Course
import ExerciseSupport
import Plots
import Tasks
import Text

extension Command {
  static let demoAddingProblem = Command(
    name: "demo adding-problem",
    summary: "an LSTM and an RNN learn to add two numbers of a long sequence",
    usage: "course demo adding-problem [--length N] [--cell rnn|lstm|both] …",
    example: "swift run course demo adding-problem --length 50",
    flags: [
      Flag(name: "--length", placeholder: "N", help: "steps of a sequence (default 100)"),
      Flag(name: "--cell", placeholder: "rnn|lstm|both", help: "who learns (default both)"),
      Flag(name: "--seed", placeholder: "N", help: "other weights, other sequences (default 1)"),
      Flag(
        name: "--updates", placeholder: "N",
        help: "how many at most (default 4000)"),
      .mine,
    ],
    positionals: 0...0
  ) { arguments in
    let cell = try arguments.choice("--cell", default: "both", of: ["rnn", "lstm", "both"])
    return try AddingProblemDemo(
      length: arguments.integer("--length", default: 100, in: 2...1_000),
      cells: AddingCell(rawValue: cell).map { [$0] } ?? [.lstm, .rnn],
      seed: UInt64(arguments.integer("--seed", default: 1, in: 0...Int.max / 2)),
      steps: arguments.integer("--updates", default: 4_000, in: 100...100_000)
    ).run(arguments, isWatched: true)
  }
}

/// The experiment of chapter 07 for one length and one seed, drawn while it runs.
struct AddingProblemDemo: Demo {
  let length: Int
  /// In the order in which they learn. The second makes as many updates as the first made, and goes
  /// on only where it has begun to learn by then.
  let cells: [AddingCell]
  let seed: UInt64
  let steps: Int
  /// What answering 1 gives on the sequences of the test.
  private let baseline: Double

  init(length: Int, cells: [AddingCell], seed: UInt64, steps: Int) {
    (self.length, self.cells, self.seed, self.steps) = (length, cells, seed, steps)
    baseline = AddingExperiment.testBaseline(length: length)
  }

  static let figurePath = ".course/figures/adding-problem.svg"
  /// An error below this counts as solved: an answer is then off by less than a tenth, as a root
  /// mean square.
  private static let solved = 0.01
  /// Who is better than this share of the baseline has begun to learn.
  private static let learning = 0.9
  /// A run of the demo ends here, soon after the fall, to be short.
  private static let end = 0.005

  func show(in folder: PackageFolder, _ terminal: Terminal) throws -> ExitStatus {
    forgetUnwritten()
    Interruption.catchSignals()
    defer { Interruption.stopCatchingSignals() }
    let measured = try AddingMeasurements(in: folder)
    for line in opening { terminal.printWrapped(line) }
    var display = AddingDisplay(demo: self, terminal: terminal)
    var results: [AddingProgress] = []
    for cell in cells {
      let experiment = AddingExperiment(cell: cell, length: length, seed: seed, steps: steps)
      display.begin(cell)
      let result = experiment.run { progress in
        display.show(progress)
        return unwrittenExercises.isEmpty && !Interruption.wasRequested
          && !isOver(progress, after: results.first)
      }
      if !unwrittenExercises.isEmpty { display.clear() }
      if terminal.saysWhatIsUnwritten("nothing to learn with") { return .failed }
      if Interruption.wasRequested {
        display.end()
        terminal.complain(
          "Stopped after update \(grouped(result.step)) of the \(cell.name).", hanging: 2)
        return .interrupted
      }
      display.finish(result)
      results.append(result)
    }
    display.end()
    for line in verdict(results, measured, width: min(80, terminal.width)) {
      terminal.print(line)
    }
    terminal.print()
    try terminal.keep(chart(results.map(\.errors)).svg(), at: Self.figurePath, in: folder)
    return .done
  }

  private func isOver(_ progress: AddingProgress, after first: AddingProgress?) -> Bool {
    guard progress.isTested else { return false }
    if progress.error < Self.end { return true }
    guard let first else { return false }
    return progress.step >= first.step && !(progress.error < Self.learning * baseline)
  }

  // MARK: Words

  private var opening: [String] {
    [
      "\(length) steps, each with a value between 0 and 1. Two are marked: what is their sum?",
      "\(AddingExperiment.hiddenSize) hidden units, seed \(seed). "
        + "The mean squared error of always answering 1: \(fixed(baseline, 3)).",
      "",
    ]
  }

  private func verdict(
    _ results: [AddingProgress], _ measured: AddingMeasurements, width: Int
  ) -> [String] {
    let ends = zip(cells, results).flatMap { wrapped(sentence($0, $1), to: width, hanging: 2) }
    let notes = zip(cells, results).flatMap { cell, result in
      let notes = Self.notes(
        result, yardstick: measured.yardstick(of: cell, length: length),
        subject: "the \(cell.name)'s error")
      return notes.isEmpty ? [] : [""] + notes.flatMap { wrapped($0, to: width) }
    }
    return ends + [""] + table(results) + notes
  }

  private func sentence(_ cell: AddingCell, _ result: AddingProgress) -> String {
    let judgement =
      switch result.error {
      case ..<Self.solved: "solved."
      // Who knows one of the two values exactly errs by the variance of the other.
      case ..<(1.0 / 12): "it adds, but not well yet."
      case ..<(Self.learning * baseline): "it learns, and does not add yet."
      default: "no better than always 1."
      }
    return "\(cell.name): \(fixed(result.error, 4)) after \(grouped(result.step)) updates, "
      + judgement
  }

  private func table(_ results: [AddingProgress]) -> [String] {
    func row(_ head: String, _ cells: [String]) -> String {
      padded(head, to: 15) + cells.map { flushRight($0, to: 8) }.joined()
    }
    return [row("marked values", ["sum"] + cells.map(\.name))]
      + results[0].examples.enumerated().map { index, example in
        let numbers = [example.marked.reduce(0, +)] + results.map { $0.examples[index].answer }
        return row(
          example.marked.map { fixed($0, 2) }.joined(separator: " + "),
          numbers.map { fixed($0, 2) })
      }
  }

  /// What the yardstick says of the first of its marks that a run misses; of the last, where it
  /// misses none. Whatever counts as solved is good enough: that others were better still is no
  /// reason to look for a mistake.
  static func notes(
    _ result: AddingProgress, yardstick: Yardstick?, subject: String
  ) -> [String] {
    let reached = (yardstick?.marks ?? []).compactMap { mark in
      let index = mark.step / AddingExperiment.interval
      return result.errors.indices.contains(index) ? (mark: mark, error: result.errors[index]) : nil
    }
    let judged = reached.filter { $0.mark.band.contains($0.error) || !($0.error < solved) }
    let missed = judged.first { !$0.mark.band.contains($0.error) }
    return (missed ?? judged.last).map { $0.mark.verdict(on: $0.error, subject: subject) } ?? []
  }

  // MARK: Curves

  /// The errors so far, one list for each cell that has begun.
  ///
  /// - Parameter end: the last update that the axis shows; nil for the last one measured.
  func chart(_ errors: [[Double]], until end: Int? = nil) -> LineChart {
    let interval = AddingExperiment.interval
    let measured = interval * (errors.map { $0.count - 1 }.max() ?? 1)
    let last = Double(max(interval, end ?? 0, measured))
    let always = Series(
      name: "always 1", points: [(x: 0, y: baseline), (x: last, y: baseline)], style: .reference)
    return LineChart(
      title: "The adding problem, length \(length), seed \(seed)",
      description: "The error on sequences of the test against updates, for "
        + cells.map(\.name).joined(separator: " and ")
        + ", beside the error of always answering 1.",
      x: Axis(label: "updates", range: 0...last),
      y: Axis(label: "mean squared error", range: 0...0.25),
      series: [always]
        + zip(cells, errors).map { cell, errors in
          Series(
            name: cell.name, values: Array(errors.dropFirst()), from: Double(interval),
            by: Double(interval), colour: cell.colour)
        })
  }
}
