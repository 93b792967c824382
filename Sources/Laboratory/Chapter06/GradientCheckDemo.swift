import Backpropagation
import Course
import ExerciseSupport
import GradientChecking
import LSTMGates
import LinearAlgebra
import Plots

extension Command {
  static let demoGradientCheck = Command(
    name: "demo gradient-check",
    summary: "compares every gradient of a network with a measured one",
    usage: "course demo gradient-check [--cell rnn|lstm] [--bug NAME] …",
    example: "swift run course demo gradient-check --bug lost-cell-carry --sweep",
    flags: [
      Flag(name: "--cell", placeholder: "rnn|lstm", help: "which network (default lstm)"),
      Flag(name: "--hidden", placeholder: "N", help: "hidden units (default 3)"),
      Flag(name: "--length", placeholder: "N", help: "steps in the sequence (default 5)"),
      Flag(
        name: "--step", placeholder: "E",
        help: "how far each number is moved to either side (default 1e-5)"),
      Flag(
        name: "--bug", placeholder: "NAME",
        help: "a mistake in the backward pass; a wrong name lists them"),
      Flag(
        name: "--suspect", placeholder: "A…I",
        help: "one of chapter 06's LSTMs; I is the one of its example"),
      Flag(name: "--sweep", help: "tries many steps, draws the curve of the error"),
      .mine,
    ],
    positionals: 0...0
  ) { arguments in
    try GradientCheckDemo(arguments).run(arguments)
  }
}

/// Chapter 06's check of a network with random numbers, as a table, a verdict and a curve.
struct GradientCheckDemo: Demo, Equatable {
  var isLSTM = true
  var hiddenSize = 3
  var length = 5
  var step = 1e-5
  var bug: BackwardMistake?
  /// One of the bug hunt's: what it is checked on is given, and only it is shown.
  var suspect: HuntedLSTM?
  var sweeps = false

  static let figurePath = ".course/figures/gradient-check.svg"
  private static let batch = 3
  private static let inputSize = 2

  var words: [String] {
    if let suspect { return ["demo", "gradient-check", "--suspect", suspect.rawValue] }
    let sizes = ["--hidden", "\(hiddenSize)", "--length", "\(length)", "--step", "\(step)"]
    return ["demo", "gradient-check", "--cell", isLSTM ? "lstm" : "rnn"] + sizes
      + (bug.map { ["--bug", $0.rawValue] } ?? []) + (sweeps ? ["--sweep"] : [])
  }

  func show(in folder: PackageFolder, _ terminal: Terminal) throws -> ExitStatus {
    forgetUnwritten()
    if let suspect { return try show(suspect, terminal) }
    var generator = SeededGenerator(seed: 6)
    if isLSTM {
      let trial = LSTMTrial(
        batch: Self.batch, length: length, inputSize: Self.inputSize, hiddenSize: hiddenSize,
        window: window, using: &generator)
      let right = trial.parameters(of: rightGradients(of: trial))
      let analytic = bug.map { trial.parameters(of: trial.gradients(with: $0)) } ?? right
      return try show(trial, analytic, right, in: folder, terminal) { $0.loss }
    }
    let network = RNNCase(
      batch: Self.batch, length: length, inputSize: Self.inputSize, hiddenSize: hiddenSize,
      using: &generator)
    let analytic = network.gradients
    return try show(network, analytic, analytic, in: folder, terminal) { $0.loss }
  }

  /// The steps between two cuts of the gradient; nil for no cut.
  private var window: Int? { bug == .truncationOffByOne ? max(1, length / 2) : nil }

  /// What chapter 05's functions give; with windows, that of truncation.
  private func rightGradients(of trial: LSTMTrial) -> LSTMGradients {
    let (cell, start) = (trial.cell, trial.initialState)
    guard let window else {
      return cell.gradients(
        cell.recorded(trial.inputs, from: start), from: start, hiddenGradients: trial.lossWeights)
    }
    return cell.truncatedGradients(
      trial.inputs, from: start, hiddenGradients: trial.lossWeights, window: window)
  }

