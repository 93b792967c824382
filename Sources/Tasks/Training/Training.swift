import Course
import Layers
import Text

/// Whose code trains.
package enum TrainingCode: String { case layers, chapters }

/// How well a model does on what was held back.
package protocol Judgement: Encodable {
  /// Mean nats for each prediction, unless the task says otherwise.
  var loss: Double { get }
  /// What the best weights have least of: the loss, unless the task says otherwise.
  var criterion: Double { get }
  /// A criterion in words, as `0.512 nats`.
  static func words(for criterion: Double) -> String
  /// What stands above `cells` in the table of epochs.
  static var headings: [String] { get }
  /// The loss and two figures more.
  var cells: [String] { get }
}

extension Judgement {
  package var criterion: Double { loss }
  package static func words(for criterion: Double) -> String { "\(fixed(criterion, 3)) nats" }
}

/// A training that goes step by step: one optimiser, the weights kept that validate best.
package protocol Training: AnyObject {
  associatedtype Content: ModelContent
  associatedtype Judged: Judgement

  var code: TrainingCode { get }
  var configuration: Content.Configuration { get }
  var progress: TrainingProgress { get set }
  /// Windows or batches of an epoch, and so its steps.
  var windows: Int { get }
  /// What is going to be done, in labelled lines.
  var plan: [(label: String, text: String)] { get }
  /// What is counted in the progress: characters, texts.
  var unitName: String { get }
  /// The validation loss of counting which symbol follows which, chapter 01's model.
  var bigramLoss: Double? { get }
  /// What the loss should be on the way; nil where nobody measured such a training.
  var yardstick: Yardstick? { get throws }
  var checkpoint: ModelFile<Content> { get }

  /// Takes a step; its mean loss before it, which is no number where a gradient is none, and how
  /// many symbols were predicted.
  func learn(from window: Int, rate: Double) throws -> (loss: Double, symbols: Int)
  /// Brings all weights up to date.
  func settle()
  func resetState()
  /// Nil where nothing is held back.
  func validate() throws -> Judged?
  func keepWeights()
  /// A line of text by the model as it is now; nil for one that writes nothing.
  func sample() -> String?
}

extension Training {
  package var bigramLoss: Double? { nil }
  package var yardstick: Yardstick? { nil }
  package func resetState() {}
  package func sample() -> String? { nil }

  package var totalSteps: Int { configuration.epochs * windows }
  package var isFinished: Bool { progress.epoch >= configuration.epochs || hasStalled }

  /// Whether it ends early, since it has not become better for too long.
  var hasStalled: Bool { progress.hasStalled(configuration.patience) }

  /// Between two steps of which all weights are up to date, a training is saved, and goes on to the
  /// same bits. It is so after the same steps whether it is saved or not.
  var isSettled: Bool { progress.window % 20 == 0 }

  /// Takes the next step; with the last of an epoch, also validates.
  ///
  /// - Throws: `UserError` where the loss stops being a number. What was saved before is intact.
  package func advance() throws -> TrainingEvent<Judged> {
    let rate = configuration.learningRate(step: progress.step, of: totalSteps)
    let (loss, symbols) = try learn(from: progress.window, rate: rate)
    guard loss.isFinite else {
      let advice = code == .layers ? "train again" : "check the code with course check, or train"
      throw UserError(
        "the loss stopped being a number at step \(grouped(progress.step + 1)); \(advice) "
          + "with a smaller --learning-rate than \(configuration.learningRate)")
    }
    progress.step += 1
    progress.window += 1
    progress.epochLoss += loss * Double(symbols)
    progress.epochSymbols += symbols
    if isSettled { settle() }
    return TrainingEvent(
      loss: loss, symbols: symbols, report: progress.window < windows ? nil : try endEpoch())
  }

