import Course
import Foundation
import LanguageModel
import Layers
import LinearAlgebra
import Text

/// Where a model that the chapters' code trained is saved, so that `course generate` writes with it.
///
/// `course generate` has models with an embedding. A model without one is a model whose embedding is
/// the identity: the vector of each symbol is its one-hot row. Numbers are rounded to single
/// precision.
struct ChapterModelFile {
  let path: String
  let corpus: CorpusIdentity

  /// Makes sure that a file can be written, before the time is spent on what would go into it, and
  /// keeps the one that is there.
  ///
  /// - Returns: a sentence to tell the user, or nil.
  func prepare() throws -> String? {
    try AtomicFile.checkWritable(path)
    AtomicFile.removeLeftovers(of: path)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return "The model that was there is\u{A0}kept:\u{A0}\(try AtomicFile.keepCopy(of: path))"
  }

  func write<Model: RecurrentModel>(_ training: ChapterTraining<Model>) throws {
    let text = training.text
    let vocabulary = Text.Vocabulary(
      unit: training.configuration.unit, symbols: text.vocabulary.symbols,
      unknown: text.vocabulary.unknown)
    var configuration = training.configuration
    configuration.embedding = vocabulary.count
    configuration.layers = 1
    var progress = TrainingProgress()
    progress.step = training.position.step
    progress.epoch = training.position.epoch
    progress.bestLoss = training.bestEpoch?.loss
    progress.bestEpoch = training.bestEpoch?.epoch
    let checkpoint = Checkpoint(
      configuration: configuration, vocabulary: vocabulary, corpus: corpus, progress: progress,
      opening: text.vocabulary.decode(text.opening),
      best: tensors(of: training.best, configuration),
      current: tensors(of: training.model, configuration), training: [])
    try checkpoint.write(to: path)
  }

  /// The identity, then W, U, b, Wy and by, named as `Layers` names them.
  private func tensors<Model: RecurrentModel>(
    of model: Model, _ configuration: TrainingConfiguration
  ) -> [Tensor] {
    let size = model.vocabularySize
    let template = Sequential(layers: configuration.modelLayers(vocabularySize: size)).tensors
    let matrices = [Matrix.identity(size)] + model.parameters
    return zip(template, matrices).map { tensor, matrix in
      Tensor(name: tensor.name, shape: tensor.shape, values: matrix.values.map { Float($0) })
    }
  }
}
