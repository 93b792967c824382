import Backpropagation
import Course
import LanguageModel
import Layers
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
    flags: train.flags.filter { $0.name != "--mine" && !flagsOfLayers.contains($0.name) },
    run: runChapterTraining)
}

/// The flags of `course train` that the chapters' code has no answer to.
private let flagsOfLayers: Set = [
  "--task", "--layers", "--embedding", "--vocabulary", "--resume", "--continue", "--skip-unknown",
  "--replace",
  "--threads",
]

/// Builds on the reader's chapters and trains there; what it shows is shown while it learns.
func trainWithReadersCode(_ arguments: ParsedArguments) throws -> ExitStatus {
  let given = Command.train.flags.filter { $0.name != "--mine" && arguments.has($0.name) }
  if let other = given.first(where: { flagsOfLayers.contains($0.name) }) {
    throw UserError(
      "\(other.name) does not go with --mine: your code has one layer, reads one-hot rows of every "
        + "symbol, works on one thread and trains in one go")
  }
  let words = given.flatMap { flag in
    flag.placeholder == nil ? [flag.name] : [flag.name, arguments.string(flag.name) ?? ""]
  }
  let all = ["dev", "train"] + words + ["--"] + arguments.positionals
  return try showWithReadersCode(all, in: .containing(), arguments.terminal)
}

private func runChapterTraining(_ arguments: ParsedArguments) throws -> ExitStatus {
  let terminal = arguments.terminal
  let request = try TrainingSession(arguments)
  if let missing = firstUnwrittenForTraining(request.flags.applied(to: .standard).cell) {
    return try tellUnwritten(missing, terminal)
  }
  let corpus = try TrainingSession.readCorpus(request.files)
  let (configuration, notes) = TrainingSession.fitted(
    request.flags, toSymbols: request.flags.symbolCount(of: corpus.text))
  let text = try ChapterTrainingText(corpus.text, configuration)
  let path = arguments.modelPath(otherwise: "mine")
  try AtomicFile.prepare(path)
  let kept = try AtomicFile.keepOld(path)

  func train(_ model: some RecurrentModel) throws -> ExitStatus {
    let training = ChapterTraining(
      configuration, text: text, corpus: CorpusIdentity(files: request.files, corpus: corpus),
      model: model)
    let status = try training.runToEnd(for: arguments, savedAt: path, notes: notes + kept)
    if status == .interrupted || arguments.has("--json") { return status }
    terminal.print("\nA paragraph by it:\n")
    let lines = training.paragraph(width: min(76, terminal.width - 4))
    for line in lines { terminal.print("  " + line) }
    return status
  }

  var generator = SeededGenerator(seed: UInt64(configuration.seed))
  let (size, hidden) = (text.vocabularySize, configuration.hidden)
  switch configuration.cell {
  case .lstm:
    return try train(LSTMModel(vocabularySize: size, hiddenSize: hidden, using: &generator))
  case .rnn:
    return try train(RNNModel(vocabularySize: size, hiddenSize: hidden, using: &generator))
  }
}
