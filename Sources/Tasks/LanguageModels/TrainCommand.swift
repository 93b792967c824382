import Course
import Foundation
import Text

extension Command {
  package static let train = Command(
    name: "train", summary: "trains a language model on the chapters or on your files",
    usage: "course train [FILE…] [--mine] [--hidden N] [--epochs N] [--resume] …",
    example: "swift run course train my-texts.txt --hidden 256 --epochs 10",
    flags: [
      Flag(
        name: "--model", placeholder: "PATH",
        help: "where it is saved (default .course/model.safetensors)"),
      Flag(name: "--cell", placeholder: "lstm|rnn", help: "the recurrent layer (default lstm)"),
      Flag(name: "--hidden", placeholder: "N", help: "units of each recurrent layer (default 128)"),
      Flag(
        name: "--layers", placeholder: "N",
        help: "recurrent layers, one above the other (default 1)"),
      Flag(name: "--embedding", placeholder: "N", help: "numbers for each symbol (default 64)"),
      Flag(
        name: "--batch", placeholder: "N", help: "stretches of text read side by side (default 32)"),
      Flag(
        name: "--length", placeholder: "N", help: "steps that the gradient flows back (default 64)"),
      Flag(
        name: "--epochs", placeholder: "N",
        help: "times through the text (default: a minute or two of them)"),
      Flag(
        name: "--learning-rate", placeholder: "R",
        help: "Adam's first step size, which falls with time (default 0.01)"),
      Flag(name: "--clip", placeholder: "R", help: "the largest norm of a gradient (default 1)"),
      Flag(
        name: "--validation", placeholder: "F",
        help: "the fraction of the text, its end, to measure on (default 0.1)"),
      Flag(
        name: "--seed", placeholder: "N", help: "of the first weights and the samples (default 1)"),
      Flag(
        name: "--unit", placeholder: "character|word", help: "what is predicted (default character)"
      ),
      Flag(name: "--resume", help: "goes on with a training that was stopped"),
      Flag(
        name: "--replace", help: "starts over; the model that is there is kept"),
      Flag(
        name: "--threads", placeholder: "N",
        help: "at work at once (default: all); the result is the same"),
      Flag(name: "--json", help: "prints one JSON object an epoch"),
      Flag(name: "--mine", help: "trains with your own code, chapters 1 to 8"),
    ]
  ) { arguments in
    try arguments.has("--mine") ? trainWithReadersCode(arguments) : runTraining(arguments)
  }
}

private func runTraining(_ arguments: ParsedArguments) throws -> ExitStatus {
  let session = try TrainingSession(trainingRequest(arguments))
  let (run, path) = (session.run, session.path)
  var display = TrainingDisplay(
    session.outline, terminal: arguments.terminal, asJSON: arguments.has("--json"))
  display.yardstick = try TrainingYardstick.forLayers(session.outline, of: run.corpus)
  Interruption.catchSignals()
  defer { Interruption.stopCatchingSignals() }
  try run.checkpoint.write(to: path)
  display.begin(at: run.position)
  let clock = ContinuousClock()
  var lastSaved = clock.now
  while !run.isFinished {
    let event = try run.advance()
    display.show(event, at: run.position)
    let isEpoch = if case .epoch = event { true } else { false }
    if isEpoch || Interruption.wasRequested || clock.now - lastSaved > .seconds(10) {
      try run.checkpoint.write(to: path)
      lastSaved = clock.now
    }
    if Interruption.wasRequested && !run.isFinished {
      let flag = TrainingDisplay.modelFlag(path)
      display.interrupted(
        at: run.position, ", and saved. Go on with: swift run course train --resume\(flag)")
      return .interrupted
    }
  }
  display.end(path: path, best: run.bestEpoch)
  return .done
}

/// What the flags ask for, each checked.
func trainingRequest(_ arguments: ParsedArguments) throws -> TrainingRequest {
  typealias Limits = TrainingConfiguration
  let standard = TrainingConfiguration()
  func given(_ name: String, _ value: @autoclosure () throws -> Double) rethrows -> Double? {
    arguments.has(name) ? try value() : nil
  }
  if arguments.has("--resume") && arguments.has("--replace") {
    throw UserError("--resume goes on with a model and --replace starts over; leave one out")
  }
  let flags = ConfigurationFlags(
    cell: arguments.has("--cell")
      ? .init(
        rawValue: try arguments.choice("--cell", default: "lstm", of: ["lstm", "rnn"])) : nil,
    hidden: try arguments.integer("--hidden", in: Limits.sizes),
    layers: try arguments.integer("--layers", in: Limits.layerCounts),
    embedding: try arguments.integer("--embedding", in: Limits.sizes),
    batch: try arguments.integer("--batch", in: Limits.sizes),
    length: try arguments.integer("--length", in: Limits.lengths),
    epochs: try arguments.integer("--epochs", in: Limits.epochCounts),
    learningRate: try given(
      "--learning-rate",
      arguments.number("--learning-rate", default: standard.learningRate, above: 0, atMost: 10)),
    clip: try given("--clip", arguments.number("--clip", default: standard.clip, above: 0)),
    validation: try given(
      "--validation",
      arguments.number("--validation", default: standard.validation, in: Limits.validations)),
    seed: try arguments.integer("--seed", in: 0...Int.max),
    unit: arguments.has("--unit")
      ? .init(
        rawValue: try arguments.choice(
          "--unit", default: "character", of: ["character", "word"])) : nil)
  return TrainingRequest(
    files: arguments.positionals, flags: flags,
    model: arguments.string("--model") ?? TrainingSession.standardModelPath(),
    resumes: arguments.has("--resume"), replaces: arguments.has("--replace"),
    threads: try arguments.integer("--threads", default: processorCount, in: 1...1024))
}

/// Threads that can run at once.
package var processorCount: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }
