import Course
import LanguageModel
import Layers
import LinearAlgebra
import Optimizers
import Text
import Writing

/// A training by the chapters' own code: the model of chapters 02 to 05, the optimiser of chapter
/// 07, the text and the steps of chapter 08. `course train --mine` runs it on the reader's.
package final class ChapterTraining<Model: RecurrentModel>: LanguageTraining {
  package let code = TrainingCode.chapters
  package let configuration: TrainingConfiguration
  package let text: ChapterTrainingText
  package let corpus: CorpusIdentity
  package var progress = TrainingProgress()
  package private(set) lazy var bigramLoss = text.bigramLoss
  /// As it is after the last step.
  private var model: Model
  /// As it was after the epoch that validated best.
  private var best: Model
  private var state: Model.State
  private var optimizer = Optimizers.Adam(learningRate: 0)

  package init(
    _ configuration: TrainingConfiguration, text: ChapterTrainingText, corpus: CorpusIdentity,
    model: Model
  ) {
    (self.configuration, self.text, self.corpus) = (configuration, text, corpus)
    (self.model, best) = (model, model)
    state = model.initialState(rows: configuration.batch)
  }

  package var windows: Int { text.training.count }

  package var shape: String {
    let cell = "\(configuration.cell)".uppercased()
    let parameterCount = model.parameters.reduce(0) { $0 + $1.rows * $1.columns }
    let size = text.vocabularySize
    return "one-hot \(size) → \(cell) \(configuration.hidden) → output \(size), "
      + "\(grouped(parameterCount)) parameters"
  }

  package func learn(from window: Int, rate: Double) -> (loss: Double, symbols: Int) {
    let window = text.training[window]
    optimizer.learningRate = rate
    let loss = model.train(
      on: window, from: &state, maximumNorm: configuration.clip, with: &optimizer)
    return (loss, window.predictionCount)
  }

  package func settle() {}

  package func resetState() { state = model.initialState(rows: configuration.batch) }

  package func validate() -> Evaluation? {
    if text.validation.isEmpty { return nil }
    return Evaluation(
      loss: model.loss(of: text.validation), on: Array(text.validationSymbols.dropFirst()),
      names: text.vocabulary.symbols)
  }

  package func keepWeights() { best = model }

  package func sample() -> String? {
    written(160, by: model, seed: configuration.seed &+ progress.epoch)
  }

  // MARK: Writing

  /// Text of so many symbols that goes on where the opening of the training text ends.
  private func written(_ count: Int, by model: Model, seed: Int) -> String {
    var generator = SeededGenerator(seed: UInt64(truncatingIfNeeded: seed))
    return text.vocabulary.decode(
      model.generate(
        count, after: text.opening, sampling: Writing.Sampling(temperature: 0.8),
        using: &generator))
  }

  /// A paragraph by the best model: lines of some width, to its last whole sentence.
  func paragraph(width: Int) -> [String] {
    let words = PlainText.lines(written(700, by: best, seed: configuration.seed))
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return wrapped(wholeSentences(words), to: width)
  }

  // MARK: The file

  /// For `course generate`, which has models with an embedding. A model without one is a model whose
  /// embedding is the identity: the vector of each symbol is its one-hot row. Numbers are rounded to
  /// single precision.
  package var checkpoint: Checkpoint {
    var configuration = configuration
    (configuration.embedding, configuration.layers) = (text.vocabularySize, 1)
    let layers = configuration.modelLayers(vocabularySize: text.vocabularySize)
    // The identity, then W, U, b, Wy and by, named as `Layers` names them.
    let template = Sequential(layers: layers).weights
    let weights = [best, model].map { model in
      zip(template, [Matrix.identity(text.vocabularySize)] + model.parameters).map {
        Tensor(checked: $0.name, $0.shape, $1.values.map { Float($0) })
      }
    }
    return Checkpoint(
      configuration: configuration,
      content: LanguageContent(
        vocabulary: Text.Vocabulary(
          unit: configuration.unit, symbols: text.vocabulary.symbols,
          unknown: text.vocabulary.unknown),
        opening: text.vocabulary.decode(text.opening)),
      corpus: corpus, progress: progress, best: weights[0], current: weights[1], training: [])
  }
}

/// A text without what comes after its last whole sentence; all of it where that would leave little.
func wholeSentences(_ text: String) -> String {
  let end = text.lastIndex { ".?!".contains($0) }
  guard let end, text.distance(from: text.startIndex, to: end) >= text.count / 2 else {
    return text
  }
  return String(text[...end])
}
