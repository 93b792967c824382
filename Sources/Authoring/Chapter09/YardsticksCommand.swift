import Backpropagation
import Course
import LanguageModel
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
    let corpus = try TrainingSession.readCorpus(arguments.positionals)
    let count = ConfigurationFlags().symbolCount(of: corpus.text)
    var (configuration, _) = TrainingSession.fitted(ConfigurationFlags(), toSymbols: count)
    let terminal = arguments.terminal
    terminal.print("\(grouped(count)) symbols, \(configuration.epochs) epochs; the training loss")
    terminal.print("after \(TrainingYardstick.steps) steps, the mean of twenty")
    let text = try ChapterTrainingText(corpus.text, configuration)
    for seed in 1...(try arguments.integer("--seeds", default: 10, in: 1...1000)) {
      configuration.seed = seed
      let run = try TrainingRun(configuration, reading: corpus)
      terminal.print("layers \(seed): \(try losses { try run.advance() })")
      var generator = SeededGenerator(seed: UInt64(seed))
      let training = ChapterTraining(
        configuration, text: text, corpus: CorpusIdentity(files: [], corpus: corpus),
        model: LSTMModel(
          vocabularySize: text.vocabulary.count, hiddenSize: configuration.hidden,
          using: &generator))
      terminal.print("chapters \(seed): \(try losses { try training.advance() })")
    }
    return .done
  }
}

/// The mean of the last twenty losses of a training at each of the yardstick's steps.
private func losses(_ advance: () throws -> TrainingEvent<Evaluation>) rethrows -> String {
  let losses = try (0..<(TrainingYardstick.steps.max() ?? 0)).map { _ in try advance().loss }
  let means = TrainingYardstick.steps.map { step in
    RecentLosses(losses: Array(losses[..<step].suffix(RecentLosses.count))).mean ?? .nan
  }
  return means.map { fixed($0, 4) }.joined(separator: " ")
}
