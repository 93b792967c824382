import Course
import Text

extension Command {
  static let devLanguageModel = Command(
    name: "dev language-model",
    summary: "counts chapter 01's pairs and runs chapter 08's trainings again",
    usage: "course dev language-model bigrams|ngrams|lstm|rnn|overfitting FILE",
    example: "swift run course dev language-model lstm tinyshakespeare.txt",
    flags: [Flag(name: "--seed", placeholder: "N", help: "of an RNN's or LSTM's first weights; 1")],
    positionals: 2...2
  ) { arguments in
    let text = try Corpus(files: [arguments.positionals[1]]).text
    if arguments.positionals[0] == "bigrams" {
      Chapter01Measurement(text).show(arguments.terminal)
      return .done
    }
    let measurement = Chapter08Measurement(text)
    let seed = try arguments.integer("--seed", default: 1, in: 0...Int.max)
    switch arguments.positionals[0] {
    case "lstm": measurement.learning(.lstm, seed: seed, arguments.terminal)
    case "rnn": measurement.learning(.rnn, seed: seed, arguments.terminal)
    case "overfitting": measurement.overfitting(arguments.terminal)
    case "ngrams":
      measurement.words(arguments.terminal)
      measurement.ngrams(arguments.terminal)
    case let other:
      throw UserError(
        "nothing measured is called \"\(other)\"; try bigrams, lstm, rnn, overfitting, ngrams")
    }
    return .done
  }
}
