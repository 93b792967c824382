import XCTest

@testable import LinearAlgebra

final class MatrixProductTests: XCTestCase {
  let left: Matrix = [[1, 2], [3, 4], [5, 6]]
  let right: Matrix = [[1, 0, 2], [0, 1, 3]]

  func test_productsByHand() {
    XCTAssertEqual(left * right, [[1, 2, 8], [3, 4, 18], [5, 6, 28]])
    XCTAssertEqual(right * left, [[11, 14], [18, 22]])
    XCTAssertEqual(left.transposedTimes(left), [[35, 44], [44, 56]])
    XCTAssertEqual(left.timesTransposed(left), [[5, 11, 17], [11, 25, 39], [17, 39, 61]])
    XCTAssertEqual(left * Matrix.identity(2), left)
  }

  func test_emptyProducts() {
    XCTAssertEqual(
      Matrix(rows: 2, columns: 0) * Matrix(rows: 0, columns: 3), Matrix(rows: 2, columns: 3))
    XCTAssertEqual((Matrix(rows: 0, columns: 2) * right).shape, "0×3")
    XCTAssertEqual((left * Matrix(rows: 2, columns: 0)).shape, "3×0")
  }

  func test_transposedProductsAreProductsWithTheTranspose() {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<50 {
      let m = generator.integer(below: 40) + 1
      let n = generator.integer(below: 40) + 1
      let k = generator.integer(below: 40) + 1
      let a = Matrix.normal(rows: m, columns: k, using: &generator)
      let b = Matrix.normal(rows: k, columns: n, using: &generator)
      let product = a * b
      // Equal to the last bit: all are added up in the order of the inner index.
      XCTAssertEqual(a.transposed.transposedTimes(b), product)
      XCTAssertEqual(a.timesTransposed(b.transposed), product)
      XCTAssertEqual((b.transposed * a.transposed).transposed, product)
    }
  }
}
