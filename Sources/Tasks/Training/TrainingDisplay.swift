import Course
import Foundation
import Text

/// What `course train` shows: a progress line where somebody watches, a block for each epoch.
package struct TrainingDisplay {
  private let epochs: Int
  /// Of the optimiser, in all epochs.
  private let totalSteps: Int
  /// What is read: characters, texts.
  private let unit: String
  private let terminal: Terminal
  /// One JSON object a line, an epoch each, in place of sentences.
  private let asJSON: Bool
  /// What the loss should be on the way; nil where nobody measured such a training.
  private let yardstick: Yardstick?
  private let start = ContinuousClock.now
  private var lastShown = ContinuousClock.now
  private var symbols = 0
  private var steps = 0
  private var recentLosses = RecentLosses()

  init(
    epochs: Int, steps: Int, unit: String, yardstick: Yardstick?, _ terminal: Terminal, asJSON: Bool
  ) {
    (self.epochs, totalSteps, self.unit, self.yardstick) = (epochs, steps, unit, yardstick)
    (self.terminal, self.asJSON) = (terminal, asJSON)
  }

  // MARK: Before

  /// - Parameters:
  ///   - path: where the model ends up.
  ///   - notes: sentences to tell as well.
  func begin<Run: Training>(_ training: Run, path: String, notes: [String]) {
    if asJSON { return }
    for (label, text) in training.plan { tell(label, text) }
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
    let head = ["epoch", "training"] + Run.Judged.headings + ["\(unit)/s"]
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

  mutating func show(_ event: TrainingEvent<some Judgement>, at progress: TrainingProgress) {
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
      "epoch \(progress.epoch + 1) of \(epochs)  loss \(fixed(loss, 3))  "
      + "\(rate) \(unit)/s  \(Self.duration(left)) left"
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

  private func show(_ report: EpochReport<some Judgement>) {
    if asJSON { return terminal.print(Self.json(report)) }
    terminal.clearProgress()
    let cells =
      ["\(report.epoch) of \(report.epochs)", fixed(report.trainingLoss, 3)]
      + (report.validation?.cells ?? ["–", "–", "–"]) + [rate]
    let isBest = report.validation != nil && report.isBest
    terminal.print(Self.row(cells, width: terminal.width) + (isBest ? "  best" : ""))
    guard let sample = report.sample else { return }
    let lines = sample.split(whereSeparator: \.isNewline).map { PlainText.visible(String($0)) }
    terminal.print(
      "  " + shortened(lines.joined(separator: " ⏎ "), to: max(20, terminal.width - 2)))
  }

  // MARK: After

  /// - Parameter path: where the model is.
  func end<Run: Training>(_ training: Run, path: String) {
    if asJSON { return }
    let (progress, task) = (training.progress, Run.Content.task)
    terminal.print()
    if training.hasStalled && progress.epoch < epochs {
      terminal.printWrapped(
        "It ends early: no epoch since number \(progress.bestEpoch ?? 0) validated better.")
    }
    if let loss = progress.bestLoss, let epoch = progress.bestEpoch {
      terminal.printWrapped(
        "\(path) keeps the weights of epoch \(epoch), which validated best: "
          + "\(Run.Judged.words(for: loss)).")
    } else {
      terminal.printWrapped("\(path) keeps the weights of the last epoch.")
    }
    if seconds >= 1 { terminal.print("It took \(Self.duration(seconds)).") }
    let verb = task == .language ? "Write with it" : "Use it"
    terminal.printWrapped("\(verb): \(task.use)\(task.flag(path))")
  }

  /// - Parameter rest: what became of it, to be said after where it stopped.
  func interrupted(at progress: TrainingProgress, _ rest: String) {
    terminal.clearProgress()
    terminal.complain(
      "Stopped after step \(grouped(progress.step)) of \(grouped(totalSteps))" + rest, hanging: 2)
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
