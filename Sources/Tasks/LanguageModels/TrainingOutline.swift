import Course
import Text

/// What is known of a training before its first step, for whoever watches it.
package struct TrainingOutline: Equatable, Sendable {
  let configuration: TrainingConfiguration
  /// Symbols that differ.
  let vocabularySize: Int
  /// Symbols to learn from, and symbols that are held back to measure on.
  let training, validation: Int
  /// Steps of the optimiser in an epoch.
  let windows: Int
  /// The model's layers and how many numbers it learns.
  let shape: String
  /// Where it ends up, and how often it is written there.
  let file: String
  /// The validation loss of counting pairs, chapter 01's model; nil where nothing is held back.
  let bigramLoss: Double?
  /// Sentences to tell before the training starts.
  var notes: [String] = []

  var totalSteps: Int { configuration.epochs * windows }
}

/// How far a training has come, in steps of the optimiser and in whole epochs.
package struct TrainingPosition: Equatable, Sendable {
  var step = 0
  var epoch = 0
}

extension TrainingSession {
  var outline: TrainingOutline {
    TrainingOutline(
      configuration: run.configuration, vocabularySize: run.text.vocabulary.count,
      training: run.text.trainingSymbols.count, validation: run.text.validation.count,
      windows: run.windows, shape: shape,
      file: "\(path), saved after each epoch and every ten seconds", bigramLoss: run.bigramLoss,
      notes: notes)
  }

  private var shape: String {
    let configuration = run.configuration
    let recurrent = Array(
      repeating: "\(configuration.cell.rawValue.uppercased()) \(configuration.hidden)",
      count: configuration.layers)
    let parts =
      ["embedding \(configuration.embedding)"] + recurrent
      + ["dense \(run.text.vocabulary.count)"]
    return parts.joined(separator: " → ") + ", \(grouped(run.model.parameterCount)) parameters"
  }
}

extension TrainingRun {
  var position: TrainingPosition {
    TrainingPosition(step: progress.step, epoch: progress.epoch)
  }
}
