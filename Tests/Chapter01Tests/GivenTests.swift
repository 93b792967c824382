import LinearAlgebra
import XCTest

@testable import Sequences

/// What the page gives, and the sentences with which wrong arguments stop the program.
final class Chapter01GivenTests: XCTestCase {
  func testTheAffineMapMatchesThePage() {
    XCTAssertEqual(
      affine(
        [[1, 2, 0], [0, -1, 3]], weights: [[1, 0.5], [-1, 2], [0.5, 1]], bias: [[0.25, -0.5]]),
      [[-0.75, 4], [2.75, 0.5]])
  }

  func testThePerplexityMatchesThePage() {
    XCTAssertEqual(perplexity(1.2531), 3.5012, accuracy: 5e-5)
    XCTAssertEqual(perplexity(0), 1)
  }

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
