import Backpropagation
import Course
import ExerciseSupport
import Foundation
import LanguageModel
import LinearAlgebra
import Text
import VanillaRNN

extension Command {
  /// What `course train --mine` runs in a build on the reader's chapters.
  package static let devTrain = Command(
    name: "dev train",
    summary: "trains with the chapters' own code, as train --mine does with the reader's",
    usage: "course dev train [FILE…] [--hidden N] [--epochs N] …",
    example: "swift run course dev train --epochs 2",
    flags: Command.train.flags.filter { chapterTrainingFlags.contains($0.name) }
  ) { arguments in
    try runChapterTraining(arguments)
  }
}

/// The flags of `course train` that the chapters' code has an answer to.
private let chapterTrainingFlags: Set = [
  "--model", "--cell", "--hidden", "--batch", "--length", "--epochs", "--learning-rate", "--clip",
  "--validation", "--seed", "--unit", "--json",
]

/// Builds on the reader's chapters and trains there; what it shows is shown while it learns.
func trainWithReadersCode(_ arguments: ParsedArguments) throws -> ExitStatus {
  let other = Command.train.flags.map(\.name).first {
    $0 != "--mine" && !chapterTrainingFlags.contains($0) && arguments.has($0)
  }
  if let other {
    throw UserError(
      "\(other) does not go with --mine: your code has one layer, reads one-hot rows, works on one "
        + "thread and trains in one go")
  }
  var words = ["dev", "train"]
  for flag in Command.train.flags where chapterTrainingFlags.contains(flag.name) {
    guard arguments.has(flag.name) else { continue }
    words.append(flag.name)
    if flag.placeholder != nil, let value = arguments.string(flag.name) { words.append(value) }
  }
  return try showWithReadersCode(
    words + ["--"] + arguments.positionals, in: try PackageFolder.containing(),
    arguments.terminal)
}

private func runChapterTraining(_ arguments: ParsedArguments) throws -> ExitStatus {
  if let missing = firstUnwrittenForTraining() {
    return try tellUnwritten(missing, arguments.terminal)
  }
  let request = try trainingRequest(arguments)
  let corpus = try TrainingSession.readCorpus(request.files)
  let (configuration, notes) = TrainingSession.fitted(
    request.flags, toSymbols: request.flags.symbolCount(of: corpus.text))
  let text = try ChapterTrainingText(corpus.text, configuration)
  let file = ChapterModelFile(
    path: arguments.string("--model") ?? TrainingSession.standardModelPath(named: "mine"),
    corpus: CorpusIdentity(files: request.files, corpus: corpus))
  let kept = try file.prepare()
  var generator = SeededGenerator(seed: UInt64(configuration.seed))
  let (size, hidden) = (text.vocabulary.count, configuration.hidden)
  switch configuration.cell {
  case .lstm:
    let model = LSTMModel(vocabularySize: size, hiddenSize: hidden, using: &generator)
    return try run(
      .init(configuration, text: text, model: model), file, notes + [kept].compactMap { $0 },
      arguments)
  case .rnn:
    let model = RNNModel(vocabularySize: size, hiddenSize: hidden, using: &generator)
    return try run(
      .init(configuration, text: text, model: model), file, notes + [kept].compactMap { $0 },
      arguments)
  }
}

private func run<Model: RecurrentModel>(
  _ training: ChapterTraining<Model>, _ file: ChapterModelFile, _ notes: [String],
  _ arguments: ParsedArguments
) throws -> ExitStatus {
  var training = training
  let terminal = arguments.terminal
  let outline = training.outline(file, notes)
  var display = TrainingDisplay(outline, terminal: terminal, asJSON: arguments.has("--json"))
  display.yardstick = try TrainingYardstick.forChapters(outline, of: file.corpus)
  Interruption.catchSignals()
  defer { Interruption.stopCatchingSignals() }
  display.begin(at: training.position)
  while !training.isFinished {
    let event = try training.advance()
    display.show(event, at: training.position)
    if case .epoch = event { try file.write(training) }
    if Interruption.wasRequested && !training.isFinished {
      let kept = training.position.epoch > 0
      display.interrupted(
        at: training.position,
        kept ? "; \(file.path) keeps the best epoch so far." : ", before the first epoch's end.")
      return .interrupted
    }
  }
  display.end(path: file.path, best: training.bestEpoch)
  if arguments.has("--json") { return .done }
  terminal.print()
  terminal.print("A paragraph by it:")
  terminal.print()
  for line in training.paragraph(width: min(76, terminal.width - 4)) {
    terminal.print("  " + line)
  }
  return .done
}
