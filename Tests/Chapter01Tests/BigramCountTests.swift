import CourseTesting
import LinearAlgebra
import Sequences
import XCTest

final class BigramCountTests: ExerciseTestCase {
  /// "banana" with a = 0, b = 1, n = 2: the text of chapter 01, and its table of pairs.
  private let banana = [1, 0, 2, 0, 2, 0]
  private let bananaCounts: Matrix = [[0, 0, 2], [1, 0, 0], [2, 0, 0]]

  // MARK: Counts

  func test_1_6_countsMatchThePage() {
    expect(
      bigramCounts(banana, vocabularySize: 3), "counts of banana", equals: bananaCounts,
      mistakes: countMistakes(banana, 3))
  }

  func test_1_6_matchesPlainLoopsOnRandomTexts() {
    trials(20) { generator in
      let size = 2 + generator.integer(below: 4)
      let symbols = Draw.symbols(8 + generator.integer(below: 30), below: size, &generator)
      expect(
        bigramCounts(symbols, vocabularySize: size), "counts of \(symbols)",
        equals: Reference.counts(symbols, size), mistakes: countMistakes(symbols, size))
    }
  }

  func test_1_6_countsOnePairFewerThanSymbols() {
    trials(20) { generator in
      let count = 2 + generator.integer(below: 50)
      let symbols = Draw.symbols(count, below: 4, &generator)
      expect(
        bigramCounts(symbols, vocabularySize: 4).sum, "number of pairs in \(count) symbols",
        equals: Double(count - 1),
        mistakes: [
          .onePairTooMany: Double(count),
          .onePairTooFew: Double(count - 2),
          .countedTwice: Double(2 * count - 2),
          .everySecondPair: Double(count / 2),
        ])
    }
  }

  func test_1_6_acceptsATextOfOneSymbol() {
    expect(
      bigramCounts([2], vocabularySize: 3), "counts of a single symbol",
      equals: Matrix(rows: 3, columns: 3))
  }

  func test_1_6_acceptsAnEmptyText() {
    // `0..<symbols.count - 1` traps here.
    let note =
      "The text is empty here: it has no first symbol and no pairs, and its count - 1 is -1. The "
      + "result is a 3×3 matrix of zeros."
    let yours = noting(note) { bigramCounts([], vocabularySize: 3) }
    expect(yours, "counts of an empty text", equals: Matrix(rows: 3, columns: 3))
  }

  func test_1_6_acceptsAVocabularyOfOne() {
    expect(
      bigramCounts([0, 0, 0], vocabularySize: 1), "counts of three equal symbols", equals: [[2]])
  }

  // MARK: Probabilities

  func test_1_7_probabilitiesMatchThePage() {
    expect(
      smoothedProbabilities(bananaCounts, smoothing: 1), "probabilities after banana",
      equals: [[0.2, 0.2, 0.6], [0.5, 0.25, 0.25], [0.6, 0.2, 0.2]],
      mistakes: smoothingMistakes(bananaCounts, 1))
  }

  func test_1_7_anUnseenSymbolIsFollowedByAnything() {
    // Symbol 1 was never followed by anything: after it, all four are equally likely.
    let counts: Matrix = [[3, 0, 1, 0], [0, 0, 0, 0], [1, 1, 1, 1], [0, 9, 0, 0]]
    let yours = smoothedProbabilities(counts, smoothing: 1)
    expect(
      !yours.values.contains { $0.isNaN },
      orSay: "probabilities: the row of a symbol that was never followed by anything is not a "
        + "number (NaN), 0 over 0. Add the smoothing to the counts before you add them up")
    expect(
      yours, "probabilities",
      equals: [
        [0.5, 0.125, 0.25, 0.125], [0.25, 0.25, 0.25, 0.25], [0.25, 0.25, 0.25, 0.25],
        [1.0 / 13, 10.0 / 13, 1.0 / 13, 1.0 / 13],
      ], mistakes: smoothingMistakes(counts, 1))
  }

  func test_1_7_theSmoothingIsTheArgument() {
    let counts: Matrix = [[3, 1], [0, 0]]
    expect(
      smoothedProbabilities(counts, smoothing: 0.5), "probabilities, smoothing 0.5",
      equals: [[0.7, 0.3], [0.5, 0.5]], mistakes: smoothingMistakes(counts, 0.5))
  }