  /// Checks the gradients and prints what was found.
  ///
  /// - Parameters:
  ///   - analytic: the gradients to check.
  ///   - right: those of a backward pass without the bug.
  private func show<Model: Parameterised>(
    _ model: Model, _ analytic: [Matrix], _ right: [Matrix], in folder: PackageFolder,
    _ terminal: Terminal, loss: (Model) -> Double
  ) throws -> ExitStatus {
    let found = try unlessUnwritten(terminal) {
      let report = try checkGradients(of: model, analytic: analytic, step: step, loss: loss)
      // The same with the usual step tells whether a failure is the step's fault.
      let usual =
        report.passes() || step == 1e-5
        ? report : try checkGradients(of: model, analytic: analytic, loss: loss)
      let passes =
        bug == nil
        ? [("this backward pass", analytic)] : [("with the bug", analytic), ("without it", right)]
      return (report, usual.passes(), sweeps ? try curves(of: model, passes, terminal, loss) : [])
    }
    guard let (report, isStepToBlame, curves) = found else { return .failed }
    let page = GradientCheckPage(demo: self, report: report, isStepToBlame: isStepToBlame)
    for line in page.lines(count: count(of: model), terminal) { terminal.print(line) }
    if sweeps { try show(curves, in: folder, terminal) }
    return .done
  }

  /// What a check finds; nil, which the terminal is told, where it called an exercise that is not
  /// written.
  private func unlessUnwritten<Found>(
    _ terminal: Terminal, _ check: () throws -> Found
  ) throws -> Found? {
    do {
      let found = try check()
      return terminal.saysWhatIsUnwritten("nothing to show") ? nil : found
    } catch let error as GradientCheckError {
      if terminal.saysWhatIsUnwritten("nothing to show") { return nil }
      throw UserError(error.description)
    }
  }

  private func count<Model: Parameterised>(of model: Model) -> Int {
    model.parameters.reduce(0) { $0 + $1.values.count }
  }
}

// MARK: - Flags

extension GradientCheckDemo {
  /// - Throws: `UserError` for values that are out of range, unknown, or do not go together.
  package init(_ arguments: ParsedArguments) throws {
    isLSTM = try arguments.choice("--cell", default: "lstm", of: ["rnn", "lstm"]) == "lstm"
    hiddenSize = try arguments.integer("--hidden", default: 3, in: 1...8)
    length = try arguments.integer("--length", default: 5, in: 1...20)
    step = try arguments.number("--step", default: 1e-5, in: 1e-12...0.5)
    bug = try arguments.string("--bug").map(Self.mistake)
    suspect = try arguments.string("--suspect").map(Self.suspect)
    sweeps = arguments.has("--sweep")
    if bug != nil && !isLSTM { throw UserError("--bug needs an LSTM; leave out --cell rnn") }
    let others = ["--cell", "--hidden", "--length", "--step", "--bug", "--sweep"]
    if suspect != nil, let other = others.first(where: arguments.has) {
      throw UserError("--suspect has trials of its own; leave out \(other)")
    }
  }

  private static func mistake(named name: String) throws -> BackwardMistake {
    if let mistake = BackwardMistake(rawValue: name) { return mistake }
    let names = BackwardMistake.allCases.map(\.rawValue)
    let near = nearestSpelling(to: name, among: names).map { "did you mean \($0)?" }
    throw UserError(
      "--bug is \(name); \(near ?? "it must be one of \(names.joined(separator: ", "))")")
  }

  private static func suspect(named name: String) throws -> HuntedLSTM {
    guard let suspect = HuntedLSTM(rawValue: name.uppercased()) else {
      throw UserError("--suspect is \(name); it must be a letter from A to I")
    }
    return suspect
  }
}

// MARK: - A suspect

/// An LSTM of the bug hunt: one of the eight whose verdict is asked for, or the ninth, I, whose
/// verdict the chapter works out.
enum HuntedLSTM: Equatable {
  case suspect(Suspect)
  case example

