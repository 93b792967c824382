import XCTest

@testable import LinearAlgebra

final class MatrixTests: XCTestCase {
  let matrix: Matrix = [[1, 2, 3], [4, 5, 6]]

  func test_aMatrixIsStoredRowByRow() {
    XCTAssertEqual(matrix.rows, 2)
    XCTAssertEqual(matrix.columns, 3)
    XCTAssertEqual(matrix.values, [1, 2, 3, 4, 5, 6])
    XCTAssertEqual(matrix[1, 0], 4)
    XCTAssertEqual(matrix.shape, "2×3")
    XCTAssertEqual(Matrix(rows: 2, columns: 3, values: [1, 2, 3, 4, 5, 6]), matrix)
    XCTAssertEqual(Matrix([[1, 2, 3], [4, 5, 6]]), matrix)
  }

  func test_otherWaysToMakeAMatrix() {
    XCTAssertEqual(Matrix(row: [1, 2]), [[1, 2]])
    XCTAssertEqual(Matrix(column: [1, 2]), [[1], [2]])
    XCTAssertEqual(Matrix(rows: 2, columns: 1, repeating: 7), [[7], [7]])
    XCTAssertEqual(Matrix.identity(2), [[1, 0], [0, 1]])
    XCTAssertEqual(Matrix.diagonal([2, 3]), [[2, 0], [0, 3]])
    XCTAssertEqual(Matrix.diagonal(Matrix(row: [2, 3])), [[2, 0], [0, 3]])
    XCTAssertEqual(Matrix.diagonal([[2, 3]] as Matrix) * [[1, 1], [1, 1]], [[2, 2], [3, 3]])
    XCTAssertEqual(Matrix.diagonal(Matrix(rows: 1, columns: 0)).shape, "0×0")
    XCTAssertEqual(Matrix([]).shape, "0×0")
    XCTAssertEqual(Matrix(rows: 0, columns: 3).shape, "0×3")
  }

  func test_aCopyIsIndependent() {
    var copy = matrix
    copy[0, 0] = 100
    XCTAssertEqual(matrix[0, 0], 1)
    XCTAssertEqual(copy[0, 0], 100)
    copy += matrix
    XCTAssertEqual(matrix, [[1, 2, 3], [4, 5, 6]])
    var doubled = matrix
    doubled += doubled
    XCTAssertEqual(doubled, [[2, 4, 6], [8, 10, 12]])
  }

  func test_equalityLooksAtShapesAndAtEveryNumber() {
    XCTAssertEqual(Matrix(rows: 1, columns: 2), Matrix(rows: 1, columns: 2))
    XCTAssertNotEqual(Matrix(rows: 1, columns: 2), Matrix(rows: 2, columns: 1))
    XCTAssertNotEqual(Matrix(rows: 0, columns: 2), Matrix(rows: 0, columns: 3))
    XCTAssertNotEqual(matrix, [[1, 2, 3], [4, 5, 7]])
    XCTAssertEqual([[0.0]] as Matrix, [[-0.0]])
    let notANumber: Matrix = [[.nan]]
    XCTAssertFalse(notANumber == notANumber)
  }

  func test_operatorsWorkElementByElement() {
    let other: Matrix = [[10, 20, 30], [40, 50, 60]]
    XCTAssertEqual(matrix + other, [[11, 22, 33], [44, 55, 66]])
    XCTAssertEqual(other - matrix, [[9, 18, 27], [36, 45, 54]])
    XCTAssertEqual(matrix .* other, [[10, 40, 90], [160, 250, 360]])
    XCTAssertEqual(other ./ matrix, [[10, 10, 10], [10, 10, 10]])
    XCTAssertEqual(-matrix, [[-1, -2, -3], [-4, -5, -6]])
  }

  func test_oneRowCombinesWithEachRow() {
    let row: Matrix = [[10, 20, 30]]
    XCTAssertEqual(matrix + row, [[11, 22, 33], [14, 25, 36]])
    XCTAssertEqual(row + matrix, [[11, 22, 33], [14, 25, 36]])
    XCTAssertEqual(row - matrix, [[9, 18, 27], [6, 15, 24]])
    XCTAssertEqual(matrix - row, [[-9, -18, -27], [-6, -15, -24]])
    XCTAssertEqual(matrix .* row, [[10, 40, 90], [40, 100, 180]])
    XCTAssertEqual(row ./ matrix, [[10, 10, 10], [2.5, 4, 5]])
    XCTAssertEqual(Matrix(rows: 0, columns: 3) + row, Matrix(rows: 0, columns: 3))
  }

  func test_operatorsInPlace() {
    var sum = matrix
    sum += [[10, 20, 30]]
    XCTAssertEqual(sum, [[11, 22, 33], [14, 25, 36]])
    sum -= matrix
    XCTAssertEqual(sum, [[10, 20, 30], [10, 20, 30]])
    var row: Matrix = [[1, 1, 1]]
    row += matrix
    XCTAssertEqual(row, [[2, 3, 4], [5, 6, 7]])
  }

