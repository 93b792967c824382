import CourseTesting
import Foundation
import LanguageModel
import LinearAlgebra
import Writing
import XCTest

/// A text that was unpacked; of it a message shows the first symbol that is wrong.
struct UnpackedText: Equatable, CustomStringConvertible {
  let symbols: [Int]
  /// Nil where only the length is wrong.
  let shown: Int?

  var description: String {
    guard let shown, symbols.indices.contains(shown) else { return "\(symbols.count) symbols" }
    return "\(symbols[shown]) at symbol \(shown)"
  }

  static func == (one: Self, other: Self) -> Bool { one.symbols == other.symbols }
}

/// Exercise 9.11: a text from its bytes.
final class PackedTextTests: ExerciseTestCase {

  /// The text that a model packed, read in plain steps with the reader's own shares.
  private func text(
    _ model: Toy, _ bytes: [UInt8], _ count: Int, after prompt: [Int], follows: Bool = true,
    remembers: Bool = true, beginsAnew: Bool = false
  ) -> [Int] {
    let initial = model.initialState(rows: 1)
    var step = (logits: model.bias, state: initial)
    for symbol in prompt { step = model.predict([symbol], from: step.state) }
    var unpacker = ReferenceUnpacker(bytes)
    return (0..<count).map { _ in
      let logits = (0..<model.vocabularySize).map { step.logits[0, $0] }
      if beginsAnew { unpacker = ReferenceUnpacker(bytes) }
      let symbol = unpacker.unpack(wholeShares(Reference.softmax(logits, temperature: 1)))
      if follows { step = model.predict([symbol], from: remembers ? step.state : initial) }
      return symbol
    }
  }

  private func expectText(
    _ yours: [Int], _ subject: String, is right: [Int], _ model: Toy, _ bytes: [UInt8],
    after prompt: [Int], line: UInt
  ) {
    let count = right.count
    func told(_ all: [Int]) -> UnpackedText {
      UnpackedText(symbols: all, shown: zip(yours, right).map(!=).firstIndex(of: true))
    }
    expect(
      told(yours), subject, is: told(right),
      mistakes: [
        .expectsNothingNew: told(text(model, bytes, count, after: prompt, follows: false)),
        .unpackerBeginsAnew: told(text(model, bytes, count, after: prompt, beginsAnew: true)),
        .promptExpectedOnly: told(text(model, bytes, count, after: prompt, remembers: false)),
        .packedPromptLost: told(text(model, bytes, count, after: Array(prompt.suffix(1)))),
        .unpackedOneTooFew: told(Array(right.dropLast())),
      ], line: line)
  }

  private func expectUnpacked(
    _ model: Toy, _ bytes: [UInt8], _ count: Int, after prompt: [Int], line: UInt = #line
  ) {
    expectText(
      model.unpack(bytes, count: count, after: prompt),
      "\(count) symbols from \(bytes.count) bytes",
      is: text(model, bytes, count, after: prompt), model, bytes, after: prompt, line: line)
  }

  /// A text goes through the reader's packer and back.
  private func expectRoundTrip(
    _ model: Toy, _ written: [Int], after prompt: [Int], line: UInt = #line
  ) {
    let bytes = model.pack(written, after: prompt)
    expectText(
      model.unpack(bytes, count: written.count, after: prompt),
      "\(written.count) symbols, packed in \(bytes.count) bytes and unpacked", is: written, model,
      bytes, after: prompt, line: line)
    var (step, bits) = ((logits: model.bias, state: model.initialState(rows: 1)), 0.0)
    for symbol in prompt { step = model.predict([symbol], from: step.state) }
    for symbol in written {
      let logits = (0..<model.vocabularySize).map { step.logits[0, $0] }
      bits -= Foundation.log2(Reference.softmax(logits, temperature: 1)[symbol])
      step = model.predict([symbol], from: step.state)
    }
    if !bits.isFinite { return }
    expect(
      8 * Double(bytes.count) <= 1.01 * bits + 16,
      orSay: "\(written.count) symbols of \(Int(bits)) bits are packed in \(8 * bytes.count)",
      line: line)
  }

  func test_9_11_theTextFromItsBytes() {
    trials(10) { generator in
      let (model, prompt) = (generator.toy(6), generator.symbols(4, below: 6))
      let bytes = (0..<30).map { _ in UInt8(generator.integer(below: 256)) }
      expectUnpacked(model, bytes, 40, after: prompt)
    }
  }

  func test_9_11_thereAndBack() {
    trials(10) { generator in
      let (model, prompt) = (generator.toy(6), generator.symbols(4, below: 6))
      expectRoundTrip(model, generator.symbols(300, below: 6), after: prompt)
    }
  }

  func test_9_11_thereAndBackOfHardCases() {
    var generator = SeededGenerator(seed: 911)
    let sure = generator.toy(5, spread: 60)
    for written in [[], [0], [4, 4, 4, 4], [Int](repeating: 2, count: 200)] {
      expectRoundTrip(sure, written, after: [1])
    }
    // A model that is sure of what comes: hundreds of symbols in a byte or two.
    let certain = Toy(
      table: [[0, 30, 0], [0, 0, 30], [30, 0, 0]], bias: Matrix(rows: 1, columns: 3))
    expectRoundTrip(certain, (1...600).map { $0 % 3 }, after: [0])
    expectRoundTrip(certain, (1...60).map { (2 * $0) % 3 }, after: [0])
    let one = Toy(table: [[1]], bias: [[0]])
    expectRoundTrip(one, [0, 0, 0], after: [0])
  }

  func test_9_11_noBytesAreATextToo() {
    trials(3) { generator in
      let model = generator.toy(4)
      expectUnpacked(model, [], 12, after: [1, 3])
      expectUnpacked(model, [200], 0, after: [1])
    }
  }
}
