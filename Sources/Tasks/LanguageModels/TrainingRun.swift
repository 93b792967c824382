import Course
import Layers
import Text

/// A training from its first step, or from where a checkpoint left it, to its last.
///
/// The weights that it ends with depend on the configuration and the text alone: not on the number
/// of threads, nor on when checkpoints are written, nor on how often it was stopped and resumed.
package final class TrainingRun: LanguageTraining {
  package let code = TrainingCode.layers
  package let configuration: TrainingConfiguration
  package let text: TrainingText
  package let corpus: CorpusIdentity
  package var progress = TrainingProgress()
  package private(set) lazy var bigramLoss = text.bigramLoss
  private var best: [Tensor]
  private let trainer: Trainer
  private let threads: Int

  package var model: Sequential { trainer.model }
  package var windows: Int { text.training.count }

  private init(
    _ model: Sequential, _ configuration: TrainingConfiguration, _ text: TrainingText,
    _ corpus: CorpusIdentity, threads: Int
  ) {
    (self.configuration, self.text, self.corpus) = (configuration, text, corpus)
    self.threads = threads
    trainer = unfailing {
      try Trainer(
        model: model, rows: configuration.batch, length: configuration.length, optimizer: Adam(),
        clipNorm: configuration.clip, threads: threads)
    }
    best = trainer.model.weights
  }

  /// A new training, with random weights.
  package convenience init(
    _ configuration: TrainingConfiguration, text: TrainingText, corpus: CorpusIdentity, threads: Int
  ) {
    let layers = configuration.modelLayers(vocabularySize: text.vocabularySize)
    let model = Sequential(layers: layers, seed: UInt64(configuration.seed))
    self.init(model, configuration, text, corpus, threads: threads)
  }

  /// A new training on a text that no file holds.
  package convenience init(_ configuration: TrainingConfiguration, reading corpus: Corpus) throws {
    let vocabulary = Vocabulary(
      of: corpus.text, unit: configuration.unit, limit: configuration.vocabulary)
    let text = try TrainingText(corpus, vocabulary: vocabulary, configuration: configuration)
    let identity = CorpusIdentity(files: [], corpus: corpus)
    self.init(configuration, text: text, corpus: identity, threads: processorCount)
  }

  /// A new training, with the weights that another ended with.
  ///
  /// - Precondition: the configuration is of the same model.
  convenience init(
    from checkpoint: Checkpoint, _ configuration: TrainingConfiguration, text: TrainingText,
    corpus: CorpusIdentity, threads: Int
  ) throws {
    let layers = configuration.modelLayers(vocabularySize: text.vocabularySize)
    let model = try Sequential(
      layers: layers, tensors: checkpoint.best, seed: UInt64(configuration.seed))
    self.init(model, configuration, text, corpus, threads: threads)
  }

  /// A training that goes on.
  ///
  /// - Parameter epochs: may be more than the checkpoint's.
  /// - Throws: `ModelFileError` where the checkpoint's parts do not fit each other.
  convenience init(
    resuming checkpoint: Checkpoint, epochs: Int, text: TrainingText, threads: Int
  ) throws {
    var configuration = checkpoint.configuration
    configuration.epochs = epochs
    let layers = configuration.modelLayers(vocabularySize: text.vocabularySize)
    let model = try Sequential(layers: layers, tensors: checkpoint.current)
    self.init(model, configuration, text, checkpoint.corpus, threads: threads)
    (progress, best) = (checkpoint.progress, checkpoint.best)
    if let problem = trainer.problem(with: checkpoint.training) {
      throw ModelFileError("the model's training state is damaged: \(problem). Train it anew.")
    }
    guard progress.window < max(1, windows) else {
      throw ModelFileError("the model's training state is damaged. Train it anew.")
    }
    try trainer.restore(checkpoint.training, stepCount: progress.step)
  }

  package var checkpoint: Checkpoint {
    Checkpoint(
      configuration: configuration,
      content: LanguageContent(
        vocabulary: text.vocabulary, opening: text.vocabulary.decode(text.opening)),
      corpus: corpus, progress: progress, best: best, current: model.weights,
      training: trainer.tensors)
  }

  package var shape: String {
    let recurrent = "\(configuration.cell)".uppercased() + " \(configuration.hidden)"
    let layers =
      ["embedding \(configuration.embedding)"]
      + Array(repeating: recurrent, count: configuration.layers) + ["dense \(text.vocabularySize)"]
    let count = model.weights.reduce(0) { $0 + $1.values.count }
    return layers.joined(separator: " → ") + ", \(grouped(count)) parameters"
  }

  package func learn(from window: Int, rate: Double) -> (loss: Double, symbols: Int) {
    let window = text.training[window]
    trainer.optimizer = Adam(learningRate: rate)
    let (loss, norm) = unfailing {
      try trainer.step(inputs: window.inputs, targets: window.targets, time: window.time)
    }
    return (norm.isFinite ? loss : .nan, window.rows * window.time)
  }

  package func settle() { trainer.settle() }

  package func resetState() { trainer.resetState() }

  package func validate() -> Evaluation? {
    text.validation.isEmpty
      ? nil
      : Evaluation(of: model, on: text.validation, vocabulary: text.vocabulary, threads: threads)
  }

  package func keepWeights() { best = model.weights }

  package func sample() -> String? {
    var writer = Writer(
      model: model, vocabulary: text.vocabulary, reading: text.opening, sampling: Sampling(),
      seed: configuration.seed &+ progress.epoch)
    var sample = ""
    while sample.count < 160 { sample += writer.next() }
    return sample
  }
}
