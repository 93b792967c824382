import Course
import Layers
import Text

extension Command {
  package static let evaluate = Command(
    name: "evaluate",
    summary: "measures how well a model of any task does",
    usage: "course evaluate FILE… [--model PATH] [--skip-unknown] [--json]",
    example: "swift run course evaluate my-texts.txt",
    flags: [.model] + flagsOfTasks.all + [.threads, Flag("--json", "prints one JSON object")],
    positionals: 1...Int.max, run: runEvaluation)
}

private let flagsOfTasks: KeyValuePairs<ModelTask, [Flag]> = [
  .language: [.skipUnknown, .bits], .classify: [.encoding, .labelColumn, .textColumn],
  .forecast: [.encoding, .from],
  .tag: [.encoding], .translate: [.encoding, .beam],
]

private func runEvaluation(_ arguments: ParsedArguments) throws -> ExitStatus {
  let path = arguments.modelToUse()
  let file = try ModelTask.language.open(path)
  let task = ModelTask(of: file) ?? .language
  try task.checkFlags(arguments, among: flagsOfTasks, path)
  switch task {
  case .language: return try evaluateLanguageModel(Checkpoint(file, at: path), arguments)
  case .classify: return try evaluateClassifier(Classifier(file, at: path), arguments)
  case .forecast: return try evaluateForecaster(Forecaster(file, at: path), arguments)
  case .tag: return try evaluateTagger(Tagger(file, at: path), arguments)
  case .translate: return try evaluateTranslator(Translator(file, at: path), arguments)
  }
}

private func evaluateLanguageModel(
  _ checkpoint: Checkpoint, _ arguments: ParsedArguments
) throws -> ExitStatus {
  let (threads, weights) = (try arguments.threads(), try arguments.weights())
  let vocabulary = checkpoint.vocabulary
  let text = try Corpus(files: arguments.positionals).text
  let skips = arguments.has("--skip-unknown")
  let (symbols, lacking) = try vocabulary.encode(text, skipping: skips)
  guard symbols.count >= 2 else {
    throw UserError(
      "the text has \(counted(symbols.count, "symbol")) that the model knows; it predicts the second "
        + "from the first. Give a longer one")
  }
  let evaluation = Evaluation(
    of: try checkpoint.model(), on: symbols, vocabulary: vocabulary, skipsUnknown: skips,
    threads: threads, weights: weights)
  guard evaluation.symbols > 0 else {
    throw UserError("the model knows none of the text's words. Evaluate without --skip-unknown")
  }
  guard evaluation.loss.isFinite else {
    throw UserError(
      "the loss is not a number: the model's weights are too large to compute with. Train it anew")
  }
  show(evaluation, of: symbols, lacking: lacking, vocabulary, arguments)
  return .done
}

private func show(
  _ evaluation: Evaluation, of symbols: [Int], lacking: Int, _ vocabulary: Vocabulary,
  _ arguments: ParsedArguments
) {
  let terminal = arguments.terminal
  if arguments.has("--json") { return terminal.print(TrainingDisplay.json(evaluation)) }
  terminal.print("symbols             \(grouped(evaluation.symbols))")
  terminal.print("loss                \(fixed(evaluation.loss, 4)) nats a symbol")
  terminal.print("perplexity          \(fixed(evaluation.perplexity, 3))")
  terminal.print("bits per character  \(fixed(evaluation.bitsPerCharacter, 4))")
  if let unknown = vocabulary.unknown {
    let share = Double(symbols.filter { $0 == unknown }.count) / Double(symbols.count)
    let end =
      arguments.has("--skip-unknown") ? "read, but not counted" : "each counted as one symbol"
    terminal.print(
      padded("unknown \(vocabulary.unit)s", to: 20) + "\(fixed(100 * share, 1)) %, \(end)")
  } else if arguments.has("--skip-unknown") {
    terminal.print("left out            \(grouped(lacking)), which the model does not know")
  }
}

extension Vocabulary {
  /// The indices of a text's symbols, or of those that the vocabulary has, and how many it lacks.
  ///
  /// - Throws: `TextError`, which says how to pass over what it lacks.
  func encode(_ text: String, skipping skips: Bool) throws -> (indices: [Int], lacking: Int) {
    if skips { return encodeKnown(text) }
    return (try encode(text, advice: "Pass over all that it lacks with --skip-unknown."), 0)
  }
}
