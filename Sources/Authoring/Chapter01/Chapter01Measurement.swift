import Course
import Foundation
import LanguageModel
import LinearAlgebra
import Sequences
import Writing

/// What chapter 01 counts in a text of the reader's choice. The book's numbers are those of
/// tinyshakespeare.txt, kept in chapters/measurements/01-plays.txt.
struct Chapter01Measurement {
  /// The text's symbols in the order of the alphabet, and the text as their numbers.
  private let alphabet: [String]
  private let symbols: [Int]

  init(_ text: String) {
    let letters = LanguageModel.TextUnit.character.symbols(of: text)
    let alphabet = Set(letters).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: alphabet.enumerated().map { ($1, $0) })
    self.alphabet = alphabet
    symbols = letters.map { numbers[$0] ?? 0 }
  }

  func show(_ terminal: Terminal) {
    // Exactly nine tenths, rounded down: chapter 08 rounds what is held back instead.
    let training = Array(symbols[..<(symbols.count * 9 / 10)])
    let validation = Array(symbols[training.count...])
    terminal.print("\(symbols.count) characters, \(alphabet.count) different ones")
    showPairs(terminal)
    terminal.print("training \(training.count), validation \(validation.count)")
    let counts = bigramCounts(training, vocabularySize: alphabet.count)
    showLosses(training, validation, counts, terminal)
    let unseen = zip(validation, validation.dropFirst()).count { counts[$0, $1] == 0 }
    terminal.print("\(unseen) of the validation characters in pairs not seen")
    for smoothing in [0.01, 1, 10, 100] {
      let model = BigramModel(
        symbols: training, vocabularySize: alphabet.count, smoothing: smoothing)
      terminal.print(
        "smoothing \(smoothing): validation \(fixed(model.loss(on: validation), 4)), "
          + "training \(fixed(model.loss(on: training), 4))")
    }
    terminal.print(drawn(BigramModel(symbols: training, vocabularySize: alphabet.count)))
    showLearning(training, counts, terminal)
  }

  /// The losses on the training part of a table that learns by gradient descent, from zeros, beside
  /// that of the counted one.
  private func showLearning(_ training: [Int], _ counts: Matrix, _ terminal: Terminal) {
    let counted = BigramModel(symbols: training, vocabularySize: alphabet.count, smoothing: 1e-9)
    terminal.print("counted: \(fixed(counted.loss(on: training), 4))")
    terminal.print("updates: " + Self.updates.map(String.init).joined(separator: " "))
    for rate in [1.0, 10, 100, 200] {
      var logits = Matrix(rows: alphabet.count, columns: alphabet.count)
      var losses: [Double] = []
      for update in 0...(Self.updates.last ?? 0) {
        if Self.updates.contains(update) {
          losses.append(-(counts .* log(softmax(logits))).sum / counts.sum)
        }
        logits = updatedTable(logits, counts: counts, rate: rate)
      }
      terminal.print(
        "learned-\(Int(rate)): " + losses.map { fixed($0, 4) }.joined(separator: " "))
    }
  }

  /// After how many updates the loss is measured.
  private static let updates = [
    1, 2, 3, 5, 7, 10, 14, 20, 30, 50, 70, 100, 140, 200, 300, 500, 700, 1000,
  ]

  private func showPairs(_ terminal: Terminal) {
    let counts = bigramCounts(symbols, vocabularySize: alphabet.count)
    for (before, after) in [("q", "u"), ("t", "h"), ("t", " "), ("t", "o")] {
      guard let row = alphabet.firstIndex(of: before), let column = alphabet.firstIndex(of: after)
      else { continue }
      let all = counts.row(row).values.reduce(0, +)
      let share = fixed(100 * counts[row, column] / all, 1)
      terminal.print(
        "after \(before), \(Int(all)) times: \"\(after)\" \(Int(counts[row, column])) times, "
          + "\(share) %")
    }
  }

  private func showLosses(
    _ training: [Int], _ validation: [Int], _ counts: Matrix, _ terminal: Terminal
  ) {
    let frequencies = alphabet.indices.map { symbol in
      Double(training.count { $0 == symbol }) / Double(training.count)
    }
    let unigram =
      validation.dropFirst().reduce(0) { $0 - log(frequencies[$1]) } / Double(validation.count - 1)
    let bigram = BigramModel(probabilities: smoothedProbabilities(counts, smoothing: 1))
    for (name, loss) in [
      ("equally likely", log(Double(alphabet.count))), ("frequencies", unigram),
      ("bigrams", bigram.loss(on: validation)),
    ] {
      terminal.print(
        "\(name): \(fixed(loss, 4)) nats, \(fixed(loss / log(2), 4)) bits, "
          + "perplexity \(fixed(exp(loss), 2))")
    }
  }

  /// What the table writes after a `T`: each symbol drawn from the row of the one before.
  private func drawn(_ model: BigramModel) -> String {
    guard var symbol = alphabet.firstIndex(of: "T") else { return "" }
    var generator = SeededGenerator(seed: 1)
    var text = "T"
    for _ in 0..<100 {
      symbol = draw(from: model.probabilities.row(symbol).values, using: &generator)
      text += alphabet[symbol]
    }
    return text
  }
}
