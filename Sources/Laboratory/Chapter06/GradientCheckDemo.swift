import Backpropagation
import Course
import ExerciseSupport
import GradientChecking
import LSTMGates
import LinearAlgebra
import Plots
import WordVectors

extension Command {
  static let demoGradientCheck = Command(
    name: "demo gradient-check",
    summary: "compares every gradient of a network with a measured one",
    usage: "course demo gradient-check [--cell NAME] [--bug NAME] …",
    example: "swift run course demo gradient-check --bug lost-cell-carry --sweep",
    flags: [
      Flag(
        name: "--cell", placeholder: "NAME",
        help: "lstm (default), rnn, coupled (one step of exercise 6.10's), skip-gram (of 11.5), "
          + "glove (of 11.8), gru or gru-before (one step of 13.3's)"),
      Flag(
        name: "--hidden", placeholder: "N",
        help: "hidden units, or numbers of a word (default 3)"),
      Flag(name: "--length", placeholder: "N", help: "steps in the sequence (default 5)"),
      Flag(
        name: "--width", placeholder: "E",
        help: "how far each number is moved to either side (default 1e-5)"),
      Flag(
        name: "--bug", placeholder: "NAME",
        help: "a mistake in the backward pass; a wrong name lists them"),
      Flag(
        name: "--suspect", placeholder: "A…I",
        help: "one of chapter 06's LSTMs; I is the one of its example"),
      Flag(name: "--sweep", help: "tries many widths, draws the curve of the error"),
      .mine,
    ],
    positionals: 0...0
  ) { arguments in
    try GradientCheckDemo(arguments).run(arguments)
  }
}

/// Chapter 06's check of a network with random numbers, as a table, a verdict and a curve.
struct GradientCheckDemo: Demo, Equatable {
  var network = CheckedNetwork.lstm
  var hiddenSize = 3
  var length = 5
  var width = 1e-5
  var bug: BackwardMistake?
  /// The letter of one of the bug hunt's, or I for the one whose verdict the chapter works out: what
  /// it is checked on is given, and only it is shown.
  var suspect: String?
  var sweeps = false

  static let figurePath = ".course/figures/gradient-check.svg"
  private typealias Pass = (name: String, gradients: [Matrix])
  private typealias Curve = (name: String, points: [StepError])

  func show(in folder: PackageFolder, _ terminal: Terminal) throws -> ExitStatus {
    forgetUnwritten()
    if let suspect { return try show(suspect, terminal) }
    var generator = SeededGenerator(seed: 6)
    /// Checks a model of one backward pass.
    func one<Model: Parameterised>(
      _ model: Model, _ gradients: [Matrix], loss: (Model) -> Double
    ) throws -> ExitStatus {
      try show(model, [("this backward pass", gradients)], in: folder, terminal, loss: loss)
    }
    switch network {
    case .lstm: return try showLSTM(in: folder, terminal, using: &generator)
    case .rnn:
      let model = RNNCase(length: length, hiddenSize: hiddenSize, using: &generator)
      return try one(model, model.gradients) { $0.loss }
    case .coupled:
      let step = CoupledStep(batch: 3, inputSize: 2, hiddenSize: hiddenSize, using: &generator)
      return try one(step, step.gradients()) { $0.loss }
    case .skipGram:
      let model = VectorCases.skipGram(size: hiddenSize, using: &generator)
      let found = model.gradients(on: VectorCases.batch)
      return try one(model, [found.words, found.contexts]) {
        $0.gradients(on: VectorCases.batch).loss
      }
    case .gloVe:
      let model = VectorCases.gloVe(size: hiddenSize, using: &generator)
      return try one(model, model.gradients(on: VectorCases.counts)) {
        $0.loss(on: VectorCases.counts)
      }
    case .gru, .gruBefore:
      let step = GRUCase(
        network == .gru ? .resetAfter : .resetBefore, hiddenSize: hiddenSize, using: &generator)
      return try one(step, step.gradients) { $0.loss }
    }
  }

  /// The LSTM, beside the same with a mistake where one is asked for.
  private func showLSTM(
    in folder: PackageFolder, _ terminal: Terminal, using generator: inout SeededGenerator
  ) throws -> ExitStatus {
    let trial = LSTMTrial(
      batch: 3, length: length, inputSize: 2, hiddenSize: hiddenSize,
      window: bug == .truncationOffByOne ? max(1, length / 2) : nil, using: &generator)
    var passes: [Pass] = [("this backward pass", trial.parameters(of: rightGradients(of: trial)))]
    if let bug {
      passes[0].name = "without it"
      passes.insert(("with the bug", trial.parameters(of: trial.gradients(with: bug))), at: 0)
    }
    return try show(trial, passes, in: folder, terminal) { $0.loss }
  }

  /// What chapter 05's functions give; with windows, that of truncation.
  private func rightGradients(of trial: LSTMTrial) -> LSTMGradients {
    let (cell, start) = (trial.cell, trial.initialState)
    if trial.window < length {
      return cell.truncatedGradients(
        trial.inputs, from: start, hiddenGradients: trial.lossWeights, window: trial.window)
    }
    return cell.gradients(
      cell.recorded(trial.inputs, from: start), from: start, hiddenGradients: trial.lossWeights)
  }

