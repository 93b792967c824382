import Course
import Foundation
import Laboratory

extension Command {
  static let devAdding = Command(
    name: "dev adding",
    summary: "measures the adding problem again; takes an hour",
    usage: "course dev adding [--length N] [--cell rnn|lstm] [--seeds N] …",
    example: "swift run course dev adding --length 100 --seeds 5",
    flags: [
      Flag(name: "--length", placeholder: "N", help: "one length only (20, 50, 100 and 200)"),
      Flag(name: "--cell", placeholder: "rnn|lstm", help: "one cell only"),
      Flag(name: "--from", placeholder: "N", help: "the first seed (1)"),
      Flag(name: "--seeds", placeholder: "N", help: "how many seeds (5)"),
      Flag(name: "--updates", placeholder: "N", help: "at most (4000)"),
      Flag(name: "--learning-rate", placeholder: "X", help: "of Adam (0.005)"),
      Flag(name: "--forget-bias", placeholder: "X", help: "of the LSTM at first (1)"),
      Flag(name: "--rules", help: "how soon an LSTM learns by each rule and rate; five minutes"),
      Flag(name: "--gates", help: "what the forget gates do meanwhile; two minutes"),
      Flag(name: "--carrier", help: "what each unit keeps of one sequence; a minute"),
      Flag(name: "--live", help: "how soon the web edition's small LSTMs learn, and no more"),
      Flag(name: "--write", help: "puts the runs into chapters/measurements/, for the page"),
    ],
    positionals: 0...0
  ) { arguments in
    let terminal = arguments.terminal
    if arguments.has("--live") {
      for seed in 1...3 {
        let run = AddingLive.run(seed: seed)
        terminal.print(
          "seed \(seed): LSTM \(run.lstm.map(String.init) ?? "never"), RNN \(fixed(run.rnn, 3))")
      }
      return .done
    }
    if arguments.has("--rules") {
      return try tell(
        AddingRules.lines(terminal), in: AddingRules.file, flag: "--rules",
        unit:
          "at length 20, squared error before learning and after every hundred updates, by rule, "
          + "rate and seed; nan where it is lost", arguments)
    }
    if arguments.has("--gates") {
      return try tell(
        AddingGates.seeds.flatMap { AddingGates.measured(seed: $0).lines }, in: AddingGates.file,
        flag: "--gates",
        unit: "at length 100, every 50 updates; gate U S is unit U of seed S, "
          + "reach the gradient 75 steps before the answer over that one step before it", arguments)
    }
    if arguments.has("--carrier") {
      return try tell(
        AddingCarrier.measured(seed: 1).lines, in: AddingCarrier.file, flag: "--carrier",
        unit: "cell states of the trained LSTM of seed 1 after each of 100 steps of one sequence, "
          + "unit by unit, that which is missed most first", arguments)
    }
    let lengths =
      try arguments.integer("--length", in: 2...10_000).map { [$0] } ?? AddingMeasurements.lengths
    let cell = try arguments.choice("--cell", default: "", of: ["rnn", "lstm"])
    let first = try arguments.integer("--from", default: 1, in: 0...Int.max / 2)
    let count = try arguments.integer("--seeds", default: 5, in: 1...1_000)
    let steps = try arguments.integer("--updates", default: 4_000, in: 100...1_000_000)
    let rate = try arguments.number(
      "--learning-rate", default: AddingExperiment.learningRate, above: 0)
    let bias = try arguments.number(
      "--forget-bias", default: AddingExperiment.forgetBias, in: -100...100)
    var lines: [String] = []
    for length in lengths {
      for seed in first..<first + count {
        for cell in AddingCell(rawValue: cell).map({ [$0] }) ?? AddingCell.allCases {
          var experiment = AddingExperiment(
            cell: cell, length: length, seed: UInt64(seed), steps: steps)
          (experiment.learningRate, experiment.forgetBias) = (rate, bias)
          let result = experiment.run { !$0.isSolved }
          lines.append(AddingMeasurements.line(experiment, result.errors))
          terminal.print(lines[lines.count - 1])
        }
      }
    }
    if arguments.has("--write") {
      let settings =
        (rate == AddingExperiment.learningRate ? "" : "-rate-\(rate)")
        + (bias == AddingExperiment.forgetBias ? "" : String(format: "-bias-%g", bias))
      terminal.print("Wrote \(try keep(lines, in: "07-adding\(settings)", arguments)).")
    }
    return .done
  }
}

/// Prints what one of the command's flags measures, and puts it into a file of chapters/measurements/
/// where that is asked for.
private func tell(
  _ lines: [String], in name: String, flag: String, unit: String, _ arguments: ParsedArguments
) throws -> ExitStatus {
  for line in lines { arguments.terminal.print(line) }
  guard arguments.has("--write") else { return .done }
  try keepMeasurement(
    lines, as: name, by: "swift run -c release course dev adding \(flag)", unit: unit,
    arguments.terminal)
  return .done
}

/// Puts runs into a file of chapters/measurements/, each in the place of the same run before.
///
/// - Returns: the file's path.
private func keep(
  _ lines: [String], in name: String, _ arguments: ParsedArguments
) throws -> String {
  let folder = try PackageFolder.containing()
  let path = "\(Measurements.folder)/\(name).txt"
  let old = (try folder.text(path) ?? "").lines.filter { line in
    AddingCell.allCases.contains { line.hasPrefix($0.rawValue) }
  }
  let runs = Dictionary((lines + old).map { ($0.prefix { $0 != ":" }, $0) }) { new, _ in new }
  let flags = Command.devAdding.flags.filter { arguments.has($0.name) }
    .map { " \($0.name) \(arguments.string($0.name) ?? "")" }
  let head = measurementHead(
    "swift run -c release course dev adding\(flags.joined())\(old.isEmpty ? "" : ", and others")",
    unit: "hundred-thousandths of squared error, before learning and after every hundred updates")
  let sorted = runs.values.sorted { $0.compare($1, options: .numeric) == .orderedAscending }
  try folder.write(([head] + sorted).joined(separator: "\n") + "\n", to: path)
  return path
}
