import CourseTesting
import Foundation
import LinearAlgebra
import XCTest

@testable import LanguageModel

/// Exercises 8.5 and 8.6: the loss of a whole text, in nats and in bits.
final class EvaluationTests: ExerciseTestCase {

  // MARK: 8.5

  private struct Case {
    var model: Toy
    var windows: [Window]

    /// Four steps, four, and one, in three rows.
    static let telling: Case = {
      var generator = SeededGenerator(seed: 85)
      return Case(
        model: generator.toy(4, spread: 2),
        windows: Reference.windows(generator.symbols(28, below: 4), rows: 3, length: 4))
    }()
  }

  private func expectLoss(_ model: Toy, _ windows: [Window], line: UInt = #line) {
    let it = Case(model: model, windows: windows)
    let right = Reference.mean(Reference.surprises(model, windows).flatMap { $0 })
    let sizes = windows.map { "\($0.length)×\($0.rows)" }.joined(separator: ", ")
    expect(
      model.loss(of: windows), "loss of windows of \(sizes) steps and rows", equals: right,
      mistakes: explanation(
        in: [it, .telling], yours: { $0.model.loss(of: $0.windows) }, mistakes: mistakesOfLoss),
      line: line)
  }

  private func mistakesOfLoss(_ it: Case) -> KeyValuePairs<Mistake, Double> {
    let (model, windows) = (it.model, it.windows)
    let surprises = Reference.surprises(model, windows)
    let resets = Reference.surprises(model, windows, resets: true)
    let all = surprises.flatMap { $0 }
    let (count, rows) = (Double(all.count), Double(windows[0].rows))
    let steps = count / rows
    let sum: Double = all.reduce(0, +)
    let right = sum / count
    let means = surprises.map(Reference.mean)
    let sumOfMeans: Double = means.reduce(0, +)
    let asLongAsTheFirst = sumOfMeans * Double(surprises[0].count) / count
    let withoutLast = Reference.mean(surprises.dropLast().flatMap { $0 })
    let withoutFirst = Reference.mean(surprises.dropFirst().flatMap { $0 })
    return [
      .stateNotCarried: Reference.mean(resets.flatMap { $0 }),
      .meanOfMeans: Reference.mean(means),
      .meanOfMeansWithoutState: Reference.mean(resets.map(Reference.mean)),
      .sum: sum,
      .sumOfMeans: sumOfMeans,
      .dividedByWindows: sum / Double(windows.count),
      .dividedBySteps: sum / steps,
      .weighedBySteps: right / rows,
      .weighedAsTheFirst: asLongAsTheFirst,
      .lastWindowAlone: means[means.count - 1],
      .firstWindowAlone: means[0],
      .lastWindowMissing: withoutLast,
      .firstWindowMissing: withoutFirst,
      .perplexity: Foundation.exp(right),
      .inBits: right / Foundation.log(2),
    ]
  }

  func test_8_5_lossMatchesPlainLoops() {
    trials(50) { generator in
      let size = 1 + generator.size(4)
      let rows = generator.size(4)
      let text = generator.symbols(rows + generator.size(40), below: size)
      expectLoss(
        generator.toy(size), Reference.windows(text, rows: rows, length: generator.size(6)))
    }
  }

  func test_8_5_theLastWindowMayBeShort() {
    // Three steps and one: the short window's surprise is a quarter of the loss, and not half.
    trials(10) { generator in
      let text = generator.symbols(9, below: 3)
      expectLoss(generator.toy(3), Reference.windows(text, rows: 2, length: 3))
    }
  }

  func test_8_5_theStateIsCarried() {
    // However the text is cut, it holds the same surprise.
    trials(10) { generator in
      let text = generator.symbols(25, below: 3)
      let model = generator.toy(3, spread: 2)
      for length in [24, 12, 8, 6, 1] {
        expectLoss(model, Reference.windows(text, rows: 1, length: length))
      }
    }
  }

  func test_8_5_theEvenGuessLosesTheLogarithmOfTheVocabulary() {
    let model = Toy(table: Matrix(rows: 4, columns: 4), bias: Matrix(rows: 1, columns: 4))
    let cut = Reference.windows([0, 1, 2, 3, 0, 1, 2, 3, 0, 1], rows: 3, length: 2)
    expect(
      model.loss(of: cut), "loss of an even guess among 4 symbols, log 4",
      equals: 1.3862943611, within: 1e-9,
      mistakes: [
        .sum: 9 * Foundation.log(4.0),
        .sumOfMeans: 2 * Foundation.log(4.0),
        .dividedBySteps: 3 * Foundation.log(4.0),
        .inBits: 2,
        .perplexity: 4,
      ])
    expectLoss(model, cut)
  }

