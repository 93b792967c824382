import Backpropagation
import Course
import Foundation
import LanguageModel
import LinearAlgebra
import Optimizers
import Sequences
import Tasks
import Writing

/// The trainings that chapter 08 reports, on a text of the reader's choice. The book's numbers are
/// those of tinyshakespeare.txt, the file of chapter 01; `Chapter08Data` reads them. What belongs into
/// chapters/measurements/08-plays.txt is printed as it stands there.
struct Chapter08Measurement {
  typealias Sampling = Writing.Sampling

  static let hiddenSize = 128
  /// The little text that a model is too large for.
  static let littleText = 40_000

  let text: ChapterTrainingText
  let terminal: Terminal

  init(_ text: String, _ terminal: Terminal) throws {
    (self.text, self.terminal) = (try ChapterTrainingText(text, .standard), terminal)
  }

  func print(_ name: String, _ numbers: [Double], _ digits: Int = 4) {
    terminal.print("\(name): " + numbers.map { fixed($0, digits) }.joined(separator: " "))
  }

  // MARK: Learning

  /// Eight epochs of the whole text, the rate falling after every third.
  func learn(_ name: String, _ model: some RecurrentModel, rate: Double) {
    let model = learn(name, model, text.training, text.validation, epochs: 8, rate, factor: 0.3)
    finish(model)
    look(name, model)
  }

  /// Models of two sizes that learn from the beginning of the text.
  func overfit() {
    let known = knownSymbols(of: symbols(text.trainingSymbols, Self.littleText), minimumCount: 1)
    let vocabulary = Vocabulary(unit: .character, known: known)
    func little(_ indices: [Int], _ count: Int) -> [Window] {
      windows(of: vocabulary.encode(symbols: symbols(indices, count)), rows: 16, length: 64)
    }
    terminal.print("little-symbols: \(known.count)")
    let held = vocabulary.encode(symbols: symbols(text.validationSymbols, Self.littleText / 2))
    terminal.print("little-unknown: \(held.count { $0 == vocabulary.unknown })")
    let pairs = BigramModel(
      symbols: vocabulary.encode(symbols: symbols(text.trainingSymbols, Self.littleText)),
      vocabularySize: vocabulary.count)
    print("little-bigrams", [pairs.loss(on: held)])
    let training = little(text.trainingSymbols, Self.littleText)
    let validation = little(text.validationSymbols, Self.littleText / 2)
    for (name, size) in [("large", Self.hiddenSize), ("small", 16)] {
      var generator = SeededGenerator(seed: 1)
      let model = LSTMModel(
        vocabularySize: vocabulary.count, hiddenSize: size, using: &generator)
      _ = learn(name, model, training, validation, epochs: 40, 0.01, factor: 1)
    }
  }

  /// The first symbols of a part of the text, as strings.
  private func symbols(_ indices: [Int], _ count: Int) -> [String] {
    indices.prefix(count).map { text.vocabulary.symbols[$0] }
  }

  /// Trains a model; tells both losses after each epoch, and what it then writes.
  private func learn<Model: RecurrentModel>(
    _ name: String, _ start: Model, _ training: [Window], _ validation: [Window],
    epochs: Int, _ rate: Double, factor: Double
  ) -> Model {
    var (model, optimizer) = (start, Adam(learningRate: rate))
    var losses: (training: [Double], validation: [Double]) = ([], [])
    let decay = LearningRateDecay(
      initialRate: optimizer.learningRate, factor: factor, interval: 3 * training.count)
    for epoch in 0..<epochs {
      optimizer.learningRate = decay.rate(at: epoch * training.count)
      let history = model.train(
        on: training, validation: validation, epochs: 1, maximumNorm: 1, with: &optimizer)
      losses.training.append(history.training.reduce(0, +) / Double(training.count))
      losses.validation += history.validation
      print("\(name), epoch \(epoch + 1)", [losses.training[epoch], losses.validation[epoch]])
      if model.vocabularySize == text.vocabulary.count {
        terminal.print(text.vocabulary.decode(written(160, by: model, Sampling(temperature: 0.8))))
      }
    }
    print("\(name).training", losses.training)
    print("\(name).validation", losses.validation)
    return model
  }

