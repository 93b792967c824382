import CourseTesting
import LinearAlgebra
import Sequences
import XCTest

final class SoftmaxTests: ExerciseTestCase {
  func test_1_3_probabilitiesMatchThePage() {
    // Chapter 01: e², e and 1 over their sum 11.1073, and three equal logits.
    let logits: Matrix = [[2, 1, 0], [50, 50, 50]]
    expect(
      softmax(logits), "softmax of \(Draw.text(logits))",
      equals: [[0.6652, 0.2447, 0.0900], [0.3333, 0.3333, 0.3333]], within: 5e-5,
      mistakes: Mistaken.softmax(logits))
  }

  func test_1_3_matchesPlainLoopsOnRandomLogits() {
    trials(20) { generator in
      let (batch, size) = (2 + generator.integer(below: 3), 2 + generator.integer(below: 4))
      let logits = Draw.logits(batch, size, spread: 3, &generator)
      expect(
        softmax(logits), "softmax of \(Draw.text(logits))", equals: Reference.softmax(logits),
        mistakes: Mistaken.softmax(logits))
    }
  }

  func test_1_3_aTinyProbabilityKeepsItsSize() {
    // Next to 1 a probability of 1e-13 would pass for 0, so their logarithms are compared: the
    // logits themselves, but for 1e-13.
    let logits: Matrix = [[0, -30, -700]]
    let logarithms = softmax(logits).map { Foundation.log($0) }
    expect(
      logarithms, "logarithms of the softmax of \(Draw.text(logits))", equals: logits,
      mistakes: [.overColumns: Matrix(rows: 1, columns: 3)],
      probe: logarithms.shape == logits.shape && logarithms[0, 0].magnitude < 1e-6
        && logarithms[0, 2] > -699 ? Mistake.heldUp.sentence : nil)
  }

  func test_1_3_everyRowSumsToOne() {
    trials(20) { generator in
      let logits = Draw.logits(3, 5, spread: 20, &generator)
      let yours = softmax(logits)
      expect(
        yours, "softmax of \(Draw.text(logits))", equals: Reference.softmax(logits),
        mistakes: Mistaken.softmax(logits))
      expect(
        yours.rowSums, "sums of the rows", equals: Matrix(rows: 3, columns: 1, repeating: 1),
        within: 1e-12)
      expect(
        !yours.values.contains { $0 < 0 }, orSay: "softmax: a probability is negative")
    }
  }

  func test_1_3_addingANumberToARowChangesNothing() {
    trials(20) { generator in
      let logits = Draw.logits(2, 3, &generator)
      let shift = Draw.shift(50, &generator)
      expect(
        softmax(logits + shift), "softmax of \(Draw.text(logits, plus: shift))",
        equals: Reference.softmax(logits), mistakes: Mistaken.softmax(logits + shift))
    }
  }

  func test_1_3_largeLogitsDoNotOverflow() {
    let logits: Matrix = [[10_000, 9_999, -10_000], [10_000, 10_000, 10_000]]
    let yours = softmax(logits)
    expect(
      !yours.values.contains { $0.isNaN },
      orSay: "softmax of logits near 10,000 has values that are not numbers (NaN).\n    The exp "
        + "of such a logit is infinity, and infinity over infinity is NaN. Shift the row first; see "
        + "\"Where it breaks\" in the chapter.")
    expect(
      yours, "softmax of large logits",
      equals: [[0.7311, 0.2689, 0], [0.3333, 0.3333, 0.3333]], within: 5e-5,
      mistakes: Mistaken.softmax(logits))
    // The largest may stand anywhere.
    let last = softmax([[-10_000, 0, 10_000], [0, 10_000, -10_000]])
    expect(
      !last.values.contains { $0.isNaN },
      orSay: "softmax of -10,000, 0 and 10,000 has values that are not numbers (NaN).\n    After "
        + "the shift no logit may be above 0.")
    expect(last, "softmax of logits far apart", equals: [[0, 0, 1], [0, 1, 0]])
  }