  // MARK: 8.6

  private func expectRate(_ loss: Double, _ symbols: [String], line: UInt = #line) {
    let (count, two) = (Double(symbols.count), Foundation.log(2.0))
    func sum(_ size: (String) -> Int) -> Double { Double(symbols.reduce(0) { $0 + size($1) }) }
    let (characters, bytes) = (sum { $0.count }, sum { $0.utf8.count })
    func rate(_ bits: Double, _ characters: Double, _ bytes: Double) -> BitRate {
      BitRate(perCharacter: bits / characters, perByte: bits / bytes)
    }
    let bits = loss * count / two
    let joined = symbols.joined()
    expect(
      bitRate(loss: loss, predicted: symbols), "bits of \(symbols) at \(loss) nats a symbol",
      equals: rate(bits, characters, bytes), within: 1e-12,
      mistakes: [
        .nats: rate(loss * count, characters, bytes),
        .multipliedByLog2: rate(loss * count * two, characters, bytes),
        .baseTen: rate(loss * count / Foundation.log10(2), characters, bytes),
        .roundedLogarithm: rate(loss * count / 0.6931, characters, bytes),
        .roundedLog2: rate(loss * count / 0.693, characters, bytes),
        .exchanged: rate(bits, bytes, characters),
        .bytesAreCharacters: rate(bits, characters, characters),
        .charactersAreBytes: rate(bits, bytes, bytes),
        .bothForSymbols: rate(bits, count, count),
        .forEachSymbol: rate(bits, count, bytes),
        .utf16: rate(bits, sum { $0.utf16.count }, bytes),
        .scalars: rate(bits, sum { $0.unicodeScalars.count }, bytes),
        .bytesAsUTF16: rate(bits, characters, sum { $0.utf16.count }),
        .bytesAsScalars: rate(bits, characters, sum { $0.unicodeScalars.count }),
        .lossOfTheWhole: rate(loss / two, characters, bytes),
        .joined: rate(bits, Double(joined.count), bytes),
      ], line: line)
  }

  func test_8_6_bitsMatchThePage() {
    // é is one character and two bytes: three symbols, four bytes. log 2 nats are one bit.
    expectRate(0.6931471805599453, ["c", "é", "s"])
    expect(
      bitRate(loss: 0.6931471805599453, predicted: ["é"]), "bits of é at log 2 nats a symbol",
      equals: BitRate(perCharacter: 1, perByte: 0.5), within: 1e-12)
  }

  func test_8_6_asciiHasOneByteACharacter() {
    expectRate(1.5, "to be".map { String($0) })
  }

  func test_8_6_aWordIsSpreadOverItsCharacters() {
    expectRate(6.2, ["to", " ", "be", " ", "or", " ", "not"])
    expectRate(6.2, ["être", " ", "là"])
  }

  func test_8_6_aFamilyIsOneCharacter() {
    expectRate(2.25, ["👩‍🚀", "!", "e\u{301}", "🇫🇷"])
  }

  func test_8_6_anyTextAtAnyLoss() {
    let symbols = ["a", "é", "là", "👩‍🚀", "not", " ", "\n", "ß", "e\u{301}"]
    trials(20) { generator in
      let text = (0..<generator.size(12)).map { _ in
        symbols[generator.integer(below: symbols.count)]
      }
      expectRate(generator.uniform(in: 0.1...7), text)
    }
  }

  func test_8_6_lossesOfAllSizes() {
    for loss in [0, 1e-5, 40, 5000] { expectRate(loss, ["a", "b\u{E9}"]) }
    // A line end of two bytes is one character.
    expectRate(1, ["\r\n", "a"])
  }

  func test_8_6_aLongText() {
    let symbols = (0..<1500).map { $0 % 2 == 0 ? "to" : "\u{E9}" }
    expect(
      bitRate(loss: Foundation.log(2.0), predicted: symbols), "bits of 1,500 symbols",
      equals: BitRate(perCharacter: 2.0 / 3, perByte: 0.5), within: 1e-12)
  }

  func test_8_6_symbolsAreCountedOneByOne() {
    // The model predicted two symbols; joined they would be one line end.
    expectRate(0.75, ["a", "\r", "\n"])
  }
}

extension BitRate: Checkable {
  public var checkedShape: String { "two numbers" }
  public var checkedEntries: [CheckedEntry] {
    [
      CheckedEntry(place: "perCharacter", value: perCharacter),
      CheckedEntry(place: "perByte", value: perByte),
    ]
  }
}
