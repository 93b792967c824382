import Course
import ExerciseSupport
import Plots
import Regularisation

extension Command {
  static let demoOverfitting = Command(
    name: "demo overfitting",
    summary: "an LSTM learns forty sentences with true labels, and with shuffled ones",
    usage: "course demo overfitting [--examples N] [--words P] [--candidate P] …",
    example: "swift run course demo overfitting --words 0.25 --labels true",
    flags: [
      Flag(name: "--examples", placeholder: "N", help: "sentences to learn from (default 40)"),
      Flag(name: "--labels", placeholder: "true|shuffled|both", help: "which (default both)"),
      Flag(name: "--words", placeholder: "P", help: "drops whole words with this probability"),
      Flag(name: "--output", placeholder: "P", help: "drops what the output layer reads"),
      Flag(name: "--hidden", placeholder: "P", help: "drops the hidden state in the recurrence"),
      Flag(name: "--candidate", placeholder: "P", help: "drops the candidate"),
      Flag(name: "--cell", placeholder: "P", help: "drops the cell state"),
      Flag(name: "--one-mask", help: "one mask of the recurrence for all steps"),
      Flag(name: "--decay", placeholder: "X", help: "what weights cost, λ"),
      Flag(name: "--updates", placeholder: "N", help: "how many (default 300)"), .mine,
    ],
    positionals: 0...0
  ) { arguments in
    func rate(_ flag: String) throws -> Double {
      try arguments.number(flag, default: 0, in: 0...0.95)
    }
    let places: [(String, DropoutPlace)] = [
      ("--hidden", .hiddenState), ("--candidate", .candidate), ("--cell", .cellState),
    ].filter { arguments.has($0.0) }
    if places.count > 1 {
      throw UserError("give one of \(places[0].0) and \(places[1].0): a run drops at one place")
    }
    let regularisation = Regularisation(
      wordRate: try rate("--words"), outputRate: try rate("--output"),
      recurrent: try places.first.map { flag, place in
        RecurrentDropout(
          place: place, rate: try rate(flag), isOneForAllSteps: arguments.has("--one-mask"))
      }, decay: try arguments.number("--decay", default: 0, in: 0...10))
    let labels = try arguments.choice(
      "--labels", default: "both", of: ["true", "shuffled", "both"])
    return try OverfittingDemo(
      examples: arguments.integer("--examples", default: 40, in: 2...OpinionParts.most),
      plan: LearningPlan(
        regularisation: regularisation,
        updates: arguments.integer("--updates", default: 300, in: 1...10_000)),
      kinds: labels == "both" ? ["true", "shuffled"] : [labels]
    ).run(arguments, isWatched: true)
  }
}

/// The experiment of chapter 12 on five sets of data, as a sketch and in words.
struct OverfittingDemo: Demo {
  let examples: Int
  let plan: LearningPlan
  /// Of the labels: `true`, `shuffled`.
  let kinds: [String]

  private static let seeds: ClosedRange<UInt64> = 1...5

  func show(in folder: PackageFolder, _ terminal: Terminal) throws -> ExitStatus {
    forgetUnwritten()
    Interruption.catchSignals()
    defer { Interruption.stopCatchingSignals() }
    terminal.printWrapped(
      "Does a sentence praise? \(examples) to learn from, 100 others to judge by. "
        + "Means of \(Self.seeds.count) sets of data.")
    let runs = kinds.map { kind in
      Self.seeds.map { seed in
        Classifier.learning(
          from: OpinionParts(seed: seed, examples: examples, isShuffled: kind == "shuffled"),
          by: plan, seed: seed + 1_000
        ) { unwrittenExercises.isEmpty && !Interruption.wasRequested }
      }
    }
    if terminal.saysWhatIsUnwritten("nothing to learn with") { return .failed }
    if Interruption.wasRequested { return .interrupted }
    let chart = LineChart(
      title: "Accuracy while it learns",
      description: "The accuracy on the sentences that are learnt, and on others, by update.",
      x: Axis(label: "updates"), y: Axis(label: "accuracy", range: 0.4...1),
      series: zip(kinds, runs).flatMap { kind, runs in
        [
          Series(name: "\(kind), training", values: mean(runs.map(\.training))),
          Series(name: "\(kind), validation", values: mean(runs.map(\.validation))),
        ]
      }, labelling: .legend)
    terminal.sketch(chart, height: 14)
    for (kind, runs) in zip(kinds, runs) { terminal.printWrapped(verdict(kind, runs)) }
    try terminal.keep(chart.svg(), at: ".course/figures/overfitting.svg", in: folder)
    return .done
  }

  private func mean(_ curves: [[(loss: Double, accuracy: Double)]]) -> [Double] {
    (0...plan.updates).map { update in
      curves.reduce(0) { $0 + $1[update].accuracy } / Double(curves.count)
    }
  }

  private func verdict(_ kind: String, _ runs: [LearningHistory]) -> String {
    let learnt = runs.compactMap(\.learnt).sorted()
    let ends = runs.map { $0.validation[plan.updates].accuracy }.sorted()
    let when =
      learnt.isEmpty ? "never" : "after \(learnt[0]) to \(learnt[learnt.count - 1]) updates"
    return "With \(kind) labels all \(examples) are right \(when) "
      + "(\(learnt.count) of \(runs.count) runs). In the end "
      + "\(fixed(mean(runs.map(\.validation))[plan.updates], 2)) of the others are right "
      + "(\(fixed(ends[0], 2)) to \(fixed(ends[ends.count - 1], 2)))."
  }
}
