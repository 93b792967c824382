import CourseTesting
import LinearAlgebra
import Sequences
import XCTest

final class OneHotTests: ExerciseTestCase {
  func test_1_1_rowsMatchThePage() {
    // Chapter 01: "nab" with a = 0, b = 1, n = 2.
    expect(
      oneHot([2, 0, 1], vocabularySize: 3), "one-hot rows of nab",
      equals: [[0, 0, 1], [1, 0, 0], [0, 1, 0]], mistakes: mistakes([2, 0, 1], 3))
  }

  func test_1_1_everyRowIsAsWideAsTheVocabulary() {
    // Symbols 1 and 3 do not occur here, and have their columns all the same.
    expect(
      oneHot([0, 2], vocabularySize: 4), "one-hot rows of [0, 2]",
      equals: [[1, 0, 0, 0], [0, 0, 1, 0]], mistakes: mistakes([0, 2], 4))
  }

  func test_1_1_symbolsMayRepeat() {
    expect(
      oneHot([1, 1, 0, 1], vocabularySize: 2), "one-hot rows of [1, 1, 0, 1]",
      equals: [[0, 1], [0, 1], [1, 0], [0, 1]], mistakes: mistakes([1, 1, 0, 1], 2))
  }

  func test_1_1_acceptsAVocabularyOfOne() {
    expect(
      oneHot([0, 0, 0], vocabularySize: 1), "one-hot rows of [0, 0, 0]",
      equals: [[1], [1], [1]], mistakes: mistakes([0, 0, 0], 1))
  }

  func test_1_1_acceptsAnEmptyText() {
    expect(
      oneHot([], vocabularySize: 5), "one-hot rows of nothing",
      equals: Matrix(rows: 0, columns: 5), mistakes: mistakes([], 5))
  }

  func test_1_1_matchesPlainLoopsOnRandomTexts() {
    trials(20) { generator in
      let size = 1 + generator.integer(below: 9)
      let symbols = Draw.symbols(1 + generator.integer(below: 12), below: size, &generator)
      expect(
        oneHot(symbols, vocabularySize: size), "one-hot rows of \(symbols)",
        equals: Reference.oneHot(symbols, size), mistakes: mistakes(symbols, size))
    }
  }

  // MARK: Mistakes

  private func mistakes(_ symbols: [Int], _ size: Int) -> KeyValuePairs<Mistake, Matrix> {
    let rows = Reference.oneHot(symbols, size)
    var marked = rows
    var first = Matrix(rows: symbols.count, columns: size)
    for (row, symbol) in symbols.enumerated() {
      marked[row, symbol] = Double(symbol)
      if symbols.firstIndex(of: symbol) == row { first[row, symbol] = 1 }
    }
    return [
      .oneColumnASymbol: rows.transposed,
      .columnsBackwards: Reference.oneHot(symbols.map { size - 1 - $0 }, size),
      .symbolItself: marked,
      .onlyAsWideAsNeeded: Reference.oneHot(symbols, (symbols.max() ?? 0) + 1),
      .squareOfVocabulary: Matrix.stacked([
        rows, Matrix(rows: max(0, size - rows.rows), columns: size),
      ]),
      .firstOccurrenceOnly: first,
      .firstRowEmpty: without(row: 0, rows),
      .lastRowEmpty: without(row: rows.rows - 1, rows),
      .oneRowForAll: rows.columnSums,
    ]
  }

  /// The matrix with zeros in one row; itself where it has no such row.
  private func without(row: Int, _ matrix: Matrix) -> Matrix {
    var result = matrix
    if matrix.rows > 0 {
      for column in 0..<matrix.columns { result[row, column] = 0 }
    }
    return result
  }
}
