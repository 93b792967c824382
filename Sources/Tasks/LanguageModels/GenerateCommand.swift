import Course
import Layers
import Text

extension Command {
  package static let generate = Command(
    name: "generate", summary: "writes text with a model that was trained",
    usage: "course generate [--prompt TEXT] [--length N] [--temperature R] …",
    example: "swift run course generate --prompt Gates --temperature 0.7",
    flags: [
      .model,
      Flag("--prompt TEXT", "what the text begins with, - from a pipe (default: a new line)"),
      Flag("--length N", "symbols to write (default 500)"),
      Flag("--stop TEXT", "ends as soon as this is written, such as a full stop"),
      Flag("--temperature R", "higher is bolder, 0 takes the likeliest (default 0.8)"),
      Flag("--top-k K", "draws only from the K likeliest (default: all)"),
      Flag("--top-p P", "only from the likeliest that reach P together (default 1)"),
      Flag("--seed N", "another seed, another text (default 1)"),
      Flag("--samples N", "so many texts, of this seed and those after it (default 1)"),
      .bits,
    ], positionals: 0...0, run: runGeneration)
}

extension Flag {
  static let model = Flag(
    "--model PATH", "the model (default .course/model.safetensors)")
  static let bits = Flag(
    "--bits 32|8", "of each weight; with 8, large models write faster (default 32)")
  static let skipUnknown = Flag(
    "--skip-unknown", "passes over what the model's vocabulary lacks")
}

private func runGeneration(_ arguments: ParsedArguments) throws -> ExitStatus {
  let length = try arguments.integer("--length", default: 500, in: 0...100_000_000)
  let sampling = Sampling(
    temperature: try arguments.number("--temperature", default: 0.8, in: 0...100),
    topK: try arguments.integer("--top-k", in: 1...Int.max),
    topP: arguments.has("--top-p")
      ? try arguments.number("--top-p", default: 1, above: 0, atMost: 1) : nil)
  let samples = try arguments.integer("--samples", default: 1, in: 1...1_000_000)
  let seed = try arguments.integer("--seed", default: 1, in: 0...Int.max - samples)
  if arguments.string("--stop") == "" {
    throw UserError("--stop is empty; give it the text to end after, as --stop .")
  }
  let weights = try arguments.weights()
  let checkpoint = try Checkpoint(contentsOf: arguments.modelToUse())
  let prompt = try arguments.prompt()
  // A file gets every symbol; a terminal none that would move its cursor or clear it.
  let terminal = arguments.terminal
  func write(_ text: String) {
    terminal.write(terminal.isInteractive ? PlainText.visible(text) : text)
  }
  var writer = try checkpoint.writer(
    prompt: prompt, sampling: sampling, seed: seed, weights: weights)
  for sample in 0..<samples where !Program.hasLostOutput {
    if samples > 1 {
      terminal.print(
        (sample > 0 ? "\n" : "")
          + "--- \(sample + 1) of \(grouped(samples)), --seed \(seed + sample) ---")
    }
    if sample > 0 { writer.restart(seed: seed + sample) }
    var stop = arguments.string("--stop").map(StopText.init)
    write(prompt)
    for _ in 0..<length where !Program.hasLostOutput {
      let (text, isDone) = shown(writer.next(), by: &stop)
      write(text)
      if isDone { break }
    }
    terminal.print()
  }
  return .done
}

private func shown(
  _ piece: String, by stop: inout StopText?
) -> (text: String, isDone: Bool) { stop?.shown(piece) ?? (piece, false) }

extension ParsedArguments {
  /// How exactly `--bits` has the weights.
  func weights() throws -> WeightPrecision {
    try choice("--bits", default: "32", of: ["32", "8"]) == "8" ? .eightBits : .single
  }

  /// What the text begins with; of what comes in, without its last line's end.
  fileprivate func prompt() throws -> String {
    guard let prompt = string("--prompt"), prompt == "-" else { return string("--prompt") ?? "" }
    var text = try Corpus.read(prompt)
    if text.last?.isNewline == true { text.removeLast() }
    return text
  }
}
