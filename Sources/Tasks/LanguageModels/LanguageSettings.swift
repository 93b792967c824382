import Course
import Text

/// What the flags of `course train` say about a language model.
package typealias ConfigurationFlags = SettingFlags<TrainingConfiguration>

extension TrainingConfiguration {
  package static let settings: [TrainingSetting<Self>] = [
    .init("--cell lstm|rnn", "the recurrent layer (default lstm)", \.cell),
    .init("--hidden N", "units of each recurrent layer (default 128)", \.hidden, in: 1...4096),
    .init("--layers N", "recurrent layers, one above the other (default 1)", \.layers, in: 1...16),
    .init("--embedding N", "numbers for each symbol (default 64)", \.embedding, in: 1...4096),
    .init("--batch N", "stretches of text read side by side (default 32)", \.batch, in: 1...4096),
    .init(
      "--length N", "steps that the gradient flows back (default 64)", \.length, in: 1...65_536),
    .init(
      "--epochs N", "times through the text (default: a minute or two of them)", \.epochs,
      in: 1...1_000_000),
    .init(
      "--learning-rate R", "Adam's first step size, which falls with time (default 0.01)",
      \.learningRate
    ) { try $0.number($1, default: 0, above: 0, atMost: 10) },
    .init("--clip R", "the largest norm of a gradient (default 1)", \.clip) {
      try $0.number($1, default: 0, above: 0)
    },
    .init(
      "--validation F", "the fraction of the text, its end, to measure on (default 0.1)",
      \.validation
    ) { try $0.number($1, default: 0, in: 0...0.9) },
    .init("--seed N", "of the first weights and the samples (default 1)", \.seed, in: 0...Int.max),
    .init(
      optional: Flag(
        "--vocabulary N",
        "the N most frequent symbols, all others being one (default: all characters, 20,000 words)"),
      \.vocabulary, in: 1...1_000_000),
    .init("--unit character|word", "what is predicted (default character)", \.unit),
  ]

  package static let flagsOfModels: Set = [
    "--cell", "--hidden", "--layers", "--embedding", "--unit", "--vocabulary",
  ]

  package static var command: Command { .train }
}

extension ConfigurationFlags {
  /// How many symbols a text has, of the unit that these flags ask for.
  package func symbolCount(of text: String) -> Int {
    applied(to: .standard).unit.symbols(of: text).count
  }
}
