import XCTest

@testable import Authoring
@testable import Course

final class OutputComparisonTests: XCTestCase {
  private let exact = OutputComparison()
  private let close = OutputComparison(within: 1e-3)

  func testWithoutAToleranceEveryCharacterCounts() {
    XCTAssertTrue(exact.matches("loss 0.5", "loss 0.5"))
    XCTAssertFalse(exact.matches("loss 0.5", "loss 0.50"))
    XCTAssertFalse(exact.matches("loss  0.5", "loss 0.5"))
  }

  func testNumbersMayLieApartByAShareOfTheLarger() {
    XCTAssertTrue(close.matches("loss 1.000 is", "loss 1.000 is"))
    XCTAssertTrue(close.matches("loss 1.000 is", "loss 0.999 is"), "just inside")
    XCTAssertFalse(close.matches("loss 1.000 is", "loss 0.9989 is"), "just outside")
    XCTAssertTrue(close.matches("loss −1,000 is", "loss -1001 is"), "other signs for the same")
    XCTAssertFalse(close.matches("loss 1.000 is", "loss -1.000 is"))
    XCTAssertFalse(close.matches("loss 1.000 is", "gain 1.000 is"), "another word")
    XCTAssertFalse(close.matches("loss 1.000 is", "loss 1.000"))
    XCTAssertTrue(close.matches("a   9.999 b", "a  10.000 b"), "columns move")
  }

  func testNoiseIsOnlyToBeSmall() {
    let comparison = OutputComparison(noise: 1e-7)
    XCTAssertTrue(comparison.matches("error 4.6e-10", "error 8.1e-9"))
    XCTAssertFalse(comparison.matches("error 4.6e-10", "error 2e-7"))
    XCTAssertFalse(comparison.matches("error 1.0", "error 1.1"))
  }

  func testAGapStandsForAnyTextInALine() {
    XCTAssertTrue(exact.matches("done in … s", "done in 3.8 s"))
    XCTAssertTrue(exact.matches("done in …", "done in 1 min 3.8 s"))
    XCTAssertFalse(exact.matches("done in …", "done in "), "something must stand there")
    XCTAssertFalse(exact.matches("done in … s", "done in 3.8 m"))
    XCTAssertTrue(close.matches("1.000 in … s", "1.0001 in 3.8 s"))
  }

  func testAPageThatFitsIsLeftAlone() {
    let page = ["$ a", "…", "took … s", "  …", "end"]
    let mended = exact.mended(page, for: ["$ a", "x", "y", "took 3 s", "end"])
    XCTAssertEqual(mended, .init(lines: page))
  }

  func testOnlyTheLinesThatDifferAreMended() {
    let page = ["$ a", "…", "took … s", "loss 1", "end"]
    let printed = ["$ a", "x", "y", "took 3 s", "loss 2", "end"]
    XCTAssertEqual(
      exact.mended(page, for: printed),
      .init(
        lines: ["$ a", "…", "took … s", "loss 2", "end"],
        difference: .init(index: 3, written: "loss 1", printed: "loss 2")))
  }

  func testALineBesideAGapIsNotSwallowedByIt() {
    XCTAssertEqual(
      exact.mended(["a 1", "…"], for: ["a 2", "b"]),
      .init(lines: ["a 2", "…"], difference: .init(index: 0, written: "a 1", printed: "a 2")))
  }

  func testLinesTooManyAndTooFewAreMended() {
    XCTAssertEqual(
      exact.mended(["a", "b"], for: ["a", "new", "b"]),
      .init(lines: ["a", "new", "b"], difference: .init(index: 1, written: nil, printed: "new")))
    XCTAssertEqual(
      exact.mended(["a", "old", "b"], for: ["a", "b"]),
      .init(lines: ["a", "b"], difference: .init(index: 1, written: "old", printed: nil)))
    XCTAssertEqual(
      exact.mended([], for: ["a"]),
      .init(lines: ["a"], difference: .init(index: 0, written: nil, printed: "a")))
  }
}
