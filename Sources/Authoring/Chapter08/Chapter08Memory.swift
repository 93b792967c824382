import Backpropagation
import Course
import Foundation
import LanguageModel
import LinearAlgebra
import Optimizers
import Sequences
import VanillaRNN

// How far back a trained model looks, and a text on which it has to.

extension Chapter08Measurement {
  /// How many of the characters before the predicted one are the text's own.
  static let distances = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 40, 60, 100, 200, 400]

  /// The loss on what is held back where only the last characters are the text's own; before them a
  /// model reads 100 that stand elsewhere in it.
  func look(_ name: String, _ model: some RecurrentModel) {
    let symbols = text.validationSymbols
    let places = Array(stride(from: 500, to: symbols.count - 1, by: 50))
    let elsewhere = places.map { ($0 + symbols.count / 2) % (symbols.count - 101) }
    var start = model.initialState(rows: places.count)
    for step in 0..<100 {
      start = model.predict(elsewhere.map { symbols[$0 + step] }, from: start).state
    }
    let losses = Self.distances.map { distance in
      var (logits, state) = (Matrix(rows: 0, columns: 0), start)
      for back in (1...distance).reversed() {
        (logits, state) = model.predict(places.map { symbols[$0 - back] }, from: state)
      }
      return crossEntropy(logits, targets: places.map { symbols[$0] })
    }
    print("\(name).looks", losses)
  }
}

/// Networks and tables on a `bracketText`.
struct BracketMeasurement {
  private let (training, held): ([Int], [Int])
  private let name: String
  private let seed: UInt64
  private let terminal: Terminal

  init(letters: Int, seed: UInt64, _ terminal: Terminal) {
    var die = Die(seed: seed)
    training = bracketText(count: 200_000, letters: letters, die: &die)
    held = bracketText(count: 20_000, letters: letters, die: &die)
    (name, self.seed, self.terminal) = ("brackets-\(letters)", seed, terminal)
  }

  private func print(_ what: String, _ losses: [Double]) {
    terminal.print("\(name).\(what): " + losses.map { fixed($0, 4) }.joined(separator: " "))
  }

  func run() {
    for imagined in [0.25, 1, 4] {
      print("tables-\(imagined)", tableLosses(training, held, 0...16, 10, imagined: imagined))
    }
    var generator = SeededGenerator(seed: seed)
    learn("lstm", LSTMModel(vocabularySize: 10, hiddenSize: 32, using: &generator))
    learn("rnn", RNNModel(vocabularySize: 10, hiddenSize: 66, using: &generator))
  }

  /// Twelve epochs, with a rate that falls after six and nine.
  private func learn(_ what: String, _ start: some RecurrentModel) {
    var (model, optimizer) = (start, Adam(learningRate: 0.01))
    let cut = windows(of: training, rows: 32, length: 64)
    let judged = windows(of: held, rows: 16, length: 64)
    print(
      what,
      (0..<12).flatMap { epoch in
        optimizer.learningRate = epoch < 6 ? 0.01 : epoch < 9 ? 0.003 : 0.001
        return model.train(
          on: cut, validation: judged, epochs: 1, maximumNorm: 1, with: &optimizer
        ).validation
      })
  }
}

/// The loss on a second text of tables that look so many symbols back, counted in a first. Each adds
/// to its counts `imagined` symbols, shared out as the next shorter table says; the shortest of all
/// is an even guess.
func tableLosses(
  _ first: [Int], _ second: [Int], _ lengths: ClosedRange<Int>, _ vocabularySize: Int,
  imagined: Double
) -> [Double] {
  var probabilities = second.map { _ in 1 / Double(vocabularySize) }
  return lengths.map { length in
    let table = NgramCounts(first, length: length)
    for place in second.indices.dropFirst(length) {
      let (came, all) = table.counts(of: second, at: place)
      probabilities[place] = (came + imagined * probabilities[place]) / (all + imagined)
    }
    return probabilities.dropFirst().reduce(0) { $0 - log($1) } / Double(second.count - 1)
  }
}
