import LinearAlgebra
import XCTest

@testable import Sequences

/// The sentences with which wrong arguments stop the program.
final class Chapter01GivenTests: XCTestCase {
  func testASymbolOutsideTheVocabularyIsNamedWithItsPlace() {
    XCTAssertNil(symbolProblem([], vocabularySize: 1))
    XCTAssertNil(symbolProblem([0, 2], vocabularySize: 3))
    XCTAssertEqual(
      symbolProblem([0, 3], vocabularySize: 3),
      "symbol 3 at place 1 is not in a vocabulary of 3: symbols go from 0 up to 2")
    XCTAssertNotNil(symbolProblem([-1], vocabularySize: 3))
  }

  func testTargetsMustBelongToTheirLogits() {
    let logits = Matrix(rows: 2, columns: 3)
    XCTAssertNil(targetProblem(logits, targets: [0, 2]))
    XCTAssertEqual(
      targetProblem(logits, targets: [0]),
      "logits of 2×3 need 2 targets, one for each row, not 1")
    XCTAssertEqual(
      targetProblem(Matrix(rows: 0, columns: 3), targets: []),
      "the cross-entropy of no rows is not defined: there is no mean")
    XCTAssertNotNil(targetProblem(logits, targets: [0, 3]))
  }

  func testATableNeedsSmoothingAndAPairToPredict() {
    XCTAssertNil(smoothingProblem(0.1))
    XCTAssertEqual(smoothingProblem(0), "smoothing is 0.0; it must be above 0")
    XCTAssertNotNil(smoothingProblem(.nan))
    let model = BigramModel(probabilities: [[0.5, 0.5], [0.5, 0.5]])
    XCTAssertNil(model.pairProblem([0, 1]))
    XCTAssertEqual(
      model.pairProblem([0]),
      "a loss needs at least two symbols, not 1: there is nothing to predict")
    XCTAssertNotNil(model.pairProblem([0, 2]))
  }
}
