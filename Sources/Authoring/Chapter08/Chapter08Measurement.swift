import Backpropagation
import Course
import Foundation
import GradientChecking
import LSTMGates
import LanguageModel
import LinearAlgebra
import Optimizers
import Sequences
import Tasks
import VanillaRNN

import func Text.grouped

/// The trainings that chapter 08 reports, on a text of the reader's choice. The book's numbers are
/// those of tinyshakespeare.txt, the file of chapter 01; `Chapter08Data` reads them.
struct Chapter08Measurement {
  typealias Sampling = LanguageModel.Sampling
  enum Cell { case lstm, rnn }

  static let (rows, length, hiddenSize) = (32, 64, 128)
  static let (learningRate, decay, maximumNorm) = (0.01, 0.3, 1.0)
  static let epochs = 8
  /// The little text that a model is too large for.
  static let littleText = 40_000

  let training, validation: [String]
  let vocabulary: LanguageModel.Vocabulary

  init(_ text: String) {
    let symbols = LanguageModel.TextUnit.character.symbols(of: text)
    (training, validation) = splitForValidation(symbols, fraction: 0.1)
    vocabulary = LanguageModel.Vocabulary(
      unit: .character, known: knownSymbols(of: training, minimumCount: 1))
  }

  // MARK: The two cells

  func learning(_ cell: Cell, seed: Int, _ terminal: Terminal) {
    var generator = SeededGenerator(seed: UInt64(seed))
    switch cell {
    case .lstm:
      learn(
        LSTMModel(
          vocabularySize: vocabulary.count, hiddenSize: Self.hiddenSize, using: &generator),
        training, validation, rows: Self.rows, epochs: Self.epochs, factor: Self.decay,
        terminal)
    case .rnn:
      learn(
        RNNModel(vocabularySize: vocabulary.count, hiddenSize: Self.hiddenSize, using: &generator),
        training, validation, rows: Self.rows, epochs: Self.epochs, factor: Self.decay,
        terminal)
    }
  }

  /// Trains a model; prints both losses after each epoch, and what it then writes.
  private func learn(
    _ model: some RecurrentModel, _ training: [String], _ validation: [String], rows: Int,
    epochs: Int, factor: Double, _ terminal: Terminal
  ) {
    var model = model
    var optimizer = Adam(learningRate: Self.learningRate)
    let start = ContinuousClock().now
    let windows = windows(
      of: vocabulary.encode(symbols: training), rows: rows, length: Self.length)
    let held = LanguageModel.windows(
      of: vocabulary.encode(symbols: validation), rows: rows, length: Self.length)
    terminal.print("before: validation \(fixed(model.loss(of: held), 4))")
    let decay = LearningRateDecay(
      initialRate: Self.learningRate, factor: factor, interval: 3 * windows.count)
    for epoch in 1...epochs {
      optimizer.learningRate = decay.rate(at: (epoch - 1) * windows.count)
      let history = model.train(
        on: windows, validation: held, epochs: 1, maximumNorm: Self.maximumNorm, with: &optimizer)
      let mean = history.training.reduce(0, +) / Double(windows.count)
      let seconds = Int((ContinuousClock().now - start) / .seconds(1))
      terminal.print(
        "epoch \(epoch): training \(fixed(mean, 4)), validation "
          + "\(fixed(history.validation[0], 4)), \(seconds) s")
      terminal.print(sample(model, after: "\n", count: 160, Sampling(temperature: 0.8)))
    }
    finish(model, terminal)
  }

  /// What a trained model says to one beginning, and what it writes in several ways.
  private func finish(_ model: some RecurrentModel, _ terminal: Terminal) {
    for prompt in ["To be, or not to ", "KING ", "The ", "What is th", "I will not b"] {
      let logits = logits(model, after: prompt)
      let best = mostProbableFirst(logits).prefix(12)
      let list = best.map { "(\"\(vocabulary.symbols[$0])\", \(fixed(logits[$0], 4)))" }
      terminal.print("after \"\(prompt)\": " + list.joined(separator: ", "))
      terminal.print("all: [" + logits.map { fixed($0, 4) }.joined(separator: ", ") + "]")
      terminal.print(
        "probabilities: "
          + best.map {
            "\(vocabulary.symbols[$0]) \(fixed(softmax(logits, temperature: 1)[$0], 4))"
          }.joined(separator: ", "))
    }
    let ways: [(String, Sampling)] = [
      ("temperature 0.2", Sampling(temperature: 0.2)),
      ("temperature 0.5", Sampling(temperature: 0.5)),
      ("temperature 0.8", Sampling(temperature: 0.8)),
      ("temperature 1", Sampling()), ("temperature 1.5", Sampling(temperature: 1.5)),
      ("temperature 2", Sampling(temperature: 2)),
      ("k 5", Sampling(k: 5)), ("p 0.9", Sampling(p: 0.9)),
    ]
    for (name, way) in ways {
      terminal.print("== \(name)\n" + sample(model, after: "\n", count: 300, way))
    }
    for prompt in ["\n", "The ", "KING ", "What ", "I "] {
      var generator = SeededGenerator(seed: 1)
      let text = model.generate(
        1_000, after: vocabulary.encode(prompt), sampling: .greedy, using: &generator)
      terminal.print(
        "== greedy after \"\(prompt)\", loop \(loopLength(atEndOf: text).map(String.init) ?? "none")\n"
          + vocabulary.decode(Array(text.prefix(400))))
    }
  }

  private func logits(_ model: some RecurrentModel, after prompt: String) -> [Double] {
    var state = model.initialState(rows: 1)
    var logits = Matrix(rows: 1, columns: vocabulary.count)
    for symbol in vocabulary.encode(prompt) {
      (logits, state) = model.predict([symbol], from: state)
    }
    return logits.values
  }

  private func sample(
    _ model: some RecurrentModel, after prompt: String, count: Int, _ sampling: Sampling
  ) -> String {
    var generator = SeededGenerator(seed: 1)
    return vocabulary.decode(
      model.generate(
        count, after: vocabulary.encode(prompt), sampling: sampling, using: &generator))
  }

  // MARK: Overfitting

  /// Models of two sizes that learn from the beginning of the text.
  func overfitting(_ terminal: Terminal) {
    let little = Array(training.prefix(Self.littleText))
    let held = Array(validation.prefix(Self.littleText / 2))
    for size in [128, 16] {
      terminal.print("\(size) units")
      var generator = SeededGenerator(seed: 1)
      learn(
        LSTMModel(vocabularySize: vocabulary.count, hiddenSize: size, using: &generator),
        little, held, rows: 16, epochs: 40, factor: 1, terminal)
    }
  }

  // MARK: Counting

  /// The loss on the validation text of tables that look 0 to 8 symbols back. Each adds to its
  /// counts `imagined` symbols, shared out as the next shorter table says; the shortest of all is
  /// an even guess.
  func ngrams(_ terminal: Terminal) {
    let (seen, new) = (
      vocabulary.encode(symbols: training), vocabulary.encode(symbols: validation)
    )
    let lengths = 0...8
    var stored = 0
    for length in lengths {
      let counts = NgramCounts(seen, length: length)
      stored += counts.different
      terminal.print(
        "\(length) back: \(grouped(counts.different)) different, \(grouped(counts.once)) of them "
          + "once; with the shorter ones \(grouped(stored))")
    }
    let little = BigramModel(
      symbols: Array(seen.prefix(Self.littleText)), vocabularySize: vocabulary.count - 1)
    let loss = little.loss(on: Array(new.prefix(Self.littleText / 2)))
    terminal.print("bigrams of \(grouped(Self.littleText)) symbols: \(fixed(loss, 4))")
    for imagined in [1.0, 4, 16, 32, 64] {
      var probabilities = new.map { _ in 1 / Double(vocabulary.count - 1) }
      var losses: [String] = []
      for length in lengths {
        let counts = NgramCounts(seen, length: length)
        for place in new.indices.dropFirst(length) {
          let (came, all) = counts.counts(of: new, at: place)
          probabilities[place] = (came + imagined * probabilities[place]) / (all + imagined)
        }
        let total = probabilities.dropFirst().reduce(0) { $0 - log($1) }
        losses.append(fixed(total / Double(new.count - 1), 4))
      }
      terminal.print("\(Int(imagined)) imagined: " + losses.joined(separator: ", "))
    }
  }
}

extension Chapter08Measurement {
  /// How many words there are, and how many of them are rare.
  package func words(_ terminal: Terminal) {
    func words(_ characters: [String]) -> (symbols: Int, words: [String]) {
      let symbols = LanguageModel.TextUnit.word.symbols(of: characters.joined())
      return (
        symbols.count, symbols.filter { $0.first?.isLetter ?? false || $0.first?.isNumber ?? false }
      )
    }
    let (seen, new) = (words(training), words(validation))
    let counts = seen.words.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    terminal.print(
      "\(grouped(counts.count)) different words, \(grouped(counts.count { $0.value == 1 })) of them once"
    )
    terminal.print(
      "\(grouped(new.words.count)) words held back, "
        + "\(grouped(new.words.count { counts[$0] == nil })) of them new")
    let ten = Double(seen.words.count) / 10
    terminal.print(
      "ten words: \(fixed(Double(training.count) / ten, 1)) characters, "
        + "\(fixed(Double(seen.symbols) / ten, 1)) symbols of a model of words")
  }
}

/// How often each symbol came after each stretch of `length` symbols.
private struct NgramCounts {
  let length: Int
  private var after: [UInt64: Double] = [:]
  private var all: [UInt64: Double] = [:]

  init(_ symbols: [Int], length: Int) {
    self.length = length
    for place in symbols.indices.dropFirst(length) {
      let (context, symbol) = keys(symbols, place)
      after[symbol, default: 0] += 1
      all[context, default: 0] += 1
    }
  }

  /// How many numbers there are to store.
  var different: Int { after.count }

  /// How many of them are 1.
  var once: Int { after.count { $0.value == 1 } }

  func counts(of symbols: [Int], at place: Int) -> (came: Double, all: Double) {
    let (context, symbol) = keys(symbols, place)
    return (after[symbol, default: 0], all[context, default: 0])
  }

  /// The symbols before a place, and those with the symbol there, as digits of one number.
  private func keys(_ symbols: [Int], _ place: Int) -> (context: UInt64, symbol: UInt64) {
    var context: UInt64 = 0
    for symbol in symbols[(place - length)..<place] { context = context &* 127 &+ UInt64(symbol) }
    return (context, context &* 127 &+ UInt64(symbols[place]))
  }
}
