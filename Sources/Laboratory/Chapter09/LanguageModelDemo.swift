import Course
import Foundation
import Layers
import LinearAlgebra
import Sequences
import Tasks
import Text

extension Command {
  static let demoLanguageModel = Command(
    name: "demo language-model",
    summary: "a table of pairs and a small LSTM read this book, then write",
    usage: "course demo language-model",
    example: "swift run course demo language-model",
    positionals: 0...0
  ) { arguments in
    try tellLanguageModelStory(TrainingSession.readCorpus([]), arguments.terminal)
    return .done
  }
}

/// Trains both models of part 1 on one text and lets each write, the LSTM while it learns.
///
/// - Parameter symbolsToRead: how much the LSTM reads. By default enough for words, and little
///   enough for a quarter of a minute on two cores.
func tellLanguageModelStory(
  _ corpus: Corpus, symbolsToRead: Double = 2_500_000, _ terminal: Terminal
) throws {
  let count = corpus.text.count
  var configuration = TrainingConfiguration.standard
  configuration.hidden = 96
  configuration.batch = TrainingText.batch(
    for: count, standard: 16, length: configuration.length, validation: configuration.validation)
  configuration.epochs = max(1, Int((symbolsToRead / Double(count)).rounded()))
  let run = try TrainingRun(configuration, reading: corpus)
  let (text, size) = (run.text, run.text.vocabulary.count)
  let table = BigramModel(symbols: text.trainingSymbols, vocabularySize: size)
  func nats(_ loss: Double) -> String { "\(fixed(loss, 2)) nats" }

  terminal.printWrapped(
    "\(grouped(count)) characters of this book's chapters; the last tenth is held back.")
  terminal.print()
  terminal.printWrapped(
    "A table of pairs, chapter 1. On what was held back: \(nats(table.loss(on: text.validation)))")
  showSample(sample(by: table, text), terminal)

  let shownEpochs: Set = [1, max(1, configuration.epochs / 4), configuration.epochs]
  while !run.isFinished {
    let fraction = Double(run.progress.step) / Double(run.totalSteps)
    terminal.showProgress("\(Terminal.bar(fraction, width: 24))  an LSTM is reading …")
    guard let report = try run.advance().report, shownEpochs.contains(report.epoch)
    else { continue }
    terminal.clearProgress()
    let times = report.epoch == 1 ? "once" : "\(report.epoch) times"
    terminal.print()
    terminal.printWrapped(
      "An LSTM of \(configuration.hidden) units that has read the rest \(times): "
        + nats(report.validation?.loss ?? .nan))
    showSample(report.sample ?? "", terminal)
  }
  terminal.print()
  terminal.print("To train a larger one and write with it:")
  terminal.print("  swift run course train")
}

/// What the table writes, at the temperature at which the LSTM writes its samples.
private func sample(by table: BigramModel, _ text: TrainingText) -> String {
  var generator = SeededGenerator(seed: 1)
  var symbol = text.opening.last ?? 0
  var written = ""
  while written.count < 160 {
    let logits = table.probabilities.row(symbol).values.map { Float(log($0)) }
    symbol = Sampling().draw(logits, excluding: text.vocabulary.unknown, using: &generator)
    written += text.vocabulary.symbols[symbol]
  }
  return written
}

/// Indents what a model wrote, its line ends as spaces.
private func showSample(_ sample: String, _ terminal: Terminal) {
  let words = sample.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  for line in wrapped("    " + words, to: min(terminal.width, 80)) { terminal.print(line) }
}
