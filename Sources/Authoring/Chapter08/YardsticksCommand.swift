import Backpropagation
import Course
import LanguageModel
import Layers
import LinearAlgebra
import Tasks
import Text

extension Command {
  static let devYardsticks = Command(
    name: "dev yardsticks",
    summary: "measures what the loss of a training on the book should be",
    usage: "course dev yardsticks [FILE…] [--seeds N]",
    example: "swift run course dev yardsticks --seeds 10",
    flags: [Flag(name: "--seeds", placeholder: "N", help: "so many trainings of each kind; 10")]
  ) { arguments in
    let files = arguments.positionals
    let corpus = try TrainingSession.readCorpus(files)
    let count = ConfigurationFlags.none.symbolCount(of: corpus.text)
    var (configuration, _) = TrainingSession.fitted(ConfigurationFlags.none, toSymbols: count)
    let terminal = arguments.terminal
    terminal.print("\(grouped(count)) symbols, \(configuration.epochs) epochs; the training loss")
    terminal.print("after \(TrainingYardstick.steps) steps, the mean of twenty")
    for seed in 1...(try arguments.integer("--seeds", default: 10, in: 1...1000)) {
      configuration.seed = seed
      let byLayers = try lossesByLayers(configuration, corpus)
      terminal.print("layers \(seed): \(line(byLayers))")
      let byChapters = try lossesOfChapters(configuration, corpus)
      terminal.print("chapters \(seed): \(line(byChapters))")
    }
    return .done
  }
}

private func line(_ losses: [Double]) -> String {
  losses.map { fixed($0, 4) }.joined(separator: " ")
}

/// `course train`.
private func lossesByLayers(
  _ configuration: TrainingConfiguration, _ corpus: Corpus
) throws -> [Double] {
  let vocabulary = Text.Vocabulary(of: corpus.text, unit: .character)
  let run = TrainingRun(
    configuration,
    text: try TrainingText(corpus, vocabulary: vocabulary, configuration: configuration),
    corpus: CorpusIdentity(files: [], corpus: corpus), threads: processorCount)
  var marks = LossesAtMarks()
  while !marks.isComplete && !run.isFinished { marks.add(try run.advance().loss) }
  return marks.losses
}

/// `course train --mine`, on the solutions. `Layers` computes the same model from the same first
/// weights, several times as fast; `course dev peers` shows how well the two agree.
private func lossesOfChapters(
  _ configuration: TrainingConfiguration, _ corpus: Corpus
) throws -> [Double] {
  let text = try ChapterTrainingText(corpus.text, configuration)
  var generator = SeededGenerator(seed: UInt64(configuration.seed))
  let steps = configuration.epochs * text.training.count
  let network = try OneHotNetwork(
    LSTMModel(
      vocabularySize: text.vocabulary.count, hiddenSize: configuration.hidden, using: &generator),
    optimizer: .adam(
      learningRate: .linear(from: configuration.learningRate, to: 0, over: steps),
      clipping: .norm(configuration.clip)))
  var marks = LossesAtMarks()
  while !marks.isComplete {
    let losses = Recorder()
    try network.model.fit(
      text.training.lazy.map(network.batch), callbacks: [StepLosses(into: losses)])
    // A step's loss is reported as the mean of the epoch so far, prediction by prediction.
    var (total, predictions) = (0.0, 0)
    for (mean, window) in zip(losses.means, text.training) {
      let before = total
      predictions += window.predictionCount
      total = mean * Double(predictions)
      marks.add((total - before) / Double(window.predictionCount))
    }
  }
  return marks.losses
}

/// Notes the mean of twenty losses at each mark.
private struct LossesAtMarks {
  private(set) var losses: [Double] = []
  private var recent = RecentLosses()
  private var step = 0

  var isComplete: Bool { losses.count == TrainingYardstick.steps.count }

  mutating func add(_ loss: Double) {
    step += 1
    recent.add(loss)
    if TrainingYardstick.steps.contains(step) { losses.append(recent.mean ?? .nan) }
  }
}

private final class Recorder {
  var means: [Double] = []
}

private struct StepLosses: Callback {
  let recorder: Recorder

  init(into recorder: Recorder) { self.recorder = recorder }

  mutating func stepEnded(_ step: StepSummary) { recorder.means.append(step.loss) }
}
