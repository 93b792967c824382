import XCTest

@testable import Course
@testable import Grading

final class PlainTextTests: XCTestCase {
  func testEscapeSequencesAreTakenAway() {
    XCTAssertEqual(PlainText.lines("\u{1B}[31mred\u{1B}[0m"), "red")
    XCTAssertEqual(PlainText.lines("a\u{1B}]0;title\u{7}b"), "ab")
    XCTAssertEqual(PlainText.lines("a\u{1B}]8;;http://x\u{1B}\\b"), "ab")
    XCTAssertEqual(PlainText.lines("a\u{9B}2Jb\u{1B}Mc"), "abc")
    XCTAssertEqual(PlainText.lines("a\u{1B}[31\nb\u{1B}]never ended\nc"), "a\nb\nc")
    XCTAssertEqual(PlainText.lines("\u{1B}"), "")
  }

  func testControlAndInvisibleCharactersAreTakenAway() {
    XCTAssertEqual(PlainText.lines("a\u{0}\u{8}\u{7F}\u{FFFE}b\u{202E}c\u{200B}\u{FEFF}d"), "abcd")
    XCTAssertEqual(PlainText.lines("a\tb"), "a  b")
    XCTAssertEqual(PlainText.lines("a\r\nb\rc\u{2028}d"), "a\nb\nc\nd")
  }

  func testLettersOfEveryScriptStay() {
    for text in ["Höpper 漢字", "👩\u{200D}🔬", "می\u{200C}خواهم", "e\u{301}"] {
      XCTAssertEqual(PlainText.lines(text), text)
    }
  }

  func testSpacesAndEmptyLinesAtTheEndsAreTakenAway() {
    XCTAssertEqual(PlainText.lines("\n\n  a  \n\n  b\n\n"), "  a\n\n  b")
    XCTAssertEqual(PlainText.line("  a \n\t b  "), "a b")
  }

  func testLongTextsAreCut() {
    XCTAssertEqual(PlainText.lines("abcdef", limit: 3), "abc…")
    XCTAssertEqual(PlainText.lines("abc", limit: 3), "abc")
    let accents = PlainText.lines("e" + String(repeating: "\u{301}", count: 100_000) + "f")
    XCTAssertEqual(accents, "e\u{301}\u{301}\u{301}\u{301}f")
  }
}
