import Foundation

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
      Flag(name: "--steps", placeholder: "N", help: "of the optimiser (4000)"),
    ],
    positionals: 0...0
  ) { arguments in
    let lengths =
      try arguments.integer("--length", in: 2...10_000).map { [$0] }
      ?? AddingMeasurements.lengths
    let cells =
      arguments.has("--cell")
      ? [try arguments.choice("--cell", default: "lstm", of: ["rnn", "lstm"])] : ["rnn", "lstm"]
    let first = try arguments.integer("--from", default: 1, in: 0...Int.max / 2)
    let count = try arguments.integer("--seeds", default: 5, in: 1...1_000)
    let steps = try arguments.integer("--steps", default: 4_000, in: 100...1_000_000)
    for length in lengths {
      for seed in first..<first + count {
        for cell in cells.compactMap(AddingCell.init(rawValue:)) {
          let experiment = AddingExperiment(
            cell: cell, length: length, seed: UInt64(seed), steps: steps)
          let result = experiment.run { !$0.isSolved }
          arguments.terminal.print(AddingMeasurements.line(experiment, result.errors))
        }
      }
    }
    return .done
  }
}