  func test_1_7_everyRowSumsToOne() {
    trials(20) { generator in
      let size = 2 + generator.integer(below: 6)
      let counts = Matrix(
        rows: size, columns: size,
        values: (0..<size * size).map { _ in Double(generator.integer(below: 5)) })
      let smoothing = generator.uniform(in: 0.01...3)
      let yours = smoothedProbabilities(counts, smoothing: smoothing)
      expect(
        yours, "probabilities, smoothing \(smoothing)",
        equals: Reference.smoothed(counts, smoothing), within: 1e-12,
        mistakes: smoothingMistakes(counts, smoothing))
      expect(
        yours.rowSums, "sums of the rows", equals: Matrix(rows: size, columns: 1, repeating: 1),
        within: 1e-12)
    }
  }

  func test_1_7_acceptsAVocabularyOfOne() {
    expect(
      smoothedProbabilities([[7]], smoothing: 0.25), "probabilities", equals: [[1]],
      mistakes: smoothingMistakes([[7]], 0.25))
    expect(
      smoothedProbabilities([[0]], smoothing: 1), "probabilities of a symbol never seen",
      equals: [[1]])
  }

  // MARK: Mistakes

  private func countMistakes(_ symbols: [Int], _ size: Int) -> KeyValuePairs<Mistake, Matrix> {
    let counts = Reference.counts(symbols, size)
    let wrapped = Reference.counts(symbols + symbols.prefix(1), size)
    var alone = Matrix(rows: size, columns: size)
    for symbol in symbols { alone[symbol, symbol] += 1 }
    return [
      .transposed: counts.transposed,
      .bothDirections: counts + counts.transposed,
      .circleOfPairs: wrapped,
      .pairedWithItself: alone,
      .lastPairMissing: Reference.counts(symbols.dropLast(), size),
      .firstPairMissing: Reference.counts(Array(symbols.dropFirst()), size),
      .markedNotCounted: counts.map { min($0, 1) },
      .everySecondPair: everySecond(symbols, size),
      .equalNeighboursSkipped: counts .* (1 - Matrix.identity(size)),
    ]
  }

  private func everySecond(_ symbols: [Int], _ size: Int) -> Matrix {
    var counts = Matrix(rows: size, columns: size)
    for place in stride(from: 0, to: symbols.count - 1, by: 2) {
      counts[symbols[place], symbols[place + 1]] += 1
    }
    return counts
  }

  private func smoothingMistakes(
    _ counts: Matrix, _ smoothing: Double
  ) -> KeyValuePairs<Mistake, Matrix> {
    let size = Double(counts.columns)
    let total = { (row: Int) in counts.rowSums[row, 0] }
    func table(_ entry: (Int, Int) -> Double) -> Matrix {
      var result = counts
      for row in 0..<counts.rows {
        for column in 0..<counts.columns { result[row, column] = entry(row, column) }
      }
      return result
    }
    return [
      .notInTheDenominator: table { (counts[$0, $1] + smoothing) / total($0) },
      .onceInTheDenominator: table { (counts[$0, $1] + smoothing) / (total($0) + smoothing) },
      .onlyInTheDenominator: table { counts[$0, $1] / (total($0) + smoothing * size) },
      .noSmoothing: table { counts[$0, $1] / total($0) },
      .dividedWhileSumming: Mistaken.dividedWhileSumming(counts + smoothing),
      .smoothedAfterDividing: table { counts[$0, $1] / total($0) + smoothing },
      .columnsSumToOne: Reference.smoothed(counts.transposed, smoothing).transposed,
      .overTheTable: table {
        (counts[$0, $1] + smoothing) / (counts.sum + smoothing * size * size)
      },
      .alwaysOne: Reference.smoothed(counts, 1),
      .countsNotDivided: counts + smoothing,
      .rowsExchanged: Reference.smoothed(counts, smoothing).transposed,
      .softmaxOfCounts: Reference.softmax(counts),
      .unseenRowsLeftAtZero: table {
        total($0) == 0 ? 0 : (counts[$0, $1] + smoothing) / (total($0) + smoothing * size)
      },
      .onlyZerosSmoothed: Reference.smoothed(counts.map { $0 == 0 ? smoothing : $0 }, 0),
    ]
  }
}