  /// What a trained model expects after one beginning, and what it writes in several ways.
  private func finish(_ model: some RecurrentModel) {
    var (logits, state) = ([Double](), model.initialState(rows: 1))
    for symbol in text.vocabulary.encode("What is th") {
      let next = model.predict([symbol], from: state)
      (logits, state) = (next.logits.values, next.state)
    }
    let order = mostProbableFirst(logits)
    let symbols = order.map { text.vocabulary.symbols[$0] }
    terminal.print(
      "symbols: " + symbols.map { ["\n": "⏎", " ": "␣"][$0] ?? $0 }.joined(separator: " "))
    print("logits", order.map { logits[$0] })
    let ways = [0.2, 0.5, 0.8, 1, 1.5, 2].map { Sampling(temperature: $0) }
    for way in ways + [Sampling(k: 5), Sampling(p: 0.9)] {
      terminal.print("== \(way)\n" + text.vocabulary.decode(written(300, by: model, way)))
    }
    let loops = ["\n", "The ", "KING ", "What ", "I "].map { prompt in
      let symbols = written(1_000, by: model, after: prompt, .greedy)
      terminal.print(
        "== greedy after \"\(prompt)\"\n" + text.vocabulary.decode(Array(symbols.prefix(400))))
      return Double(loopLength(atEndOf: symbols) ?? 0)
    }
    print("loops", loops, 0)
  }

  private func written(
    _ count: Int, by model: some RecurrentModel, after prompt: String = "\n", _ sampling: Sampling
  ) -> [Int] {
    var generator = SeededGenerator(seed: 1)
    return model.generate(
      count, after: text.vocabulary.encode(prompt), sampling: sampling, using: &generator)
  }

  // MARK: Counting

  /// The loss on the validation text of tables that look 0 to 8 symbols back.
  func countNgrams() {
    let (new, known) = (text.validationSymbols, text.vocabulary.count - 1)
    let tables = (0...8).map { NgramCounts(text.trainingSymbols, length: $0) }
    print("counts", tables.map { Double($0.after.count) }, 0)
    terminal.print("once-of-six: \(tables[6].after.values.count { $0 == 1 })")
    for imagined in [1.0, 4, 16, 32, 64] {
      let losses = tableLosses(text.trainingSymbols, new, 0...8, known, imagined: imagined)
      print("tables, \(Int(imagined)) imagined", losses)
    }
  }

  /// How many words there are, and how many of them are rare.
  func countWords() {
    func words(_ symbols: [Int]) -> (symbols: Int, words: [String]) {
      let symbols = LanguageModel.TextUnit.word.symbols(of: text.vocabulary.decode(symbols))
      let isWord: (String) -> Bool = { $0.first.map { $0.isLetter || $0.isNumber } ?? false }
      return (symbols.count, symbols.filter(isWord))
    }
    let (seen, new) = (words(text.trainingSymbols), words(text.validationSymbols))
    let counts = seen.words.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    terminal.print("words: \(counts.count)")
    terminal.print("words-once: \(counts.values.count { $0 == 1 })")
    terminal.print("words-held: \(new.words.count)")
    terminal.print("words-new: \(new.words.count { counts[$0] == nil })")
    let lengths = [text.trainingSymbols.count, seen.symbols].map(Double.init)
    print("ten-words", lengths.map { 10 * $0 / Double(seen.words.count) }, 1)
  }
}

/// How often each symbol came after each stretch of `length` symbols.
struct NgramCounts {
  let length: Int
  private(set) var after: [UInt64: Double] = [:]
  private var all: [UInt64: Double] = [:]

  init(_ symbols: [Int], length: Int) {
    self.length = length
    for place in symbols.indices.dropFirst(length) {
      let (context, symbol) = keys(symbols, place)
      after[symbol, default: 0] += 1
      all[context, default: 0] += 1
    }
  }

  func counts(of symbols: [Int], at place: Int) -> (came: Double, all: Double) {
    let (context, symbol) = keys(symbols, place)
    return (after[symbol, default: 0], all[context, default: 0])
  }

  /// The symbols before a place, and those with the symbol there, as digits of one number.
  private func keys(_ symbols: [Int], _ place: Int) -> (context: UInt64, symbol: UInt64) {
    let context = symbols[(place - length)..<place].reduce(0) { $0 &* 127 &+ UInt64($1) }
    return (context, context &* 127 &+ UInt64(symbols[place]))
  }
}