  private func endEpoch() throws -> EpochReport<Judged> {
    let trainingLoss = progress.epochLoss / Double(progress.epochSymbols)
    progress.epoch += 1
    (progress.window, progress.epochLoss, progress.epochSymbols) = (0, 0, 0)
    settle()
    resetState()
    let validation = try validate()
    // Without validation, the last weights are the ones to keep.
    let isBest = validation.map { $0.criterion < progress.bestLoss ?? .infinity } ?? true
    if isBest {
      keepWeights()
      (progress.bestLoss, progress.bestEpoch) = (validation?.criterion, progress.epoch)
    }
    return EpochReport(
      epoch: progress.epoch, epochs: configuration.epochs, trainingLoss: trainingLoss,
      validation: validation, bigramLoss: bigramLoss, isBest: isBest, sample: sample())
  }

  /// Trains to the end, or until Ctrl-C, and shows it; of a training that has come to its end, says so.
  ///
  /// - Parameter notes: sentences to tell before.
  func runToEnd(
    for arguments: ParsedArguments, savedAt path: String, notes: [String]
  ) throws -> ExitStatus {
    if isFinished {
      sayFinished(path, arguments)
      return .done
    }
    let display = TrainingDisplay(
      epochs: configuration.epochs, steps: totalSteps, unit: unitName, yardstick: try yardstick,
      arguments.terminal, asJSON: arguments.has("--json"))
    return try run(display, savedAt: path, notes: notes)
  }

  private func run(
    _ display: TrainingDisplay, savedAt path: String, notes: [String]
  ) throws -> ExitStatus {
    var display = display
    Interruption.catchSignals()
    defer { Interruption.stopCatchingSignals() }
    var saved = SavedModel(path: path)
    if code == .layers { try saved.write(checkpoint) }
    display.begin(self, path: path, notes: notes)
    let clock = ContinuousClock()
    var lastSaved = clock.now
    while !isFinished {
      let event = try advance()
      display.show(event, at: progress)
      let isDue = Interruption.wasRequested || clock.now - lastSaved > .seconds(10)
      if event.report != nil || code == .layers && isDue && isSettled {
        try saved.write(checkpoint)
        lastSaved = clock.now
      }
      if Interruption.wasRequested && !isFinished && (code == .chapters || isSettled) {
        display.interrupted(at: progress, whatIsKept(at: path))
        return .interrupted
      }
    }
    display.end(self, path: path)
    return .done
  }

  private func whatIsKept(at path: String) -> String {
    if code == .layers {
      let task = Content.task
      return ", and saved. Go on with: \(task.training) --resume\(task.flag(path))"
    }
    return progress.epoch > 0
      ? "; \(path) keeps the best epoch so far." : ", before the first epoch's end."
  }

  private func sayFinished(_ path: String, _ arguments: ParsedArguments) {
    let (epochs, task) = (configuration.epochs, Content.task)
    let isEarly = progress.epoch < epochs
    let said =
      (isEarly
        ? "\(path) has not become better for \(counted(configuration.patience ?? 0, "epoch"))"
        : "\(path) has been trained for all of its \(counted(epochs, "epoch"))")
      + ". For more: \(task.training) --resume\(task.flag(path)) "
      + (isEarly
        ? "--patience \(2 * max(1, configuration.patience ?? 0))" : "--epochs \(2 * epochs)")
    if arguments.has("--json") {
      arguments.terminal.complain(said)
    } else {
      arguments.terminal.printWrapped(said, hanging: 2)
    }
  }
}

/// What one step of a training did.
package struct TrainingEvent<Judged: Judgement> {
  /// The window's loss, before its step.
  package let loss: Double
  let symbols: Int
  /// With an epoch's last step.
  package var report: EpochReport<Judged>?
}

/// An epoch, looked back on.
package struct EpochReport<Judged: Judgement>: Encodable {
  package let epoch: Int
  let epochs: Int
  /// Mean nats a symbol over the epoch, each window before its step.
  package let trainingLoss: Double
  package let validation: Judged?
  /// The loss that counting pairs has on the same validation text, chapter 01's model.
  let bigramLoss: Double?
  /// Whether no earlier epoch validated better.
  package let isBest: Bool
  package let sample: String?
}
