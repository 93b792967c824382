import Backpropagation
import Course
import Foundation
import LSTMGates
import LanguageModel
import LinearAlgebra
import Tasks
import Text
import VanillaRNN
import Writing

extension Command {
  static let devWriting = Command(
    name: "dev writing",
    summary: "measures what chapter 09 says of a model that writes and packs",
    usage: "course dev writing MODEL FILE",
    example: "swift run course dev writing plays.safetensors tinyshakespeare.txt",
    positionals: 2...2
  ) { arguments in
    let checkpoint = try Checkpoint(contentsOf: arguments.positionals[0])
    let text = try Corpus(files: [arguments.positionals[1]]).text
    try Chapter09Measurement(checkpoint, text, arguments.terminal).show()
    return .done
  }
}

/// What a trained model writes at several temperatures, how much that surprises it, and how well it
/// packs what was held back of its text.
struct Chapter09Measurement {
  private let model: LSTMModel
  private let symbols: [String]
  private let held: [Int]
  private let terminal: Terminal

  init(_ checkpoint: Checkpoint, _ text: String, _ terminal: Terminal) throws {
    let widget = WidgetModel(checkpoint)
    (model, symbols, self.terminal) = (LSTMModel(widget), widget.symbols, terminal)
    let text = try ChapterTrainingText(text, .standard)
    let symbols = text.validationSymbols.map { text.vocabulary.symbols[$0] }
    held = Self.encoded(symbols, widget.symbols)
  }

  private static func encoded(_ text: [String], _ symbols: [String]) -> [Int] {
    text.map { symbols.firstIndex(of: $0) ?? symbols.count - 1 }
  }

  private func encoded(_ text: String) -> [Int] {
    Self.encoded(text.map { String($0) }, symbols)
  }

  private func decoded(_ text: [Int]) -> String { text.map { symbols[$0] }.joined() }

  func show() {
    let (first, rest) = ([held[0]], Array(held.dropFirst()))
    let bits = surprises(rest, after: first).reduce(0, +)
    let packed = model.pack(rest, after: first)
    let back = model.unpack(packed, count: rest.count, after: first) == rest
    terminal.print("pack.symbols: \(rest.count)")
    terminal.print("pack.model-bits: \(fixed(bits, 1))")
    terminal.print("pack.bytes: \(packed.count)")
    terminal.print("pack.round-trip: \(back)")
    let quarter = Array(rest.prefix(5_000))
    terminal.print("surprise.human: \(fixed(mean(surprises(quarter, after: first)), 2))")
    for temperature in [0, 0.2, 0.5, 0.8, 1, 1.5, 2] {
      tell("temperature \(temperature)", Sampling(temperature: temperature))
    }
    for (name, way) in [("top-5", Sampling(k: 5)), ("nucleus of 0.9", Sampling(p: 0.9))] {
      tell(name, way)
    }
    for prompt in ["\n", "The ", "KING ", "What ", "I "] {
      let end = written(1_000, after: prompt, .greedy)
      terminal.print("loop: \(loopLength(atEndOf: end) ?? 0) after \(prompt)")
    }
    expect("What is th")
    // Coins, unpacked.
    var generator = SeededGenerator(seed: 1)
    let coins = (0..<100).map { _ in UInt8(generator.integer(below: 256)) }
    let prompt = encoded("\n")
    terminal.print(
      "== coins\n" + decoded(model.unpack(coins, count: 300, after: prompt)))
  }

  private func tell(_ name: String, _ way: Writing.Sampling) {
    let symbols = written(5_000, after: "\n", way)
    let surprise = mean(surprises(symbols, after: encoded("\n")))
    terminal.print("== \(name): \(fixed(surprise, 2)) bits of surprise a character")
    terminal.print(decoded(Array(symbols.prefix(300))))
  }

  private func expect(_ prompt: String) {
    var (logits, state) = ([Double](), model.initialState(rows: 1))
    for symbol in encoded(prompt) {
      let next = model.predict([symbol], from: state)
      (logits, state) = (next.logits.values, next.state)
    }
    let order = mostProbableFirst(logits)
    let shown = order.map { symbols[$0] }
    terminal.print(
      "symbols: " + shown.map { ["\n": "⏎", " ": "␣"][$0] ?? $0 }.joined(separator: " "))
    terminal.print("logits: " + order.map { fixed(logits[$0], 4) }.joined(separator: " "))
  }

  private func written(
    _ count: Int, after prompt: String, _ way: Writing.Sampling
  ) -> [Int] {
    var generator = SeededGenerator(seed: 1)
    return model.generate(
      count, after: encoded(prompt), sampling: way, using: &generator)
  }

  /// In bits, of each symbol.
  private func surprises(_ symbols: [Int], after prompt: [Int]) -> [Double] {
    var expected = Expectation(of: model, after: prompt)
    return symbols.map { symbol in
      defer { expected.read(symbol) }
      return -log2(expected.probabilities[symbol])
    }
  }
}
