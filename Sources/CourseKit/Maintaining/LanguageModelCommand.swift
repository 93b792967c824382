import Text

extension Command {
  static let devLanguageModel = Command(
    name: "dev language-model",
    summary: "runs chapter 08's trainings again; takes an hour",
    usage: "course dev language-model lstm|rnn|overfitting|ngrams FILE",
    example: "swift run course dev language-model lstm tinyshakespeare.txt",
    positionals: 2...2
  ) { arguments in
    let measurement = Chapter08Measurement(try Corpus(files: [arguments.positionals[1]]).text)
    switch arguments.positionals[0] {
    case "lstm": measurement.learning(.lstm, arguments.terminal)
    case "rnn": measurement.learning(.rnn, arguments.terminal)
    case "overfitting": measurement.overfitting(arguments.terminal)
    case "ngrams": measurement.ngrams(arguments.terminal)
    case let other:
      throw UserError("nothing measured is called \"\(other)\"; try lstm, rnn, overfitting, ngrams")
    }
    return .done
  }
}
