import XCTest

@testable import LinearAlgebra

/// Every sentence with which this module stops a program.
final class ProblemTests: XCTestCase {
  func test_productsNameBothShapes() {
    let (a, b) = (Matrix(rows: 3, columns: 4), Matrix(rows: 5, columns: 2))
    XCTAssertEqual(
      Matrix.productProblem(a, b),
      "matrix product of 3×4 and 5×2: inner dimensions 4 and 5 differ")
    XCTAssertEqual(
      Matrix.transposedTimesProblem(a, b),
      "product of the transpose of 3×4 with 5×2: rows 3 and 5 differ")
    XCTAssertEqual(
      Matrix.timesTransposedProblem(a, b),
      "product of 3×4 with the transpose of 5×2: columns 4 and 2 differ")
    XCTAssertEqual(
      Matrix.productProblem(Matrix(rows: 2, columns: 3), Matrix(rows: 1, columns: 2)),
      "matrix product of 2×3 and 1×2: inner dimensions 3 and 1 differ; the other way round they "
        + "fit")
    XCTAssertNil(Matrix.productProblem(a, Matrix(rows: 4, columns: 1)))
    XCTAssertNil(Matrix.transposedTimesProblem(a, Matrix(rows: 3, columns: 1)))
    XCTAssertNil(Matrix.timesTransposedProblem(a, Matrix(rows: 1, columns: 4)))
  }

  func test_elementwiseOperatorsNameBothShapes() {
    let (a, b) = (Matrix(rows: 3, columns: 4), Matrix(rows: 2, columns: 4))
    XCTAssertEqual(
      Matrix.elementwiseProblem(a, b, "sum"),
      "sum of 3×4 and 2×4: "
        + "the shapes must be equal, or one of them a single row as wide as the other")
    XCTAssertNotNil(Matrix.elementwiseProblem(a, Matrix(rows: 1, columns: 3), "sum"))
    XCTAssertNil(Matrix.elementwiseProblem(a, Matrix(rows: 1, columns: 4), "sum"))
    XCTAssertNil(Matrix.elementwiseProblem(Matrix(rows: 1, columns: 4), b, "sum"))
  }

  func test_sizes() {
    XCTAssertEqual(
      Matrix.sizeProblem(rows: 2, columns: 3, count: 5), "a matrix of 2×3 needs 6 numbers, not 5")
    XCTAssertEqual(
      Matrix.sizeProblem(rows: -1, columns: 3), "a matrix cannot have -1 rows and 3 columns")
    XCTAssertNil(Matrix.sizeProblem(rows: 0, columns: 3, count: 0))
    XCTAssertEqual(
      Matrix.raggedProblem([[1, 2], [3]]), "row 1 of a matrix has 1 numbers, row 0 has 2")
    XCTAssertNil(Matrix.raggedProblem([]))
    XCTAssertEqual(
      Matrix.diagonalProblem([[1, 2], [3, 4]]),
      "a diagonal is made from a single row of numbers, not from a matrix of 2×2")
    XCTAssertNil(Matrix.diagonalProblem([[1, 2]]))
  }

  func test_indicesAndRanges() {
    let matrix = Matrix(rows: 2, columns: 3)
    XCTAssertEqual(
      Matrix.indexProblem(2, 0, shape: matrix.shape), "row 2, column 0 is outside a matrix of 2×3")
    XCTAssertEqual(
      matrix.rangeProblem(1..<3, of: "rows", count: 2), "rows 1..<3 are not all in a matrix of 2×3")
    XCTAssertEqual(
      matrix.rangeProblem(-1..<1, of: "columns", count: 3),
      "columns -1..<1 are not all in a matrix of 2×3")
    XCTAssertNil(matrix.rangeProblem(0..<2, of: "rows", count: 2))
  }

  func test_partsThatDoNotFit() {
    let (a, b) = (Matrix(rows: 2, columns: 3), Matrix(rows: 3, columns: 2))
    XCTAssertEqual(
      Matrix.sideBySideProblem([a, b]),
      "matrices of 2×3 and 3×2 do not fit side by side: rows 2 and 3 differ")
    XCTAssertEqual(
      Matrix.stackedProblem([a, b]),
      "matrices of 2×3 and 3×2 do not fit on top of each other: columns 3 and 2 differ")
    XCTAssertEqual(Matrix.sideBySideProblem([]), "sideBySide needs at least one matrix")
    XCTAssertEqual(Matrix.stackedProblem([]), "stacked needs at least one matrix")
    XCTAssertNil(Matrix.sideBySideProblem([a, a]))
    XCTAssertNil(Matrix.stackedProblem([a, a]))
  }

  func test_rowsWithoutALargestNumber() {
    XCTAssertEqual(
      Matrix(rows: 2, columns: 0).rowMaximaProblem,
      "the rows of a matrix of 2×0 have no largest number")
    XCTAssertNil(Matrix(rows: 0, columns: 0).rowMaximaProblem)
  }

  func test_generators() {
    XCTAssertEqual(
      SeededGenerator.boundProblem(0), "there is no integer from 0 and below 0 to draw")
    XCTAssertNil(SeededGenerator.boundProblem(1))
    XCTAssertEqual(
      SeededGenerator.stateProblem((0, 0, 0, 0)), "a generator's state cannot be all zeros")
    XCTAssertNil(SeededGenerator.stateProblem((0, 0, 0, 1)))
  }
}
