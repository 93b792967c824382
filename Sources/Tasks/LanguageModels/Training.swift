import Course
import Text

/// Whose code trains.
package enum TrainingCode: String { case layers, chapters }

/// A training that goes step by step: one optimiser, a learning rate that falls in a straight line,
/// the weights kept that validate best.
package protocol Training: AnyObject {
  associatedtype Cut: CutText

  var code: TrainingCode { get }
  var configuration: TrainingConfiguration { get }
  var text: Cut { get }
  var corpus: CorpusIdentity { get }
  var progress: TrainingProgress { get set }
  /// Windows of an epoch, and so its steps.
  var windows: Int { get }
  /// The validation loss of counting which symbol follows which, chapter 01's model.
  var bigramLoss: Double? { get }
  /// The model's layers and how many numbers it learns.
  var shape: String { get }
  var checkpoint: Checkpoint { get }

  /// Takes a step; its mean loss before it, which is no number where a gradient is none, and how
  /// many symbols were predicted.
  func learn(from window: Int, rate: Double) -> (loss: Double, symbols: Int)
  func resetState()
  /// Nil where nothing is held back.
  func validate() -> Evaluation?
  func keepWeights()
  /// A line of text by the model as it is now.
  func sample() -> String
}

extension Training {
  package var totalSteps: Int { configuration.epochs * windows }
  package var isFinished: Bool { progress.epoch >= configuration.epochs }

  /// Takes the next step; with the last of an epoch, also validates.
  ///
  /// - Throws: `UserError` where the loss stops being a number. What was saved before is intact.
  package func advance() throws -> TrainingEvent {
    let rate = configuration.learningRate(step: progress.step, of: totalSteps)
    let (loss, symbols) = learn(from: progress.window, rate: rate)
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
    return TrainingEvent(
      loss: loss, symbols: symbols, report: progress.window < windows ? nil : endEpoch())
  }

  private func endEpoch() -> EpochReport {
    let trainingLoss = progress.epochLoss / Double(progress.epochSymbols)
    progress.epoch += 1
    (progress.window, progress.epochLoss, progress.epochSymbols) = (0, 0, 0)
    resetState()
    let validation = validate()
    // Without validation, the last weights are the ones to keep.
    let isBest = validation.map { $0.loss < progress.bestLoss ?? .infinity } ?? true
    if isBest {
      keepWeights()
      (progress.bestLoss, progress.bestEpoch) = (validation?.loss, progress.epoch)
    }
    return EpochReport(
      epoch: progress.epoch, epochs: configuration.epochs, trainingLoss: trainingLoss,
      validation: validation, bigramLoss: bigramLoss, isBest: isBest, sample: sample())
  }

  /// Trains to the end, or until Ctrl-C, and shows it.
  ///
  /// - Parameter notes: sentences to tell before.
  func runToEnd(
    for arguments: ParsedArguments, savedAt path: String, notes: [String]
  ) throws -> ExitStatus {
    var display = TrainingDisplay(
      configuration, steps: totalSteps, arguments.terminal, asJSON: arguments.has("--json"))
    display.yardstick = try TrainingYardstick.expected(
      of: code, configuration, corpus, symbols: text.symbolCount)
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
      if event.report != nil || code == .layers && isDue {
        try saved.write(checkpoint)
        lastSaved = clock.now
      }
      if Interruption.wasRequested && !isFinished {
        display.interrupted(at: progress, whatIsKept(at: path))
        return .interrupted
      }
    }
    display.end(path: path, progress)
    return .done
  }

  private func whatIsKept(at path: String) -> String {
    if code == .layers {
      let flag = TrainingDisplay.modelFlag(path)
      return ", and saved. Go on with: swift run course train --resume\(flag)"
    }
    return progress.epoch > 0
      ? "; \(path) keeps the best epoch so far." : ", before the first epoch's end."
  }
}

/// What one step of a training did.
package struct TrainingEvent {
  /// The window's loss, before its step.
  package let loss: Double
  let symbols: Int
  /// With an epoch's last step.
  package var report: EpochReport?
}

/// An epoch, looked back on.
package struct EpochReport: Encodable {
  package let epoch: Int
  let epochs: Int
  /// Mean nats a symbol over the epoch, each window before its step.
  package let trainingLoss: Double
  package let validation: Evaluation?
  /// The loss that counting pairs has on the same validation text, chapter 01's model.
  let bigramLoss: Double?
  /// Whether no earlier epoch validated better.
  package let isBest: Bool
  package let sample: String
}
