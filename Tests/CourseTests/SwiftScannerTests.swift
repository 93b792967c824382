import XCTest

@testable import Authoring
@testable import Course

final class SwiftScannerTests: XCTestCase {
  private func braces(_ text: String) -> String {
    SwiftScanner(text).braces.map { $0.isOpening ? "{" : "}" }.joined()
  }

  func testBracesInCodeCount() {
    XCTAssertEqual(braces("func f() { if x { } }"), "{{}}")
  }

  func testBracesInCommentsDoNot() {
    XCTAssertEqual(braces("{ // }\n}"), "{}")
    XCTAssertEqual(braces("{ /* } /* } */ } */ }"), "{}")
    XCTAssertEqual(braces("{ /* never closed }"), "{")
  }

  func testBracesInStringsDoNot() {
    XCTAssertEqual(braces(#"{ "}" }"#), "{}")
    XCTAssertEqual(braces(#"{ "\"}" }"#), "{}")
    XCTAssertEqual(braces(##"{ #"}"}"# }"##), "{}")
    XCTAssertEqual(braces("{ \"\"\"\n } \" } \"\" }\n\"\"\" }"), "{}")
    XCTAssertEqual(braces(##"{ #"\"# }"##), "{}")
    XCTAssertEqual(braces(#"{ "// no comment" }"#), "{}")
  }

  func testInterpolationsAreCode() {
    XCTAssertEqual(braces(#"{ "\(list.map { "}" })" }"#), "{{}}")
    XCTAssertEqual(braces(#"{ "\((1 + 2) * (3))}" }"#), "{}")
    XCTAssertEqual(braces(##"{ #"\(x) } \#(list.map { $0 }) }"# }"##), "{{}}")
  }

  func testAStringWithoutItsEndStopsAtTheLine() {
    XCTAssertEqual(braces("{ \"never closed }\n}"), "{}")
  }

  func testWhatIsNoSwiftIsReadOn() {
    XCTAssertEqual(braces("{ \"\"\"\n never closed }\n}"), "{")
    XCTAssertEqual(braces("{ \"\\(never closed }\n}"), "{}}")
    XCTAssertEqual(braces("{ ` # <# a #> \\ \u{1} 1 /x/ } \"\\"), "{}")
  }

  func testCommentsAreTakenOutAndLinesStay() {
    let scanner = SwiftScanner("a // b\n/* c\n d */ e\n\"// f\"\n")
    XCTAssertEqual(scanner.codeLines, ["a ", "", " e", "\"// f\"", ""])
    XCTAssertEqual(scanner.commentLines, [0])
  }

  func testPlacesAreLinesAndColumns() {
    let brace = SwiftScanner("// é\n  x {").braces[0]
    XCTAssertEqual(brace.line, 1)
    XCTAssertEqual(brace.column, 4)
    XCTAssertEqual(SwiftScanner("a // b\r\n/*\r\n*/ {\r\n").codeLines, ["a ", "", " {", ""])
    XCTAssertEqual(SwiftScanner("/*\r\n*/ {").braces[0].line, 1)
  }
}
