import Course
import Layers
import LinearAlgebra
import Text

/// The training of a classifier, from its first step, or from where its file left it, to its last.
///
/// The weights that it ends with depend on the configuration and the texts alone: not on the number of
/// threads, nor on how often it was stopped and resumed.
package final class ClassifierTraining: Training {
  package let code = TrainingCode.layers
  package let unitName = "texts"
  package let configuration: ClassifierConfiguration
  package var progress = TrainingProgress()
  package let texts: ClassificationTexts
  private let corpus: CorpusIdentity
  private let model: Sequential
  private let trainer: BatchTrainer
  private var best: [Tensor]
  private let threads: Int
  /// The order in which an epoch reads the texts.
  private var order: (epoch: Int, texts: [Int]) = (-1, [])

  package var windows: Int {
    (texts.training.count + configuration.batch - 1) / configuration.batch
  }

  /// - Parameter weights: what it begins with; nil for random ones.
  /// - Throws: `UserError` where the training would not fit into the machine's memory.
  init(
    _ configuration: ClassifierConfiguration, _ texts: ClassificationTexts,
    _ corpus: CorpusIdentity,
    weights: [Tensor]? = nil, threads: Int
  ) throws {
    (self.configuration, self.texts, self.corpus) = (configuration, texts, corpus)
    self.threads = threads
    let (layers, seed) = (
      texts.content.modelLayers(configuration), UInt64(configuration.seed)
    )
    try TrainingRequest<ClassifierContent>.checkMemory(
      layers, rows: configuration.batch, length: texts.longest)
    model =
      if let weights { try Sequential(layers: layers, tensors: weights, seed: seed) } else {
        Sequential(layers: layers, seed: seed)
      }
    try model.compile(
      loss: .sparseCategoricalCrossEntropy,
      optimizer: .adam(clipping: .norm(configuration.clip)))
    trainer = try BatchTrainer(model, longest: [texts.longest], threads: threads)
    best = model.weights
  }

  /// A training that goes on.
  ///
  /// - Throws: `ModelFileError` where the file's parts do not fit each other.
  convenience init(
    resuming file: Classifier, _ configuration: ClassifierConfiguration,
    _ texts: ClassificationTexts, threads: Int
  ) throws {
    try self.init(configuration, texts, file.corpus, weights: file.current, threads: threads)
    (progress, best) = (file.progress, file.best)
    do {
      guard progress.window < windows else { throw ModelFileError("it is past its last step") }
      try trainer.restore(file.training, stepCount: progress.step)
    } catch let error as ModelFileError {
      throw ModelFileError(
        "the model's training state is damaged: \(error.message). Train it anew.")
    }
  }

  package var checkpoint: Classifier {
    Classifier(
      configuration: configuration, content: texts.content, corpus: corpus, progress: progress,
      best: best, current: model.weights, training: trainer.tensors)
  }

  package var plan: [(label: String, text: String)] {
    let (content, counts) = (texts.content, texts.counts)
    let labels = zip(content.labels, counts).prefix(8).map { label, count in
      "\(PlainText.line(label, limit: 24)) (\(grouped(count)))"
    }
    let parameters = model.weights.reduce(0) { $0 + $1.values.count }
    return [
      (
        "Texts:",
        "\(grouped(texts.training.count)) to learn from and \(grouped(texts.validation.count)) to "
          + "validate with; \(grouped(content.vocabulary.count - 1)) \(configuration.unit)s are known"
      ),
      (
        "Labels:",
        labels.joined(separator: ", ")
          + (content.labels.count > 8 ? " and \(content.labels.count - 8) more" : "")
      ),
      (
        "Model:",
        configuration.shape(labels: content.labels.count) + ", \(grouped(parameters)) parameters"
      ),
      (
        "Plan:",
        "\(counted(configuration.epochs, "epoch")) of \(counted(windows, "step")), each of "
          + counted(configuration.batch, "text")
          + (texts.validation.isEmpty
            ? "" : "; it ends after \(configuration.patience ?? 0) that are no better")
      ),
    ]
  }

  package func learn(from window: Int, rate: Double) throws -> (loss: Double, symbols: Int) {
    if order.epoch != progress.epoch {
      var generator = SeededGenerator(
        seed: UInt64(configuration.seed) &* 0x9E37_79B9 &+ UInt64(progress.epoch))
      order = (progress.epoch, Array(texts.training.indices))
      for index in order.texts.indices.reversed() {
        order.texts.swapAt(index, generator.integer(below: index + 1))
      }
    }
    let rows = order.texts.dropFirst(window * configuration.batch).prefix(configuration.batch)
      .map { texts.training[$0] }
    let (loss, norm) = try trainer.step(
      Batch(rows.map(\.symbols), rows.map(\.label)), learningRate: rate)
    return (norm.isFinite ? loss : .nan, rows.count)
  }

  package func settle() { trainer.settle() }

  package func keepWeights() { best = model.weights }

  package func validate() throws -> ClassificationReport? {
    if texts.validation.isEmpty { return nil }
    let probabilities = try model.predict(
      texts.validation.map(\.symbols), batchSize: ClassifierContent.rows, threads: threads)
    return ClassificationReport(
      probabilities, targets: texts.validation.map(\.label), labels: texts.content.labels)
  }
}

extension ClassificationTexts {
  /// Symbols of the longest text to learn from.
  var longest: Int { training.map(\.symbols.count).max() ?? 1 }

  /// How many texts to learn from each label has.
  var counts: [Int] {
    training.reduce(into: content.labels.map { _ in 0 }) { $0[$1.label] += 1 }
  }
}
