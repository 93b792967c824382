import LinearAlgebra
import XCTest

@testable import Writing

/// What the chapter gives beside its exercises.
final class Chapter09GivenTests: XCTestCase {

  // MARK: Sampling

  func testTheMostProbableComesFirst() {
    XCTAssertEqual(mostProbableFirst([0.1, 0.5, 0.1, 0.3]), [1, 3, 0, 2])
    XCTAssertEqual(mostProbableFirst([]), [])
  }

  func testTheLoopAtTheEndIsFound() {
    XCTAssertEqual(loopLength(atEndOf: [7, 1, 2, 1, 2, 1, 2]), 2)
    XCTAssertEqual(loopLength(atEndOf: [5, 5, 5]), 1)
    XCTAssertEqual(loopLength(atEndOf: [1, 2, 1, 2, 1, 2, 9]), nil)
    XCTAssertEqual(loopLength(atEndOf: [1, 2, 1, 2]), nil)
    XCTAssertEqual(loopLength(atEndOf: [1, 2, 1, 2], repetitions: 2), 2)
    XCTAssertEqual(loopLength(atEndOf: [0, 1, 1, 0, 1, 1, 0, 1, 1]), 3)
    XCTAssertEqual(loopLength(atEndOf: []), nil)
    XCTAssertEqual(loopLength(atEndOf: [1]), nil)
  }

  func testGreedyDecodingLoops() {
    // Nothing is drawn, so a state that comes again brings the same text again.
    var generator = SeededGenerator(seed: 7)
    let model = generator.toy(5, spread: 4)
    let text = model.generate(200, after: [0], sampling: .greedy, using: &generator)
    XCTAssertNotNil(loopLength(atEndOf: text))
  }

  // MARK: Problems

  func testProblemsAreSaidInASentence() {
    XCTAssertNil(temperatureProblem([1], temperature: .infinity))
    XCTAssertEqual(
      temperatureProblem([], temperature: 1), "there is no symbol to give a probability to")
    for temperature in [-1, Double.nan] {
      XCTAssertEqual(
        temperatureProblem([1], temperature: temperature),
        "a temperature of \(temperature) is not from 0 to infinity")
    }
    XCTAssertNil(keptProblem(1))
    XCTAssertNotNil(keptProblem(0))
    XCTAssertNil(massProblem(0))
    XCTAssertNotNil(massProblem(1.5))
    XCTAssertNotNil(massProblem(.nan))
    XCTAssertNil(nothingToDrawProblem([1]))
    XCTAssertNotNil(nothingToDrawProblem([]))
    XCTAssertNil(promptProblem([0]))
    XCTAssertNotNil(promptProblem([]))
  }
}
