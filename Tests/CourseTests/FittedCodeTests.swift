import XCTest

@testable import Course

final class FittedCodeTests: XCTestCase {
  private func fitted(_ source: [String], _ width: Int) -> [String] {
    FittedCode(source, width: width).lines
  }

  func testWhatFitsStaysAsItIs() {
    let source = ["/// A short comment", "/// of two lines.", "let a = 1"]
    XCTAssertEqual(fitted(source, 40), source)
  }

  func testAParagraphOfACommentIsFilledAnew() {
    XCTAssertEqual(
      fitted(
        [
          "  /// One two three four five six seven", "  /// eight nine.", "  ///",
          "  /// - Returns: ten eleven twelve thirteen", "  ///   fourteen.", "  let a = 1",
        ], 30),
      [
        "  /// One two three four five", "  /// six seven eight nine.", "  ///",
        "  /// - Returns: ten eleven", "  ///   twelve thirteen", "  ///   fourteen.",
        "  let a = 1",
      ])
  }

  func testCodeIsBrokenAfterACommaAndNeverInAText() {
    XCTAssertEqual(
      fitted(["  call(first, \"one, two three four\", second, third)"], 44),
      ["  call(first, \"one, two three four\", second,", "      third)"])
    XCTAssertEqual(
      fitted(["  check(a, \"one, two three four five six\")"], 30),
      ["  check(a,", "      \"one, two three four five six\")"])
  }

  func testAFunctionsResultGoesToTheNextLineWhole() {
    XCTAssertEqual(
      fitted(["func step(_ input: Matrix, from state: LSTMState) -> LSTMStepRecord {"], 60),
      ["func step(_ input: Matrix, from state: LSTMState)", "    -> LSTMStepRecord {"])
  }

  func testAWordThatIsTooLongStays() {
    XCTAssertEqual(fitted(["abcdefghijklmnopqrstuvwxyz"], 10), ["abcdefghijklmnopqrstuvwxyz"])
  }
}
