import Course
import Foundation
import Text

/// What `course train` shows: a progress line where somebody watches, a block for each epoch.
package struct TrainingDisplay {
  package let terminal: Terminal
  /// One JSON object a line, an epoch each, in place of sentences.
  package let asJSON: Bool
  /// What the loss should be on the way; nil where nobody measured such a training.
  package var yardstick: Yardstick?
  private let outline: TrainingOutline
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var lastShown: ContinuousClock.Instant
  private var symbols = 0
  private var steps = 0
  private var recentLosses = RecentLosses()

  package init(_ outline: TrainingOutline, terminal: Terminal, asJSON: Bool) {
    self.outline = outline
    self.terminal = terminal
    self.asJSON = asJSON
    start = clock.now
    lastShown = start
  }

  private var configuration: TrainingConfiguration { outline.configuration }

  // MARK: Before

  package func begin(at position: TrainingPosition) {
    if asJSON { return }
    let unit = configuration.unitName
    let epochs = configuration.epochs == 1 ? "1 epoch" : "\(configuration.epochs) epochs"
    tell(
      "Text:",
      "\(grouped(outline.training + outline.validation)) \(unit), "
        + "\(grouped(outline.vocabularySize)) different with the unknown one; "
        + "the last \(grouped(outline.validation)) to validate")
    tell("Model:", outline.shape)
    tell(
      "Plan:",
      "\(epochs) of \(grouped(outline.windows)) steps, each of "
        + "\(configuration.batch) × \(configuration.length) \(unit)")
    tell("File:", outline.file)
    if let bigramLoss = outline.bigramLoss {
      tell(
        "To beat:",
        "\(fixed(bigramLoss, 3)) nats on the validation text, by counting pairs (chapter 1)")
    }
    for note in outline.notes { terminal.printWrapped(note) }
    if position.step > 0 {
      terminal.print(
        "Going on after step \(grouped(position.step)) of \(grouped(outline.totalSteps)).")
    }
    terminal.print()
    terminal.print(
      Self.row(
        ["epoch", "training", "validation", "perplexity", "bits/char", "\(unit)/s"],
        width: terminal.width))
  }

  private func tell(_ label: String, _ text: String) {
    for line in labelled(label, text, to: terminal.width) { terminal.print(line) }
  }

  /// One line of the table of epochs; losses are in nats. A narrow window has room for the losses
  /// and the speed, or for the losses alone. The word "best" may follow.
  package static func row(_ cells: [String], width: Int) -> String {
    let columns = [8, 10, 12, 12, 11, 14]
    let shown = width >= 73 ? [0, 1, 2, 3, 4, 5] : width >= 50 ? [0, 1, 2, 5] : [0, 1, 2]
    return shown.map { column in
      String(repeating: " ", count: max(0, columns[column] - cells[column].count)) + cells[column]
    }.joined()
  }

  // MARK: During

  package mutating func show(_ event: TrainingEvent, at position: TrainingPosition) {
    symbols += event.symbols
    steps += 1
    recentLosses.add(event.loss)
    compareWithYardstick(at: position)
    switch event {
    case .step(let loss, _):
      if !asJSON { showProgress(loss: loss, position) }
    case .epoch(let report, _, _):
      show(report)
    }
  }

  /// Ten times a second on one line where somebody watches, every ten seconds on a line of its own
  /// where the output goes into a file.
  private mutating func showProgress(loss: Double, _ position: TrainingPosition) {
    let now = clock.now
    if now - lastShown < (terminal.isInteractive ? .milliseconds(100) : .seconds(10)) { return }
    lastShown = now
    let total = outline.totalSteps
    let fraction = Double(position.step) / Double(max(1, total))
    let seconds = seconds(until: now)
    let left = seconds / Double(steps) * Double(total - position.step)
    let line =
      "epoch \(position.epoch + 1) of \(configuration.epochs)  loss \(fixed(loss, 3))  "
      + "\(grouped(Int(Double(symbols) / seconds))) \(configuration.unitName)/s  "
      + "\(Self.duration(left)) left"
    if terminal.isInteractive {
      terminal.showProgress("\(Terminal.bar(fraction, width: 10)) \(line)")
    } else {
      terminal.print("step \(grouped(position.step)) of \(grouped(total))  \(line)")
    }
  }

  /// Says so where the loss is outside what was measured with several seeds.
  private func compareWithYardstick(at position: TrainingPosition) {
    guard !asJSON, let mark = yardstick?.mark(at: position.step), let mean = recentLosses.mean,
      let note = mark.note(on: mean, subject: "the training loss")
    else { return }
    terminal.clearProgress()
    for line in note { terminal.printWrapped("  " + line, hanging: 2) }
  }

  private func show(_ report: EpochReport) {
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
    terminal.print(
      Self.row(cells, width: terminal.width) + (validation != nil && report.isBest ? "  best" : ""))
    let sample = report.sample.split(whereSeparator: \.isNewline).joined(separator: " ⏎ ")
    terminal.print("  " + shortened(sample, to: max(20, terminal.width - 2)))
  }

  // MARK: After

  /// - Parameters:
  ///   - path: where the model is; nil where it was not saved.
  ///   - best: the epoch whose weights were kept, and its validation loss.
  package func end(path: String?, best: (epoch: Int, loss: Double)?) {
    if asJSON { return }
    let seconds = seconds(until: clock.now)
    let keeper = path.map { "\($0) keeps" } ?? "Kept are"
    terminal.print()
    if let best {
      terminal.printWrapped(
        "\(keeper) the weights of epoch \(best.epoch), which validated best: "
          + "\(fixed(best.loss, 3)) nats.")
    } else {
      terminal.printWrapped("\(keeper) the weights of the last epoch.")
    }
    if seconds >= 1 { terminal.print("It took \(Self.duration(seconds)).") }
    if let path {
      terminal.printWrapped("Write with it: swift run course generate\(Self.modelFlag(path))")
    }
  }

  /// - Parameter rest: what became of it, to be said after where it stopped.
  package func interrupted(at position: TrainingPosition, _ rest: String) {
    terminal.clearProgress()
    terminal.complain(
      "Stopped after step \(grouped(position.step)) of \(grouped(outline.totalSteps))" + rest,
      hanging: 2)
  }

  static func modelFlag(_ path: String) -> String {
    path == TrainingSession.standardModelPath() ? "" : " --model \(path)"
  }

  // MARK: Words

  private func seconds(until now: ContinuousClock.Instant) -> Double {
    max(1e-6, (now - start) / .seconds(1))
  }

  package static func duration(_ seconds: Double) -> String {
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
