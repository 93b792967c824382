import CourseTesting
import LinearAlgebra
import Sequences
import XCTest

/// The models here are made from tables, so that exercises 1.6 and 1.7 have no part in them.
final class BigramLossTests: ExerciseTestCase {
  /// The table that chapter 01 counts from "banana", with a = 0, b = 1, n = 2.
  private let table: Matrix = [[0.2, 0.2, 0.6], [0.5, 0.25, 0.25], [0.6, 0.2, 0.2]]

  func test_1_8_lossOnBananaMatchesThePage() {
    // Chapter 01: 0.6931 for b to a, then four times 0.5108.
    let banana = [1, 0, 2, 0, 2, 0]
    expect(
      BigramModel(probabilities: table).loss(on: banana), "loss on banana",
      equals: 0.5473, within: 5e-5, mistakes: mistakes(table, banana))
  }

  func test_1_8_lossOnANewTextMatchesThePage() {
    // Chapter 01: "nab" costs 0.5108 for n to a and 1.6094 for a to b, which banana never showed.
    let nab = [2, 0, 1]
    expect(
      BigramModel(probabilities: table).loss(on: nab), "loss on nab", equals: 1.0601, within: 5e-5,
      mistakes: mistakes(table, nab))
  }

  func test_1_8_matchesPlainLoopsOnRandomTables() {
    trials(20) { generator in
      let size = 2 + generator.integer(below: 5)
      let table = Draw.table(size, &generator)
      let symbols = Draw.symbols(4 + generator.integer(below: 20), below: size, &generator)
      expect(
        BigramModel(probabilities: table).loss(on: symbols), "loss on \(symbols)",
        equals: Reference.loss(table, symbols), mistakes: mistakes(table, symbols),
        given: ["symbol": Double(symbols.count)])
    }
  }

  func test_1_8_anEvenTableCostsTheLogarithmOfV() {
    let even = Matrix(rows: 5, columns: 5, repeating: 0.2)
    expect(
      BigramModel(probabilities: even).loss(on: [0, 4, 4, 2]), "loss of an even table",
      equals: 1.6094, within: 5e-5, mistakes: mistakes(even, [0, 4, 4, 2]))
  }

  func test_1_8_twoSymbolsAreOnePrediction() {
    expect(
      BigramModel(probabilities: table).loss(on: [1, 0]), "loss on ba", equals: 0.6931,
      within: 5e-5, mistakes: mistakes(table, [1, 0]))
  }

  func test_1_8_aVocabularyOfOneNeverSurprises() {
    expect(
      BigramModel(probabilities: [[1]]).loss(on: [0, 0, 0, 0]), "loss with a single symbol",
      equals: 0)
  }

  func test_1_8_whatNeverHappensHasAnInfinitePrice() {
    // 0 to 1 is certain, 1 to 1 and 1 to 0 cost log 2 each, and 0 to 0 never happens.
    let table: Matrix = [[0, 1], [0.5, 0.5]]
    let yours = BigramModel(probabilities: table).loss(on: [0, 1, 1, 0, 0])
    let others = 2 * Foundation.log(2.0)
    expect(
      yours, "loss with a pair of probability 0", equals: .infinity,
      mistakes: [
        .impossibleLeftOut: others / 4, .impossibleLeftOut: others / 3,
        .signTurned: -.infinity,
      ],
      // The logarithm of a Double other than 0 is above -745.
      probe: (others / 4 + 1..<200).contains(yours) ? Mistake.tinyAddedToTheTable.sentence : nil)
  }

  func test_1_8_aLongTextCostsAsMuchAPrediction() {
    let even = Matrix(rows: 5, columns: 5, repeating: 0.2)
    let symbols = (0..<2000).map { $0 * $0 % 5 }
    let yours = BigramModel(probabilities: even).loss(on: symbols)
    expect(
      yours, "loss of an even table on 2,000 symbols", equals: Foundation.log(5.0),
      mistakes: mistakes(even, symbols),
      probe: yours == .infinity ? Mistake.productOfAll.sentence : nil)
  }

  private func mistakes(_ table: Matrix, _ symbols: [Int]) -> KeyValuePairs<Mistake, Double> {
    let loss = Reference.loss(table, symbols)
    let pairs = Double(symbols.count - 1)
    let probabilities = Reference.surprises(table, symbols).map { Foundation.exp(-$0) }
    let withThemselves = symbols.map { -Foundation.log(table[$0, $0]) }
    let withFirst = Reference.loss(table, symbols + symbols.prefix(1))
    return [
      .sumOverPairs: loss * pairs,
      .dividedBySymbols: loss * pairs / (pairs + 1),
      .tableTransposed: Reference.loss(table.transposed, symbols),
      .bits: loss / Foundation.log(2),
      .overLog2: loss / 0.6931,
      .signTurned: -loss,
      .ownRow: withThemselves.reduce(0, +) / (pairs + 1),
      .predictsItself: withThemselves.dropLast().reduce(0, +) / pairs,
      .textAsACircle: withFirst,
      .logarithmOfTheMean: -Foundation.log(probabilities.reduce(0, +) / pairs),
      .meanProbability: probabilities.reduce(0, +) / pairs,
      .perplexity: Foundation.exp(loss),
      .softmaxOfProbabilities: Reference.loss(Reference.softmax(table), symbols),
    ]
  }
}