  /// Checks the first of some backward passes and prints what was found.
  private func show<Model: Parameterised>(
    _ model: Model, _ passes: [Pass], in folder: PackageFolder,
    _ terminal: Terminal, loss: (Model) -> Double
  ) throws -> ExitStatus {
    let (analytic, count) = (passes[0].gradients, model.parameters.map(\.values.count).reduce(0, +))
    let found = try unlessUnwritten(terminal) { () -> (GradientReport, Bool, [Curve]) in
      let report = try checkGradients(of: model, analytic: analytic, step: width, loss: loss)
      // The same with the usual width tells whether a failure is the width's fault.
      let isWidthToBlame =
        try width != 1e-5 && checkGradients(of: model, analytic: analytic, loss: loss).passes()
      if !sweeps { return (report, isWidthToBlame, []) }
      terminal.showProgress("Trying many widths …")
      defer { terminal.clearProgress() }
      // Three widths to a power of ten, or one where the network is large.
      let widths = stepSizes(decades: 12).enumerated().filter { index, _ in
        count * length < 2000 || index % 3 == 0
      }.map(\.element)
      let curves = try passes.map { name, gradients in
        (name, try stepErrors(of: model, analytic: gradients, steps: widths, loss: loss))
      }
      return (report, isWidthToBlame, curves)
    }
    guard let (report, isWidthToBlame, curves) = found else { return .failed }
    GradientCheckPage(
      demo: self, report: report, isWidthToBlame: isWidthToBlame, terminal: terminal
    )
    .show(count: count)
    if sweeps { try show(curves, in: folder, terminal) }
    return .done
  }

  /// What a check finds; nil, which the terminal is told, where it called an exercise that is not
  /// written.
  private func unlessUnwritten<Found>(
    _ terminal: Terminal, _ check: () throws -> Found
  ) throws -> Found? {
    let found = Result(catching: check)
    if terminal.saysWhatIsUnwritten("nothing to show") { return nil }
    return try found.mapError { UserError("\($0)") }.get()
  }

  private func show(
    _ curves: [Curve], in folder: PackageFolder, _ terminal: Terminal
  ) throws {
    // Room for the V also where the only curve is flat.
    let least = curves.flatMap(\.points).map(\.error).filter { $0 > 0 }.min() ?? 1
    let chart = LineChart(
      title: "Largest relative error against the width",
      description: "Both axes logarithmic: the largest relative error of any number, for widths "
        + "from 1e-12 to 0.1: " + curves.map(\.name).joined(separator: ", ") + ".",
      x: Axis(label: "width", scale: .logarithmic),
      y: Axis(label: "largest relative error", scale: .logarithmic, range: min(least, 1e-9)...10),
      series: curves.map { Series(name: $0.name, points: $0.points.map { ($0.step, $0.error) }) },
      labelling: .legend)
    terminal.sketch(chart, height: 16)
    for curve in curves {
      guard let best = bestStep(curve.points) else { continue }
      let error = scientific(best.error, digits: 1)
      terminal.print(
        best.error > 1e-3
          ? "\(curve.name): no width brings the error below \(error)"
          : "\(curve.name): smallest error \(error), with a width of "
            + scientific(best.step, digits: 0))
    }
    try terminal.keep(chart.svg(), at: Self.figurePath, in: folder)
  }

  /// The trials of the bug hunt: one line for each that passes, a table for each that does not.
  private func show(_ suspect: String, _ terminal: Terminal) throws -> ExitStatus {
    let reports = try unlessUnwritten(terminal) {
      try LSTMTrial.hunt.map { trial in
        let gradients =
          Suspect(rawValue: suspect)?.gradients(of: trial) ?? trial.gradientsWithNewCellState
        return try checkGradients(
          of: trial, analytic: trial.parameters(of: gradients), loss: { $0.loss })
      }
    }
    guard let reports else { return .failed }
    for (trial, report) in zip(LSTMTrial.hunt, reports) {
      let (wrong, count) = (report.failures().count, report.parameters.count)
      let verdict = wrong == 0 ? "all \(count) parameters ok" : "\(wrong) of \(count) WRONG"
      terminal.print(terminal.styled("Suspect \(suspect), \(trial.title): \(verdict)", .bold))
      if wrong == 0 { continue }
      GradientCheckPage(demo: self, report: report, isWidthToBlame: false, terminal: terminal)
        .showTable()
      terminal.print()
    }
    return .done
  }
}

extension GradientCheckDemo {
  /// - Throws: `UserError` for values that are out of range, unknown, or do not go together.
  init(_ arguments: ParsedArguments) throws {
    let cell = try arguments.choice(
      "--cell", default: "lstm", of: CheckedNetwork.allCases.map(\.rawValue))
    network = CheckedNetwork(rawValue: cell) ?? .lstm
    hiddenSize = try arguments.integer("--hidden", default: 3, in: 1...8)
    length = try arguments.integer("--length", default: network.hasSteps ? 5 : 1, in: 1...20)
    if !network.hasSteps && arguments.has("--length") {
      throw UserError("--cell \(cell) has no steps to choose; leave out --length")
    }
    width = try arguments.number("--width", default: 1e-5, in: 1e-12...0.5)
    sweeps = arguments.has("--sweep")
    if let name = arguments.string("--bug") {
      bug = BackwardMistake(rawValue: name)
      let names = BackwardMistake.allCases.map(\.rawValue)
      let near = nearestSpelling(to: name, among: names).map { "did you mean \($0)?" }
      let advice = near ?? "it must be one of \(names.joined(separator: ", "))"
      if bug == nil { throw UserError("--bug is \(name); \(advice)") }
      if network != .lstm { throw UserError("--bug needs an LSTM; leave out --cell \(cell)") }
    }
    if let name = arguments.string("--suspect") {
      suspect = name.uppercased()
      guard name == "I" || name == "i" || Suspect(rawValue: name.uppercased()) != nil else {
        throw UserError("--suspect is \(name); it must be a letter from A to I")
      }
      let others = ["--cell", "--hidden", "--length", "--width", "--bug", "--sweep"]
      if let other = others.first(where: arguments.has) {
        throw UserError("--suspect has trials of its own; leave out \(other)")
      }
    }
  }
}
