import Course
import Foundation

extension Command {
  package static let devAdding = Command(
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
      Flag(name: "--learning-rate", placeholder: "X", help: "of Adam (0.005)"),
      Flag(name: "--forget-bias", placeholder: "X", help: "of the LSTM at first (1)"),
      Flag(name: "--live", help: "how soon the web edition's small LSTMs learn, and no more"),
    ],
    positionals: 0...0
  ) { arguments in
    if arguments.has("--live") {
      for seed in 1...3 {
        let run = AddingLive.run(seed: UInt64(seed))
        arguments.terminal.print(
          "seed \(seed): LSTM \(run.lstm.map(String.init) ?? "never"), RNN \(fixed(run.rnn, 3))")
      }
      return .done
    }
    let lengths =
      try arguments.integer("--length", in: 2...10_000).map { [$0] }
      ?? AddingMeasurements.lengths
    let cells =
      arguments.has("--cell")
      ? [try arguments.choice("--cell", default: "lstm", of: ["rnn", "lstm"])] : ["rnn", "lstm"]
    let first = try arguments.integer("--from", default: 1, in: 0...Int.max / 2)
    let count = try arguments.integer("--seeds", default: 5, in: 1...1_000)
    let steps = try arguments.integer("--steps", default: 4_000, in: 100...1_000_000)
    let rate = try arguments.number(
      "--learning-rate", default: AddingExperiment.learningRate, above: 0)
    let bias = try arguments.number(
      "--forget-bias", default: AddingExperiment.forgetBias, in: -100...100)
    for length in lengths {
      for seed in first..<first + count {
        for cell in cells.compactMap(AddingCell.init(rawValue:)) {
          var experiment = AddingExperiment(
            cell: cell, length: length, seed: UInt64(seed), steps: steps)
          (experiment.learningRate, experiment.forgetBias) = (rate, bias)
          let result = experiment.run { !$0.isSolved }
          arguments.terminal.print(AddingMeasurements.line(experiment, result.errors))
        }
      }
    }
    return .done
  }
}
