import XCTest

@testable import Course

final class CallsTests: XCTestCase {
  private let path = "exercises/01-sums/Sums.swift"

  /// Whether one line of these leads to another.
  private func lead(_ start: Int, _ end: Int, _ lines: String...) -> Bool {
    Calls(in: [(path, lines.joined(separator: "\n"))]).lead(from: (path, start), to: (path, end))
  }

  func testACallIsFollowedByWhateverWay() {
    let lines = [
      "func sum(_ a: Int, _ b: Int) -> Int {", "  a + b", "}",
      "func given(_ a: Int) -> Int { sum(a, a) }",
      "func twice(_ a: Int) -> Int {", "  given(a)", "}",
      "func alone(_ a: Int) -> Int {", "  // sum(a, a)", "  a * 2", "}",
    ]
    let calls = Calls(in: [(path, lines.joined(separator: "\n"))])
    XCTAssertTrue(calls.lead(from: (path, 6), to: (path, 2)))
    XCTAssertFalse(calls.lead(from: (path, 10), to: (path, 2)), "a comment calls nothing")
    XCTAssertFalse(calls.lead(from: (path, 2), to: (path, 6)))
    XCTAssertFalse(calls.lead(from: (path, 99), to: (path, 2)))
  }

  func testFunctionsOfOneNameAreToldApartByTheirLabels() {
    let first = "func step(input: Int, state: Int = 0) -> Int { 1 }"
    let second = "func step(_ record: Int, carry: (Int) -> Int) -> Int { 2 }"
    let caller = "func run(_ a: Int) -> Int { step(a, carry: { $0 }) }"
    XCTAssertTrue(lead(3, 2, first, second, caller))
    XCTAssertFalse(lead(3, 1, first, second, caller))
    let trailing = "func run(_ a: Int) -> Int { \"\\(a)\".count + step(a) { $0 } }"
    XCTAssertTrue(lead(3, 2, first, second, trailing))
    XCTAssertTrue(lead(3, 1, first, second, "func run() -> Int { step(input: 3) }"))
    XCTAssertTrue(lead(3, 1, first, second, "func run() -> [Int] { [1].map(step) }"))
  }

  func testCodeThatIsNotFinishedIsReadAsFarAsItGoes() {
    XCTAssertFalse(lead(2, 1, "func sum(_ a: Int) -> Int { a }", "func twice(_ a: Int"))
    XCTAssertTrue(lead(2, 1, "func sum(_ a: Int) -> Int { a }", "func b() -> Int { sum(1) }", "("))
  }
}
