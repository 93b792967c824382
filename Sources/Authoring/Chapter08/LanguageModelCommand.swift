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
    usage: "course dev language-model bigrams|ngrams|lstm|rnn|overfitting|brackets [FILE]",
    example: "swift run course dev language-model lstm tinyshakespeare.txt",
    flags: [
      Flag(name: "--seed", placeholder: "N", help: "of an RNN's or LSTM's first weights; 1"),
      Flag(name: "--units", placeholder: "N", help: "of an RNN or LSTM; 128"),
      Flag(name: "--rate", placeholder: "X", help: "at which an RNN or LSTM begins to learn; 0.01"),
    ],
    positionals: 1...2
  ) { arguments in
    let seed = UInt64(try arguments.integer("--seed", default: 1, in: 0...Int.max))
    if arguments.positionals[0] == "brackets" {
      for letters in [12, 20] {
        BracketMeasurement(letters: letters, seed: seed, arguments.terminal).run()
      }
      return .done
    }
    guard arguments.positionals.count == 2 else { throw UserError("which text? Give a file") }
    let text = try Corpus(files: [arguments.positionals[1]]).text
    if arguments.positionals[0] == "bigrams" {
      Chapter01Measurement(text).show(arguments.terminal)
      return .done
    }
    let measurement = try Chapter08Measurement(text, arguments.terminal)
    let size = measurement.text.vocabulary.count
    let units = try arguments.integer(
      "--units", default: Chapter08Measurement.hiddenSize, in: 1...1000)
    let rate = try arguments.number("--rate", default: 0.01, in: 1e-6...1)
    var generator = SeededGenerator(seed: seed)
    switch arguments.positionals[0] {
    case "lstm":
      measurement.learn(
        "lstm", LSTMModel(vocabularySize: size, hiddenSize: units, using: &generator), rate: rate)
    case "rnn":
      measurement.learn(
        "rnn", RNNModel(vocabularySize: size, hiddenSize: units, using: &generator), rate: rate)
    case "overfitting": measurement.overfit()
    case "ngrams":
      measurement.countWords()
      measurement.countNgrams()
    case let other:
      throw UserError(
        "nothing measured is called \"\(other)\"; try bigrams, lstm, rnn, overfitting, "
          + "ngrams, brackets")
    }
    return .done
  }
}
