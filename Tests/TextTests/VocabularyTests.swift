import Text
import XCTest

final class VocabularyTests: XCTestCase {
  func testPlaceholder() { XCTAssertEqual(grouped(10_482), "10,482") }
}
