import Foundation
import Text

/// What `course train` shows: a progress line where somebody watches, a block for each epoch.
struct TrainingDisplay {
  let terminal: Terminal
  /// One JSON object a line, an epoch each, in place of sentences.
  let asJSON: Bool
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var lastShown: ContinuousClock.Instant
  private var symbols = 0
  private var steps = 0

  init(terminal: Terminal, asJSON: Bool) {
    self.terminal = terminal
    self.asJSON = asJSON
    start = clock.now
    lastShown = start
  }

  // MARK: Before

  func begin(_ session: TrainingSession) {
    if asJSON { return }
    let run = session.run
    let configuration = run.configuration
    let unit = configuration.unitName
    let held = run.text.validation.count
    let learned = run.text.trainingSymbols.count
    let epochs = configuration.epochs == 1 ? "1 epoch" : "\(configuration.epochs) epochs"
    terminal.print(
      "Text:    \(grouped(learned + held)) \(unit), \(grouped(run.text.vocabulary.count)) different; "
        + "the last \(grouped(held)) to validate")
    terminal.print("Model:   \(Self.shape(of: run))")
    terminal.print(
      "Plan:    \(epochs) of \(grouped(run.windows)) steps, each of "
        + "\(configuration.batch) × \(configuration.length) \(unit)")
    terminal.print("File:    \(session.path), saved after each epoch and every ten seconds")
    if let bigramLoss = run.bigramLoss {
      terminal.print(
        "To beat: \(fixed(bigramLoss, 3)) nats on the validation text, by counting pairs (chapter 1)"
      )
    }
    for note in session.notes { terminal.print(note) }
    let step = run.progress.step
    if step > 0 {
      terminal.print("Going on after step \(grouped(step)) of \(grouped(run.totalSteps)).")
    }
    terminal.print()
    terminal.print(
      Self.row(["epoch", "training", "validation", "perplexity", "bits/char", "\(unit)/s"]))
  }

  /// One line of the table of epochs, in columns that fit 80 characters; losses are in nats.
  static func row(_ cells: [String]) -> String {
    zip(cells, [8, 10, 12, 12, 11, 14]).map { cell, width in
      String(repeating: " ", count: max(0, width - cell.count)) + cell
    }.joined()
  }

  static func shape(of run: TrainingRun) -> String {
    let configuration = run.configuration
    let cell = configuration.cell == .lstm ? "LSTM" : "RNN"
    let recurrent = Array(repeating: "\(cell) \(configuration.hidden)", count: configuration.layers)
    let parts =
      ["embedding \(configuration.embedding)"] + recurrent
      + ["dense \(run.text.vocabulary.count)"]
    return parts.joined(separator: " → ") + ", \(grouped(run.model.parameterCount)) parameters"
  }

  // MARK: During

  mutating func show(_ event: TrainingEvent, of run: TrainingRun) {
    symbols += event.symbols
    steps += 1
    switch event {
    case .step(let loss, _):
      if !asJSON { showProgress(loss: loss, run) }
    case .epoch(let report, _):
      show(report, of: run)
    }
  }

  /// Ten times a second on one line where somebody watches, every ten seconds on a line of its own
  /// where the output goes into a file.
  private mutating func showProgress(loss: Double, _ run: TrainingRun) {
    let now = clock.now
    if now - lastShown < (terminal.isInteractive ? .milliseconds(100) : .seconds(10)) { return }
    lastShown = now
    let fraction = Double(run.progress.step) / Double(max(1, run.totalSteps))
    let seconds = seconds(until: now)
    let left = seconds / Double(steps) * Double(run.totalSteps - run.progress.step)
    let line =
      "epoch \(run.progress.epoch + 1) of \(run.configuration.epochs)  loss \(fixed(loss, 3))  "
      + "\(grouped(Int(Double(symbols) / seconds))) \(run.configuration.unitName)/s  "
      + "\(Self.duration(left)) left"
    if terminal.isInteractive {
      terminal.showProgress("\(Terminal.bar(fraction, width: 10)) \(line)")
    } else {
      terminal.print("step \(grouped(run.progress.step)) of \(grouped(run.totalSteps))  \(line)")
    }
  }

  private func show(_ report: EpochReport, of run: TrainingRun) {
    if asJSON { return terminal.print(Self.json(report)) }
    terminal.clearProgress()
    let rate = Int(Double(symbols) / seconds(until: clock.now))
    let validation = report.validation
    let cells = [
      "\(report.epoch) of \(report.epochs)", fixed(report.trainingLoss, 3),
      validation.map { fixed($0.loss, 3) } ?? "–",
      validation.map { fixed($0.perplexity, 2) } ?? "–",
      validation.map { fixed($0.bitsPerCharacter, 3) } ?? "–", grouped(rate),
    ]
    terminal.print(Self.row(cells) + (validation != nil && report.isBest ? "  best" : ""))
    let sample = report.sample.split(whereSeparator: \.isNewline).joined(separator: " ⏎ ")
    terminal.print("  " + terminal.styled(String(sample.prefix(max(20, terminal.width - 3))), .dim))
  }

  // MARK: After

  func end(_ run: TrainingRun, path: String) {
    if asJSON { return }
    let seconds = seconds(until: clock.now)
    terminal.print()
    if let loss = run.progress.bestLoss, let epoch = run.progress.bestEpoch {
      terminal.print(
        "\(path) keeps the weights of epoch \(epoch), which validated best: "
          + "\(fixed(loss, 3)) nats.")
    } else {
      terminal.print("\(path) keeps the weights of the last epoch.")
    }
    if seconds >= 1 { terminal.print("It took \(Self.duration(seconds)).") }
    terminal.print("Write with it: swift run course generate\(Self.modelFlag(path))")
  }

  func interrupted(_ run: TrainingRun, path: String) {
    terminal.clearProgress()
    terminal.complain(
      "Stopped after step \(grouped(run.progress.step)) of \(grouped(run.totalSteps)), and saved. "
        + "Go on with: swift run course train --resume\(Self.modelFlag(path))")
  }

  private static func modelFlag(_ path: String) -> String {
    path == TrainingSession.standardModelPath() ? "" : " --model \(path)"
  }

  // MARK: Words

  private func seconds(until now: ContinuousClock.Instant) -> Double {
    max(1e-6, (now - start) / .seconds(1))
  }

  static func duration(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e9).rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  static func json(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}

/// A number with so many digits after the point.
func fixed(_ number: Double, _ digits: Int) -> String {
  String(format: "%.\(digits)f", number)
}
