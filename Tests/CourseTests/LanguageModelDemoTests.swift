import Text
import XCTest

@testable import Course
@testable import Laboratory

final class LanguageModelDemoTests: XCTestCase {
  func testTheStoryIsToldOfAnyTextAndRepeatsItself() throws {
    let corpus = Corpus(String(repeating: "a cat sat on a mat. ", count: 200))
    func story() throws -> String {
      let capture = Capture()
      try tellLanguageModelStory(corpus, symbolsToRead: 8000, capture.terminal())
      return capture.output
    }
    let first = try story()
    XCTAssertTrue(first.hasPrefix("4,000 characters"), first)
    XCTAssertTrue(first.contains("A table of pairs"), first)
    XCTAssertTrue(first.contains("An LSTM of 96 units that has read the rest 2 times"), first)
    XCTAssertEqual(try story(), first)
    for line in first.split(separator: "\n") { XCTAssertLessThanOrEqual(line.count, 80, "\(line)") }
  }

  func testATextThatIsTooShortIsOneLine() {
    XCTAssertThrowsError(
      try tellLanguageModelStory(Corpus("abc"), Capture().terminal())
    ) { XCTAssertTrue($0 is UserError, "\($0)") }
  }
}
