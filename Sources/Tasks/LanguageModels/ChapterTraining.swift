import Course
import LanguageModel
import LinearAlgebra
import Optimizers
import Text

/// A training by the chapters' own code: the model of chapters 02 to 05, the optimiser of chapter
/// 07, the text and the steps of chapter 08. `course train --mine` runs it on the reader's.
///
/// It follows the same plan as `course train`: one optimiser, a learning rate that falls in a
/// straight line, the weights kept that validate best.
package struct ChapterTraining<Model: RecurrentModel> {
  let configuration: TrainingConfiguration
  let text: ChapterTrainingText
  /// As it is after the last step.
  private(set) var model: Model
  /// As it was after the epoch that validated best.
  private(set) var best: Model
  private(set) var bestEpoch: (epoch: Int, loss: Double)?
  private(set) var position = TrainingPosition()
  private var state: Model.State
  private var optimizer = Adam(learningRate: 0)
  private var window = 0
  private var epochLoss = 0.0
  private var epochSymbols = 0

  package init(_ configuration: TrainingConfiguration, text: ChapterTrainingText, model: Model) {
    self.configuration = configuration
    self.text = text
    self.model = model
    best = model
    state = model.initialState(rows: configuration.batch)
  }

  var windows: Int { text.training.count }
  var totalSteps: Int { configuration.epochs * windows }
  var isFinished: Bool { position.epoch >= configuration.epochs }

  /// Takes the next step; with the last of an epoch, also validates.
  ///
  /// - Throws: `UserError` where the loss stops being a number.
  package mutating func advance() throws -> TrainingEvent {
    let current = text.training[window]
    optimizer.learningRate = configuration.learningRate(step: position.step, of: totalSteps)
    let loss = model.train(
      on: current, from: &state, maximumNorm: configuration.clip, with: &optimizer)
    position.step += 1
    guard loss.isFinite else {
      throw UserError(
        "the loss stopped being a number at step \(grouped(position.step)); check the code with "
          + "course check, or train with a smaller --learning-rate than "
          + "\(configuration.learningRate)")
    }
    window += 1
    epochLoss += loss * Double(current.predictionCount)
    epochSymbols += current.predictionCount
    if window < windows { return .step(loss: loss, symbols: current.predictionCount) }
    return .epoch(endEpoch(), lastLoss: loss, symbols: current.predictionCount)
  }

  private mutating func endEpoch() -> EpochReport {
    let trainingLoss = epochLoss / Double(epochSymbols)
    position.epoch += 1
    (window, epochLoss, epochSymbols) = (0, 0, 0)
    state = model.initialState(rows: configuration.batch)
    let validation = text.validation.isEmpty ? nil : evaluation(model.loss(of: text.validation))
    let isBest = validation.map { $0.loss < bestEpoch?.loss ?? .infinity } ?? true
    if isBest {
      best = model
      bestEpoch = validation.map { (position.epoch, $0.loss) }
    }
    return EpochReport(
      epoch: position.epoch, epochs: configuration.epochs, trainingLoss: trainingLoss,
      validation: validation, bigramLoss: text.bigramLoss, isBest: isBest,
      sample: written(160, by: model, seed: configuration.seed + position.epoch))
  }

  private func evaluation(_ loss: Double) -> Evaluation {
    Evaluation(
      loss: loss, symbols: text.validationSymbols.count - 1, characters: text.predictedCharacters)
  }

  func outline(_ file: ChapterModelFile, _ notes: [String]) -> TrainingOutline {
    let cell = configuration.cell.rawValue.uppercased()
    let parameterCount = model.parameters.reduce(0) { $0 + $1.rows * $1.columns }
    let size = text.vocabulary.count
    return TrainingOutline(
      configuration: configuration, vocabularySize: size, training: text.trainingSymbols.count,
      validation: text.validationSymbols.count, windows: windows,
      shape: "one-hot \(size) → \(cell) \(configuration.hidden) → output \(size), "
        + "\(grouped(parameterCount)) parameters",
      file: "\(file.path), saved after each epoch", bigramLoss: text.bigramLoss, notes: notes)
  }

  // MARK: Writing

  /// Text of so many symbols that goes on where the opening of the training text ends.
  func written(_ count: Int, by model: Model, seed: Int) -> String {
    var generator = SeededGenerator(seed: UInt64(seed))
    return text.vocabulary.decode(
      model.generate(
        count, after: text.opening, sampling: LanguageModel.Sampling(temperature: 0.8),
        using: &generator))
  }

  /// A paragraph by the best model: lines of some width, from its first whole sentence to its last.
  func paragraph(width: Int) -> [String] {
    let words = written(700, by: best, seed: configuration.seed)
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return wrapped(wholeSentences(words), to: width)
  }
}

/// A text without the beginning of a sentence that it begins in the middle of, and without what
/// comes after the last end of one; all of it where that would leave little.
func wholeSentences(_ text: String) -> String {
  let end = text.lastIndex { ".?!".contains($0) }
  guard let end, text.distance(from: text.startIndex, to: end) >= text.count / 2 else {
    return text
  }
  return String(text[...end])
}
