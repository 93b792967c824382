import Course
import Layers
import Text

extension Command {
  package static let generate = Command(
    name: "generate", summary: "writes text with a model that was trained",
    usage: "course generate [--prompt TEXT] [--length N] [--temperature R] …",
    example: "swift run course generate --prompt Gates --temperature 0.7",
    flags: [
      Flag(
        name: "--model", placeholder: "PATH", help: "the model (default .course/model.safetensors)"),
      Flag(
        name: "--prompt", placeholder: "TEXT",
        help: "what the text begins with (default: a new line)"),
      Flag(name: "--length", placeholder: "N", help: "symbols to write (default 500)"),
      Flag(
        name: "--temperature", placeholder: "R",
        help: "higher is bolder, 0 takes the likeliest (default 0.8)"),
      Flag(
        name: "--top-k", placeholder: "K", help: "draws only from the K likeliest (default: all)"),
      Flag(name: "--seed", placeholder: "N", help: "another seed, another text (default 1)"),
    ],
    positionals: 0...0
  ) { arguments in
    try runGeneration(arguments)
  }

  package static let evaluate = Command(
    name: "evaluate", summary: "measures how well a model predicts a text",
    usage: "course evaluate FILE… [--model PATH] [--json]",
    example: "swift run course evaluate chapters/01-sequences-as-matrices.md",
    flags: [
      Flag(
        name: "--model", placeholder: "PATH", help: "the model (default .course/model.safetensors)"),
      Flag(
        name: "--threads", placeholder: "N",
        help: "at work at once (default: all); the result is the same"),
      Flag(name: "--json", help: "prints one JSON object"),
    ],
    positionals: 1...Int.max
  ) { arguments in
    try runEvaluation(arguments)
  }
}

private func runGeneration(_ arguments: ParsedArguments) throws -> ExitStatus {
  let length = try arguments.integer("--length", default: 500, in: 0...100_000_000)
  let sampling = Sampling(
    temperature: try arguments.number("--temperature", default: 0.8, in: 0...100),
    topK: try arguments.integer("--top-k", in: 1...Int.max))
  let seed = try arguments.integer("--seed", default: 1, in: 0...Int.max)
  let checkpoint = try Checkpoint(contentsOf: modelPath(arguments))
  let prompt = arguments.string("--prompt") ?? ""
  var writer = try checkpoint.writer(prompt: prompt, sampling: sampling, seed: seed)
  arguments.terminal.write(prompt)
  for _ in 0..<length { arguments.terminal.write(writer.next()) }
  arguments.terminal.print()
  return .done
}

private func runEvaluation(_ arguments: ParsedArguments) throws -> ExitStatus {
  let threads = try arguments.integer("--threads", default: processorCount, in: 1...1024)
  let checkpoint = try Checkpoint(contentsOf: modelPath(arguments))
  let vocabulary = checkpoint.vocabulary
  let symbols = try vocabulary.encode(Corpus(files: arguments.positionals).text)
  guard symbols.count >= 2 else {
    throw UserError(
      "the text has 1 symbol; a model predicts the second from the first. Give a longer one")
  }
  let evaluation = Evaluation(
    of: try checkpoint.model(), on: symbols, vocabulary: vocabulary, threads: threads)
  if arguments.has("--json") {
    arguments.terminal.print(TrainingDisplay.json(evaluation))
    return .done
  }
  let terminal = arguments.terminal
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

private func modelPath(_ arguments: ParsedArguments) -> String {
  arguments.string("--model") ?? TrainingSession.standardModelPath()
}