  init?(rawValue: String) {
    if rawValue == "I" {
      self = .example
      return
    }
    guard let suspect = Suspect(rawValue: rawValue) else { return nil }
    self = .suspect(suspect)
  }

  var rawValue: String {
    switch self {
    case .suspect(let suspect): suspect.rawValue
    case .example: "I"
    }
  }

  /// What its backward pass gives.
  func gradients(of trial: LSTMTrial) -> LSTMGradients {
    switch self {
    case .suspect(let suspect): suspect.gradients(of: trial)
    case .example: trial.gradientsWithNewCellState
    }
  }
}

extension GradientCheckDemo {
  /// The trials of the bug hunt: one line for each that passes, a table for each that does not.
  private func show(_ suspect: HuntedLSTM, _ terminal: Terminal) throws -> ExitStatus {
    let found = try unlessUnwritten(terminal) {
      try LSTMTrial.hunt.map { trial in
        try checkGradients(
          of: trial, analytic: trial.parameters(of: suspect.gradients(of: trial)),
          loss: { $0.loss })
      }
    }
    guard let reports = found else { return .failed }
    for (trial, report) in zip(LSTMTrial.hunt, reports) {
      let (wrong, count) = (report.failures().count, report.parameters.count)
      let verdict = wrong == 0 ? "all \(count) parameters ok" : "\(wrong) of \(count) WRONG"
      terminal.print(
        terminal.styled("Suspect \(suspect.rawValue), \(trial.title): \(verdict)", .bold))
      if wrong == 0 { continue }
      let page = GradientCheckPage(demo: self, report: report, isStepToBlame: false)
      for line in page.table(terminal) { terminal.print(line) }
      terminal.print()
    }
    return .done
  }
}

// MARK: - The sweep

extension GradientCheckDemo {
  /// From 0.1 downwards: three steps to a power of ten, or one where the network is large.
  private func sweepSteps<Model: Parameterised>(for model: Model) -> [Double] {
    let all = stepSizes(decades: 12)
    if count(of: model) * length < 2000 { return all }
    return stride(from: 0, to: all.count, by: 3).map { all[$0] }
  }

  private typealias Curve = (name: String, points: [StepError])

  private func curves<Model: Parameterised>(
    of model: Model, _ passes: [(name: String, gradients: [Matrix])], _ terminal: Terminal,
    _ loss: (Model) -> Double
  ) throws -> [Curve] {
    terminal.showProgress("Trying many steps …")
    defer { terminal.clearProgress() }
    let steps = sweepSteps(for: model)
    return try passes.map { name, gradients in
      (name, try stepErrors(of: model, analytic: gradients, steps: steps, loss: loss))
    }
  }

  private func show(_ curves: [Curve], in folder: PackageFolder, _ terminal: Terminal) throws {
    // Room for the V also where the only curve is flat.
    let least = curves.flatMap(\.points).map(\.error).filter { $0 > 0 }.min() ?? 1
    let chart = LineChart(
      title: "Largest relative error against the step",
      description: "Both axes logarithmic: the largest relative error of any number, for steps "
        + "from 1e-12 to 0.1: " + curves.map(\.name).joined(separator: ", ") + ".",
      x: Axis(label: "step", scale: .logarithmic),
      y: Axis(
        label: "largest relative error", scale: .logarithmic, range: min(least, 1e-9)...10),
      series: curves.map { curve in
        Series(name: curve.name, points: curve.points.map { (x: $0.step, y: $0.error) })
      }, labelling: .legend)
    terminal.sketch(chart, height: 16)
    for curve in curves {
      guard let best = bestStep(curve.points) else { continue }
      let error = scientific(best.error, digits: 1)
      terminal.print(
        best.error > 1e-3
          ? "\(curve.name): no step brings the error below \(error)"
          : "\(curve.name): smallest error \(error), with a step of "
            + scientific(best.step, digits: 0))
    }
    try terminal.keep(chart.svg(), at: Self.figurePath, in: folder)
  }
}