  func test_additionInPlaceKeepsItsMemory() {
    var sum = Matrix(rows: 20, columns: 20)
    let before = sum.values.withUnsafeBufferPointer { $0.baseAddress }
    sum += Matrix(rows: 20, columns: 20, repeating: 1)
    sum -= Matrix(rows: 1, columns: 20, repeating: 1)
    XCTAssertEqual(sum.values.withUnsafeBufferPointer { $0.baseAddress }, before)
  }

  func test_aNumberCombinesWithEveryElement() {
    XCTAssertEqual(matrix + 1, [[2, 3, 4], [5, 6, 7]])
    XCTAssertEqual(1 + matrix, [[2, 3, 4], [5, 6, 7]])
    XCTAssertEqual(matrix - 1, [[0, 1, 2], [3, 4, 5]])
    XCTAssertEqual(1 - matrix, [[0, -1, -2], [-3, -4, -5]])
    XCTAssertEqual(matrix * 2, [[2, 4, 6], [8, 10, 12]])
    XCTAssertEqual(2 * matrix, [[2, 4, 6], [8, 10, 12]])
    XCTAssertEqual(matrix / 2, [[0.5, 1, 1.5], [2, 2.5, 3]])
    XCTAssertEqual(matrix.map { $0 * $0 }, [[1, 4, 9], [16, 25, 36]])
  }

  func test_reductions() {
    XCTAssertEqual(matrix.sum, 21)
    XCTAssertEqual(matrix.mean, 3.5)
    XCTAssertEqual(matrix.rowSums, [[6], [15]])
    XCTAssertEqual(matrix.columnSums, [[5, 7, 9]])
    XCTAssertEqual(matrix.rowMaxima, [[3], [6]])
    XCTAssertEqual(([[-5, -3], [2, -7]] as Matrix).rowMaxima, [[-3], [2]])
    XCTAssertEqual(([[-.infinity, -.infinity]] as Matrix).rowMaxima, [[-.infinity]])
    XCTAssertTrue(([[1, .nan, 2]] as Matrix).rowMaxima[0, 0].isNaN)
    XCTAssertEqual(([[3, 4]] as Matrix).norm, 5)
    XCTAssertEqual(Matrix(rows: 0, columns: 3).sum, 0)
    XCTAssertEqual(Matrix(rows: 0, columns: 2).columnSums, [[0, 0]])
    XCTAssertEqual(Matrix(rows: 0, columns: 0).rowMaxima.shape, "0×1")
    XCTAssertTrue(Matrix(rows: 0, columns: 3).mean.isNaN)
  }

  func test_slices() {
    XCTAssertEqual(matrix.row(1), [[4, 5, 6]])
    XCTAssertEqual(matrix.column(2), [[3], [6]])
    XCTAssertEqual(matrix.rows(0..<1), [[1, 2, 3]])
    XCTAssertEqual(matrix.columns(1..<3), [[2, 3], [5, 6]])
    XCTAssertEqual(matrix.rows(1..<1).shape, "0×3")
    XCTAssertEqual(matrix.columns(3..<3).shape, "2×0")
    XCTAssertEqual(Matrix.sideBySide([matrix, [[7], [8]]]), [[1, 2, 3, 7], [4, 5, 6, 8]])
    XCTAssertEqual(Matrix.stacked([matrix, [[7, 8, 9]]]), [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
  }

  func test_transposesOfAllShapes() {
    XCTAssertEqual(matrix.transposed, [[1, 4], [2, 5], [3, 6]])
    var generator = SeededGenerator(seed: 1)
    for (rows, columns) in [(0, 3), (1, 1), (1, 9), (5, 4), (33, 70), (64, 32), (100, 37)] {
      let matrix = Matrix.normal(rows: rows, columns: columns, using: &generator)
      let transposed = matrix.transposed
      XCTAssertEqual(transposed.shape, "\(columns)×\(rows)")
      for row in 0..<rows {
        for column in 0..<columns where transposed[column, row] != matrix[row, column] {
          XCTFail("\(rows)×\(columns) at \(row), \(column)")
        }
      }
    }
  }

  func test_descriptions() {
    XCTAssertEqual(
      ([[1, -0.5], [0.00004, 2]] as Matrix).description,
      "2×2 [[1.0000, -0.5000]\n     [0.0000,  2.0000]]")
    XCTAssertEqual(Matrix(rows: 9, columns: 1).description.suffix(8), "\n     …]")
    XCTAssertEqual(Matrix.fixed(-0.00001, digits: 4), "0.0000")
    XCTAssertEqual(Matrix.fixed(.nan, digits: 4), "nan")
    XCTAssertEqual(Matrix.fixed(1e12, digits: 4), "1000000000000.0")
  }
}
