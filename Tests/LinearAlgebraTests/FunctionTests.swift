import Foundation
import LinearAlgebra
import XCTest

final class FunctionTests: XCTestCase {
  func test_matrixFunctionsAgreeWithFoundation() {
    let x: Matrix = [[-3, -0.5, 0], [0.25, 1, 20]]
    for row in 0..<2 {
      for column in 0..<3 {
        let number = x[row, column]
        let expected = Foundation.exp(number)
        XCTAssertEqual(exp(x)[row, column], expected, accuracy: 2 * expected.ulp)
        XCTAssertEqual(tanh(x)[row, column], Foundation.tanh(number), accuracy: 1e-15)
        XCTAssertEqual(
          sigmoid(x)[row, column], 1 / (1 + Foundation.exp(-number)), accuracy: 1e-15)
        XCTAssertEqual(log(exp(x))[row, column], number, accuracy: 1e-14)
        XCTAssertEqual(sqrt(x .* x)[row, column], number.magnitude)
      }
    }
  }

  func test_oneNumberGivesWhatAMatrixGives() {
    var generator = SeededGenerator(seed: 1)
    let x = Matrix.normal(rows: 5, columns: 7, standardDeviation: 4, using: &generator)
    for row in 0..<5 {
      for column in 0..<7 {
        let number = x[row, column]
        XCTAssertEqual(LinearAlgebra.exp(number), exp(x)[row, column])
        XCTAssertEqual(LinearAlgebra.tanh(number), tanh(x)[row, column])
        XCTAssertEqual(sigmoid(number), sigmoid(x)[row, column])
        XCTAssertEqual(LinearAlgebra.log(number.magnitude), log(x .* x.sign)[row, column])
      }
    }
  }

  func test_functionsOfEmptyMatricesAndAtTheEnds() {
    XCTAssertEqual(exp(Matrix(rows: 0, columns: 3)).shape, "0×3")
    XCTAssertEqual(sigmoid([[-1000, 1000]] as Matrix), [[0, 1]])
    XCTAssertEqual(exp([[-1000, 1000]] as Matrix), [[0, .infinity]])
    XCTAssertEqual(tanh([[-1000, 1000]] as Matrix), [[-1, 1]])
    XCTAssertEqual(log([[0, 1]] as Matrix), [[-.infinity, 0]])
    XCTAssertTrue(log(Matrix([[-1]]))[0, 0].isNaN)
    XCTAssertEqual(sqrt(Matrix(rows: 3, columns: 0)).shape, "3×0")
    XCTAssertEqual(sqrt([[0, .infinity]] as Matrix), [[0, .infinity]])
    XCTAssertTrue(sqrt(Matrix([[-1]]))[0, 0].isNaN)
  }

  func test_theArgumentIsNotChanged() {
    let x: Matrix = [[1, 2]]
    _ = exp(x)
    XCTAssertEqual(x, [[1, 2]])
  }
}

extension Matrix {
  fileprivate var sign: Matrix { map { $0 < 0 ? -1 : 1 } }
}
