import XCTest

@testable import Course

final class FenceReaderTests: XCTestCase {
  private func read(_ lines: String...) -> [FenceReader.Line] {
    var reader = FenceReader()
    return lines.map { reader.read($0) }
  }

  func testABlockIsWhatStandsBetweenTwoFencesOfOneSign() {
    XCTAssertEqual(
      read("a", "```swift x=1", "~~~", "``", "```", "b"),
      [.outside, .opening(mark: "```", words: "swift x=1"), .inside, .inside, .closing, .outside])
  }

  func testALongerFenceHoldsAShorterOne() {
    XCTAssertEqual(
      read("  ````markdown", "```", "```", "  ````` "),
      [.opening(mark: "````", words: "markdown"), .inside, .inside, .closing])
  }

  func testCodeInALineIsNoFence() {
    XCTAssertEqual(read("``` a ```", "``a", "~~"), [.outside, .outside, .outside])
  }
}
