import Course
import Foundation
import Layers
import Sequences
import Text

/// A training from its first step, or from where a checkpoint left it, to its last.
///
/// The weights that it ends with depend on the configuration and the text alone: not on the number
/// of threads, nor on when checkpoints are written, nor on how often it was stopped and resumed.
package final class TrainingRun {
  package let configuration: TrainingConfiguration
  package let text: TrainingText
  package let corpus: CorpusIdentity
  package private(set) var progress: TrainingProgress
  package private(set) var best: [Tensor]
  private let trainer: Trainer
  private let threads: Int

  package var model: Sequential { trainer.model }
  package var windows: Int { text.training.count }
  package var totalSteps: Int { configuration.epochs * windows }
  package var isFinished: Bool { progress.epoch >= configuration.epochs }
  /// The epoch that validated best; nil where nothing was held back.
  package var bestEpoch: (epoch: Int, loss: Double)? {
    guard let loss = progress.bestLoss, let epoch = progress.bestEpoch else { return nil }
    return (epoch, loss)
  }

  /// A new training, with random weights.
  package init(
    _ configuration: TrainingConfiguration, text: TrainingText, corpus: CorpusIdentity,
    threads: Int
  ) {
    self.configuration = configuration
    self.text = text
    self.corpus = corpus
    self.threads = threads
    progress = TrainingProgress()
    let layers = configuration.modelLayers(vocabularySize: text.vocabulary.count)
    trainer = Self.trainer(
      Sequential(layers: layers, seed: UInt64(configuration.seed)), configuration, threads)
    best = trainer.model.tensors
  }

  /// A new training on a text that no file holds.
  package convenience init(
    _ configuration: TrainingConfiguration, reading corpus: Corpus
  ) throws {
    let vocabulary = Vocabulary(of: corpus.text, unit: configuration.unit)
    self.init(
      configuration,
      text: try TrainingText(corpus, vocabulary: vocabulary, configuration: configuration),
      corpus: CorpusIdentity(files: [], corpus: corpus), threads: processorCount)
  }

  /// A training that goes on.
  ///
  /// - Parameter epochs: may be more than the checkpoint's.
  /// - Throws: `ModelFileError` where the checkpoint's parts do not fit each other.
  package init(resuming checkpoint: Checkpoint, epochs: Int, text: TrainingText, threads: Int)
    throws
  {
    var configuration = checkpoint.configuration
    configuration.epochs = epochs
    self.configuration = configuration
    self.text = text
    self.threads = threads
    corpus = checkpoint.corpus
    progress = checkpoint.progress
    best = checkpoint.best
    let model = try Sequential(
      layers: configuration.modelLayers(vocabularySize: text.vocabulary.count),
      tensors: checkpoint.current)
    trainer = Self.trainer(model, configuration, threads)
    if let problem = trainer.problem(with: checkpoint.training) {
      throw ModelFileError("the model's training state is damaged: \(problem). Train it anew.")
    }
    guard progress.window < max(1, text.training.count) else {
      throw ModelFileError("the model's training state is damaged. Train it anew.")
    }
    trainer.restore(checkpoint.training, stepCount: progress.step)
  }

  private static func trainer(
    _ model: Sequential, _ configuration: TrainingConfiguration, _ threads: Int
  ) -> Trainer {
    Trainer(
      model: model, rows: configuration.batch, length: configuration.length, optimizer: Adam(),
      clipNorm: configuration.clip, threads: threads)
  }

  package var checkpoint: Checkpoint {
    Checkpoint(
      configuration: configuration, vocabulary: text.vocabulary, corpus: corpus,
      progress: progress, opening: text.vocabulary.decode(text.opening), best: best,
      current: trainer.model.tensors, training: trainer.tensors)
  }

  // MARK: Running

  /// Takes the next step; with the last of an epoch, also validates.
  ///
  /// - Throws: `UserError` where the loss stops being a number. What was saved before is intact.
  package func advance() throws -> TrainingEvent {
    let window = text.training[progress.window]
    trainer.optimizer = Adam(
      learningRate: configuration.learningRate(step: progress.step, of: totalSteps))
    let (loss, norm) = trainer.step(
      inputs: window.inputs, targets: window.targets, time: window.time)
    guard loss.isFinite, norm.isFinite else {
      throw UserError(
        "the loss stopped being a number at step \(grouped(progress.step + 1)); "
          + "train again with a smaller --learning-rate than \(configuration.learningRate)")
    }
    let symbols = window.rows * window.time
    progress.step += 1
    progress.window += 1
    progress.epochLoss += loss * Double(symbols)
    progress.epochSymbols += symbols
    if progress.window < windows { return .step(loss: loss, symbols: symbols) }
    return .epoch(endEpoch(), lastLoss: loss, symbols: symbols)
  }

  private func endEpoch() -> EpochReport {
    let trainingLoss = progress.epochLoss / Double(progress.epochSymbols)
    progress.epoch += 1
    progress.window = 0
    progress.epochLoss = 0
    progress.epochSymbols = 0
    trainer.resetState()
    let validation =
      text.validation.isEmpty
      ? nil
      : Evaluation(
        of: model, on: text.validation, vocabulary: text.vocabulary, threads: threads)
    // Without validation, the last weights are the ones to keep.
    let isBest = validation.map { $0.loss < progress.bestLoss ?? .infinity } ?? true
    if isBest {
      best = model.tensors
      progress.bestLoss = validation?.loss
      progress.bestEpoch = progress.epoch
    }
    return EpochReport(
      epoch: progress.epoch, epochs: configuration.epochs, trainingLoss: trainingLoss,
      validation: validation, bigramLoss: bigramLoss, isBest: isBest, sample: sample())
  }

  /// A line of text by the model as it is now.
  private func sample() -> String {
    var writer = Writer(
      model: model, vocabulary: text.vocabulary, reading: text.opening, sampling: Sampling(),
      seed: configuration.seed + progress.epoch)
    var sample = ""
    while sample.count < 160 { sample += writer.next() }
    return sample
  }

  /// The validation loss of counting which symbol follows which, chapter 01's model; nil where
  /// there is nothing to validate with or the table would be huge.
  private(set) lazy var bigramLoss: Double? = {
    guard !text.validation.isEmpty, text.vocabulary.count <= 2000 else { return nil }
    return BigramModel(symbols: text.trainingSymbols, vocabularySize: text.vocabulary.count)
      .loss(on: text.validation)
  }()
}

/// What one step of a training did.
package enum TrainingEvent {
  case step(loss: Double, symbols: Int)
  case epoch(EpochReport, lastLoss: Double, symbols: Int)

  var symbols: Int {
    switch self {
    case .step(_, let symbols), .epoch(_, _, let symbols): symbols
    }
  }

  /// The window's loss, before its step.
  package var loss: Double {
    switch self {
    case .step(let loss, _), .epoch(_, let loss, _): loss
    }
  }
}

/// An epoch, looked back on.
package struct EpochReport: Encodable {
  package var epoch: Int
  var epochs: Int
  /// Mean nats a symbol over the epoch, each window before its step.
  package var trainingLoss: Double
  package var validation: Evaluation?
  /// The loss that counting pairs has on the same validation text, chapter 01's model.
  var bigramLoss: Double?
  /// Whether no earlier epoch validated better.
  package var isBest: Bool
  package var sample: String
}
