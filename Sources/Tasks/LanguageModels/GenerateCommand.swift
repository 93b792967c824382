import Course
import Text

extension Command {
  package static let generate = Command(
    name: "generate", summary: "writes text with a model that was trained",
    usage: "course generate [--prompt TEXT] [--length N] [--temperature R] …",
    example: "swift run course generate --prompt Gates --temperature 0.7",
    flags: [
      .model, Flag("--prompt TEXT", "what the text begins with (default: a new line)"),
      Flag("--length N", "symbols to write (default 500)"),
      Flag("--temperature R", "higher is bolder, 0 takes the likeliest (default 0.8)"),
      Flag("--top-k K", "draws only from the K likeliest (default: all)"),
      Flag("--seed N", "another seed, another text (default 1)"),
    ], positionals: 0...0, run: runGeneration)

  package static let evaluate = Command(
    name: "evaluate", summary: "measures how well a model predicts a text",
    usage: "course evaluate FILE… [--model PATH] [--json]",
    example: "swift run course evaluate my-texts.txt",
    flags: [.model, .threads, Flag("--json", "prints one JSON object")],
    positionals: 1...Int.max, run: runEvaluation)
}

extension Flag {
  fileprivate static let model = Flag(
    "--model PATH", "the model (default .course/model.safetensors)")
}

private func runGeneration(_ arguments: ParsedArguments) throws -> ExitStatus {
  let length = try arguments.integer("--length", default: 500, in: 0...100_000_000)
  let sampling = Sampling(
    temperature: try arguments.number("--temperature", default: 0.8, in: 0...100),
    topK: try arguments.integer("--top-k", in: 1...Int.max))
  let seed = try arguments.integer("--seed", default: 1, in: 0...Int.max)
  let checkpoint = try Checkpoint(contentsOf: arguments.modelToUse())
  let prompt = arguments.string("--prompt") ?? ""
  var writer = try checkpoint.writer(prompt: prompt, sampling: sampling, seed: seed)
  // A file gets every symbol; a terminal none that would move its cursor or clear it.
  let terminal = arguments.terminal
  func write(_ text: String) {
    terminal.write(terminal.isInteractive ? PlainText.visible(text) : text)
  }
  write(prompt)
  for _ in 0..<length {
    if Program.hasLostOutput { break }
    write(writer.next())
  }
  terminal.print()
  return .done
}

private func runEvaluation(_ arguments: ParsedArguments) throws -> ExitStatus {
  let threads = try arguments.threads()
  let checkpoint = try Checkpoint(contentsOf: arguments.modelToUse())
  let vocabulary = checkpoint.vocabulary
  let symbols = try vocabulary.encode(Corpus(files: arguments.positionals).text)
  guard symbols.count >= 2 else {
    throw UserError(
      "the text has 1 symbol; a model predicts the second from the first. Give a longer one")
  }
  let evaluation = Evaluation(
    of: try checkpoint.model(), on: symbols, vocabulary: vocabulary, threads: threads)
  guard evaluation.loss.isFinite else {
    throw UserError(
      "the loss is not a number: the model's weights are too large to compute with. Train it anew")
  }
  let terminal = arguments.terminal
  if arguments.has("--json") {
    terminal.print(TrainingDisplay.json(evaluation))
    return .done
  }
  terminal.print("symbols             \(grouped(evaluation.symbols))")
  terminal.print("loss                \(fixed(evaluation.loss, 4)) nats a symbol")
  terminal.print("perplexity          \(fixed(evaluation.perplexity, 3))")
  terminal.print("bits per character  \(fixed(evaluation.bitsPerCharacter, 4))")
  if let unknown = vocabulary.unknown {
    let share = Double(symbols.filter { $0 == unknown }.count) / Double(symbols.count)
    terminal.print("unknown words       \(fixed(100 * share, 1)) %, each counted as one symbol")
  }
  return .done
}
