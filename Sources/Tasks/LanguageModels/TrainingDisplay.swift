import Course
import Foundation
import Text

/// What `course train` shows: a progress line where somebody watches, a block for each epoch.
package struct TrainingDisplay {
  private let configuration: TrainingConfiguration
  /// Of the optimiser, in all epochs.
  private let totalSteps: Int
  private let terminal: Terminal
  /// One JSON object a line, an epoch each, in place of sentences.
  private let asJSON: Bool
  /// What the loss should be on the way; nil where nobody measured such a training.
  var yardstick: Yardstick?
  private let start = ContinuousClock.now
  private var lastShown = ContinuousClock.now
  private var symbols = 0
  private var steps = 0
  private var recentLosses = RecentLosses()

  init(_ configuration: TrainingConfiguration, steps: Int, _ terminal: Terminal, asJSON: Bool) {
    (self.configuration, totalSteps) = (configuration, steps)
    (self.terminal, self.asJSON) = (terminal, asJSON)
  }

  // MARK: Before

  /// - Parameters:
  ///   - path: where the model ends up.
  ///   - notes: sentences to tell as well.
  func begin(_ training: some Training, path: String, notes: [String]) {
    if asJSON { return }
    let (text, unit) = (training.text, configuration.unitName)
    let unknown = text.hasUnknown ? " with the unknown one" : ""
    tell(
      "Text:",
      "\(grouped(text.symbolCount)) \(unit), "
        + "\(grouped(text.vocabularySize)) different\(unknown); "
        + "the last \(grouped(text.validationSymbols.count)) to validate")
    tell("Model:", training.shape)
    tell(
      "Plan:",
      "\(counted(configuration.epochs, "epoch")) of \(grouped(training.windows)) steps, each of "
        + "\(configuration.batch) × \(configuration.length) \(unit)")
    let moments = training.code == .layers ? " and every ten seconds" : ""
    tell("File:", "\(path), saved after each epoch" + moments)
    if let loss = training.bigramLoss {
      tell(
        "To beat:", "\(fixed(loss, 3)) nats on the validation text, by counting pairs (chapter 1)")
    }
    for note in notes { terminal.printWrapped(note) }
    let step = training.progress.step
    if step > 0 {
      terminal.print("Going on after step \(grouped(step)) of \(grouped(totalSteps)).")
    }
    let head = ["epoch", "training", "validation", "perplexity", "bits/char", "\(unit)/s"]
    terminal.print("\n" + Self.row(head, width: terminal.width))
  }

  private func tell(_ label: String, _ text: String) {
    for line in labelled(label, text, to: terminal.width) { terminal.print(line) }
  }

  /// One line of the table of epochs; losses are in nats. A narrow window has room for the losses
  /// and the speed, or for the losses alone. The word "best" may follow.
  static func row(_ cells: [String], width: Int) -> String {
    let columns = [8, 10, 12, 12, 11, 14]
    let shown = width >= 73 ? [0, 1, 2, 3, 4, 5] : width >= 50 ? [0, 1, 2, 5] : [0, 1, 2]
    return shown.map { flushRight(cells[$0], to: columns[$0]) }.joined()
  }

  // MARK: During

  mutating func show(_ event: TrainingEvent, at progress: TrainingProgress) {
    symbols += event.symbols
    steps += 1
    recentLosses.add(event.loss)
    compareWithYardstick(at: progress.step)
    if let report = event.report {
      show(report)
    } else if !asJSON {
      showProgress(loss: event.loss, progress)
    }
  }

  /// Ten times a second on one line where somebody watches, every ten seconds on a line of its own
  /// where the output goes into a file.
  private mutating func showProgress(loss: Double, _ progress: TrainingProgress) {
    let now = ContinuousClock.now
    if now - lastShown < (terminal.isInteractive ? .milliseconds(100) : .seconds(10)) { return }
    lastShown = now
    let step = progress.step
    let left = seconds / Double(steps) * Double(totalSteps - step)
    let line =
      "epoch \(progress.epoch + 1) of \(configuration.epochs)  loss \(fixed(loss, 3))  "
      + "\(rate) \(configuration.unitName)/s  \(Self.duration(left)) left"
    if terminal.isInteractive {
      let bar = Terminal.bar(Double(step) / Double(max(1, totalSteps)), width: 10)
      terminal.showProgress("\(bar) \(line)")
    } else {
      terminal.print("step \(grouped(step)) of \(grouped(totalSteps))  \(line)")
    }
  }

  /// Says how the loss compares with what was measured with several seeds.
  private func compareWithYardstick(at step: Int) {
    guard !asJSON, let mark = yardstick?.mark(at: step), let mean = recentLosses.mean
    else { return }
    terminal.clearProgress()
    for line in mark.verdict(on: mean, subject: "the training loss") {
      terminal.printWrapped("  " + line, hanging: 2)
    }
  }

  private func show(_ report: EpochReport) {
    if asJSON { return terminal.print(Self.json(report)) }
    terminal.clearProgress()
    let judged = report.validation.map {
      [fixed($0.loss, 3), fixed($0.perplexity, 2), fixed($0.bitsPerCharacter, 3)]
    }
    let cells =
      ["\(report.epoch) of \(report.epochs)", fixed(report.trainingLoss, 3)]
      + (judged ?? ["–", "–", "–"]) + [rate]
    terminal.print(
      Self.row(cells, width: terminal.width) + (judged != nil && report.isBest ? "  best" : ""))
    let sample = report.sample.split(whereSeparator: \.isNewline).map {
      PlainText.visible(String($0))
    }
    .joined(separator: " ⏎ ")
    terminal.print("  " + shortened(sample, to: max(20, terminal.width - 2)))
  }

  // MARK: After

  /// - Parameter path: where the model is.
  func end(path: String, _ progress: TrainingProgress) {
    if asJSON { return }
    terminal.print()
    if let loss = progress.bestLoss, let epoch = progress.bestEpoch {
      terminal.printWrapped(
        "\(path) keeps the weights of epoch \(epoch), which validated best: "
          + "\(fixed(loss, 3)) nats.")
    } else {
      terminal.printWrapped("\(path) keeps the weights of the last epoch.")
    }
    if seconds >= 1 { terminal.print("It took \(Self.duration(seconds)).") }
    terminal.printWrapped("Write with it: swift run course generate\(Self.modelFlag(path))")
  }

  /// - Parameter rest: what became of it, to be said after where it stopped.
  func interrupted(at progress: TrainingProgress, _ rest: String) {
    terminal.clearProgress()
    terminal.complain(
      "Stopped after step \(grouped(progress.step)) of \(grouped(totalSteps))" + rest, hanging: 2)
  }

  static func modelFlag(_ path: String) -> String {
    path == standardModelPath() ? "" : " --model \(shellWord(path))"
  }

  // MARK: Words

  private var seconds: Double { max(1e-6, (ContinuousClock.now - start) / .seconds(1)) }

  /// Symbols a second.
  private var rate: String { grouped(Int(Double(symbols) / seconds)) }

  package static func duration(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e9).rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  static func json(_ value: some Encodable) -> String { (try? jsonLine(value)) ?? "{}" }
}