  func test_1_3_largeNegativeLogitsDoNotVanish() {
    let logits: Matrix = [[-10_000, -10_001], [-10_000, -10_000]]
    let yours = softmax(logits)
    expect(
      !yours.values.contains { $0.isNaN },
      orSay: "softmax of logits near -10,000 has values that are not numbers (NaN).\n    The exp "
        + "of each is 0, and 0 over 0 is NaN. Which number, subtracted from all, makes one of them "
        + "exp(0)?")
    expect(
      yours, "softmax of large negative logits", equals: [[0.7311, 0.2689], [0.5, 0.5]],
      within: 5e-5)
  }

  func test_1_3_rowsFarApartDoNotDisturbEachOther() {
    let logits: Matrix = [[1_000, 1_001], [-1_000, -999]]
    let yours = softmax(logits)
    expect(
      !yours.values.contains { $0.isNaN },
      orSay: "softmax of rows near 1,000 and -1,000 has values that are not numbers (NaN), "
        + "though each row alone may be right.\n    Every row needs its own maximum.")
    expect(
      yours, "softmax of rows far apart", equals: [[0.2689, 0.7311], [0.2689, 0.7311]],
      within: 5e-5)
  }

  func test_1_3_aVocabularyOfOneIsCertain() {
    let logits: Matrix = [[3], [-700], [10_000]]
    expect(
      softmax(logits), "softmax of single logits", equals: [[1], [1], [1]])
  }

  func test_1_3_acceptsNoRows() {
    expect(
      softmax(Matrix(rows: 0, columns: 4)), "softmax of no rows",
      equals: Matrix(rows: 0, columns: 4))
  }
}

/// What well-known mistakes in chapter 01 compute.
enum Mistaken {
  static func softmax(_ logits: Matrix) -> KeyValuePairs<Mistake, Matrix> {
    let powers = logits.map { Foundation.exp($0) }
    // Shifted by the maximum before the sign is turned, these may overflow.
    let inverted = shiftedPowers(logits).map { 1 / $0 }
    return [
      .overColumns: softmaxOverColumns(logits),
      .overEverything: softmaxOverEverything(logits),
      .dividedWhileSumming: dividedWhileSumming(shiftedPowers(logits)),
      .notDivided: powers,
      .logitsDivided: divided(logits, by: logits.rowSums),
      .shiftedNotDivided: shiftedPowers(logits),
      .logProbabilities: Reference.softmax(logits).map { Foundation.log($0) },
      .exponentTurned: Reference.softmax(-logits),
      .exponentTurned: divided(inverted, by: inverted.rowSums),
      .sumNotShifted: divided(shiftedPowers(logits), by: powers.rowSums),
      .powersNotShifted: divided(powers, by: shiftedPowers(logits).rowSums),
    ]
  }

  static func softmaxOverColumns(_ logits: Matrix) -> Matrix {
    Reference.softmax(logits.transposed).transposed
  }

  static func softmaxOverEverything(_ logits: Matrix) -> Matrix {
    let flat = Reference.softmax(Matrix(row: logits.values))
    return Matrix(rows: logits.rows, columns: logits.columns, values: flat.values)
  }

  /// Divides each number by the sum of its row as that stands by then, with those before it divided.
  static func dividedWhileSumming(_ matrix: Matrix) -> Matrix {
    var result = matrix
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns { result[row, column] /= result.row(row).sum }
    }
    return result
  }

  private static func shiftedPowers(_ logits: Matrix) -> Matrix {
    var result = logits
    for row in 0..<logits.rows {
      let largest = logits.rowMaxima[row, 0]
      for column in 0..<logits.columns {
        result[row, column] = Foundation.exp(logits[row, column] - largest)
      }
    }
    return result
  }

  private static func divided(_ matrix: Matrix, by sums: Matrix) -> Matrix {
    var result = matrix
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns { result[row, column] = matrix[row, column] / sums[row, 0] }
    }
    return result
  }
}
