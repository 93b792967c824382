import CourseTesting
import LinearAlgebra
import Sequences
import XCTest

final class OneHotTests: ExerciseTestCase {
  func test_1_1_rowsMatchThePage() {
    // Chapter 01: "nab" with a = 0, b = 1, n = 2.
    expect(
      oneHot([2, 0, 1], vocabularySize: 3), "one-hot rows of nab",
      equals: [[0, 0, 1], [1, 0, 0], [0, 1, 0]],
      mistakes: [
        "This has one column for each symbol of the text; a symbol is a row here.":
          [[0, 1, 0], [0, 0, 1], [1, 0, 0]],
        "The columns run backwards: symbol 0 belongs to column 0, the leftmost.":
          [[1, 0, 0], [0, 0, 1], [0, 1, 0]],
        "The symbol itself stands in its column; every symbol is marked by a 1, even symbol 0.":
          [[0, 0, 2], [0, 0, 0], [0, 1, 0]],
      ])
  }

  func test_1_1_everyRowIsAsWideAsTheVocabulary() {
    // Symbols 2 and 3 do not occur here, and have their columns all the same.
    expect(
      oneHot([0, 1], vocabularySize: 4), "one-hot rows", equals: [[1, 0, 0, 0], [0, 1, 0, 0]],
      mistakes: [
        "The rows are only as wide as the largest symbol needs; a model needs them V wide always.":
          [[1, 0], [0, 1]],
        "The matrix is V × V; it has one row a symbol of the text, not of the vocabulary.":
          [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]],
      ])
  }

  func test_1_1_symbolsMayRepeat() {
    expect(
      oneHot([1, 1, 0, 1], vocabularySize: 2), "one-hot rows",
      equals: [[0, 1], [0, 1], [1, 0], [0, 1]],
      mistakes: [
        "A repeated symbol lost its 1; each row is made for itself.":
          [[0, 1], [0, 0], [1, 0], [0, 0]],
        "This counts the symbols in one row; each place of the text needs a row of its own.":
          [[1, 3]],
      ])
  }

  func test_1_1_acceptsAVocabularyOfOne() {
    expect(oneHot([0, 0, 0], vocabularySize: 1), "one-hot rows", equals: [[1], [1], [1]])
  }

  func test_1_1_acceptsAnEmptyText() {
    expect(
      oneHot([], vocabularySize: 5), "one-hot rows of nothing", equals: Matrix(rows: 0, columns: 5))
  }

  func test_1_1_matchesPlainLoopsOnRandomTexts() {
    trials(20) { generator in
      let size = 1 + generator.integer(below: 9)
      let symbols = Draw.symbols(1 + generator.integer(below: 12), below: size, &generator)
      let expected = Reference.oneHot(symbols, size)
      expect(
        oneHot(symbols, vocabularySize: size), "one-hot rows of \(symbols)", equals: expected,
        mistakes: [
          "This has one column for each symbol of the text; a symbol is a row here.":
            expected.transposed
        ])
    }
  }
}
