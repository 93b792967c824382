import Backpropagation
import Course
import LanguageModel
import LinearAlgebra
import Text
import VanillaRNN

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
    let measurement = try Chapter08Measurement(text, arguments.terminal)
    let (size, units) = (measurement.text.vocabulary.count, Chapter08Measurement.hiddenSize)
    var generator = SeededGenerator(
      seed: UInt64(try arguments.integer("--seed", default: 1, in: 0...Int.max)))
    switch arguments.positionals[0] {
    case "lstm":
      measurement.learn(
        "lstm", LSTMModel(vocabularySize: size, hiddenSize: units, using: &generator))
    case "rnn":
      measurement.learn("rnn", RNNModel(vocabularySize: size, hiddenSize: units, using: &generator))
    case "overfitting": measurement.overfit()
    case "ngrams":
      measurement.countWords()
      measurement.countNgrams()
    case let other:
      throw UserError(
        "nothing measured is called \"\(other)\"; try bigrams, lstm, rnn, overfitting, ngrams")
    }
    return .done
  }
}
