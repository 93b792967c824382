import Course
import Layers
import LinearAlgebra
import Text

/// A training on examples, from its first step, or from where its file left it, to its last.
///
/// The weights that it ends with depend on the configuration and the examples alone: not on the number of
/// threads, nor on how often it was stopped and resumed.
package final class ExampleTraining<Content: ExampleContent>: Training {
  package typealias Material = Content.Material

  package let code = TrainingCode.layers
  package let unitName = Material.unitName
  package let configuration: Content.Configuration
  package var progress = TrainingProgress()
  package let material: Material
  private let corpus: CorpusIdentity
  private let network: Content.Network
  private let trainer: BatchTrainer
  private var best: [Tensor]
  private let threads: Int
  /// The order in which an epoch reads the examples.
  private var order: (epoch: Int, examples: [Int]) = (-1, [])

  package var windows: Int { (material.count + configuration.batch - 1) / configuration.batch }

  /// - Parameter weights: what it begins with; nil for random ones.
  /// - Throws: `UserError` where the training would not fit into the machine's memory.
  init(
    _ configuration: Content.Configuration, _ material: Material, _ corpus: CorpusIdentity,
    weights: [Tensor]? = nil, threads: Int
  ) throws {
    (self.configuration, self.material, self.corpus) = (configuration, material, corpus)
    self.threads = threads
    let content = material.content
    try TrainingRequest<Content>.checkMemory(
      content.trainingBytes(
        configuration, rows: configuration.batch, length: material.longest.max() ?? 1))
    network = try content.network(
      configuration, tensors: weights, seed: UInt64(configuration.seed))
    try network.compile(
      loss: material.loss, optimizer: .adam(clipping: .norm(configuration.clip)), metrics: [],
      weightedMetrics: [])
    trainer = try BatchTrainer(network, longest: material.longest, threads: threads)
    best = try network.tensors
  }

  /// A training that goes on.
  ///
  /// - Throws: `ModelFileError` where the file's parts do not fit each other.
  convenience init(
    resuming file: ModelFile<Content>, _ configuration: Content.Configuration,
    _ material: Material, threads: Int
  ) throws {
    try self.init(configuration, material, file.corpus, weights: file.current, threads: threads)
    (progress, best) = (file.progress, file.best)
    do {
      guard progress.window < windows else { throw ModelFileError("it is past its last step") }
      try trainer.restore(file.training, stepCount: progress.step)
    } catch let error as ModelFileError {
      throw ModelFileError(
        "the model's training state is damaged: \(error.message). Train it anew.")
    }
  }

  private var weights: [Tensor] { unfailing { try network.tensors } }

  package var checkpoint: ModelFile<Content> {
    ModelFile(
      configuration: configuration, content: material.content, corpus: corpus,
      progress: progress, best: best, current: weights, training: trainer.tensors)
  }

  package var plan: [(label: String, text: String)] {
    let parameters = weights.reduce(0) { $0 + $1.values.count }
    return material.plan(configuration) + [
      ("Model:", "\(material.content.shape(configuration)), \(grouped(parameters)) parameters"),
      (
        "Plan:",
        "\(counted(configuration.epochs, "epoch")) of \(counted(windows, "step")), each of "
          + counted(configuration.batch, Content.Configuration.noun)
          + (material.heldCount == 0
            ? "" : "; it ends after \(configuration.patience ?? 0) that are no better")
      ),
    ]
  }

  package func learn(from window: Int, rate: Double) throws -> (loss: Double, symbols: Int) {
    let seed = UInt64(configuration.seed) &* 0x9E37_79B9 &+ UInt64(progress.epoch)
    if order.epoch != progress.epoch {
      var generator = SeededGenerator(seed: seed)
      order = (progress.epoch, Array(0..<material.count))
      for index in order.examples.indices.reversed() {
        order.examples.swapAt(index, generator.integer(below: index + 1))
      }
    }
    let rows = order.examples.dropFirst(window * configuration.batch).prefix(configuration.batch)
    // Of each step its own, so that a training that goes on draws what it would have.
    var generator = SeededGenerator(seed: seed ^ UInt64(window + 1) << 32)
    let (batch, units) = material.batch(Array(rows), using: &generator)
    let (loss, norm) = try trainer.step(batch, learningRate: rate)
    return (norm.isFinite ? loss : .nan, units)
  }

  package func settle() { trainer.settle() }

  package func keepWeights() { best = weights }

  package func validate() throws -> Material.Judged? {
    try material.judge(network, threads: threads)
  }
}
