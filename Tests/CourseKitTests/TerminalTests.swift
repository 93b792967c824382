import XCTest

@testable import CourseKit

final class TerminalTests: XCTestCase {
  func testColourIsLeftOutWhereItIsOff() {
    XCTAssertEqual(Capture().terminal().styled("a", .bold, .red), "a")
    XCTAssertEqual(
      Capture().terminal(hasColour: true).styled("a", .bold, .red), "\u{1B}[1;31ma\u{1B}[0m")
  }

  func testTheBarFillsFromLeftToRight() {
    XCTAssertEqual(Terminal.bar(0, width: 4), "░░░░")
    XCTAssertEqual(Terminal.bar(0.5, width: 4), "██░░")
    XCTAssertEqual(Terminal.bar(1, width: 4), "████")
    XCTAssertEqual(Terminal.bar(7, width: 4), "████")
    XCTAssertEqual(Terminal.bar(.nan, width: 4), "░░░░")
  }

  func testSpellingFindsTheNearestAndNoStranger() {
    XCTAssertEqual(nearestSpelling(to: "chekc", among: ["check", "read"]), "check")
    XCTAssertEqual(nearestSpelling(to: "sol", among: ["check", "solution"]), "solution")
    XCTAssertNil(nearestSpelling(to: "train", among: ["check", "read"]))
    XCTAssertEqual(editDistance(Array("abcd"), Array("acbd")), 1)
    XCTAssertEqual(editDistance(Array(""), Array("abc")), 3)
    XCTAssertEqual(editDistance(Array("kitten"), Array("sitting")), 3)
  }

  func testLinesWrapAtSpacesAndKeepTheirIndentation() {
    XCTAssertEqual(wrapped("aa bb cc", to: 5), ["aa bb", "cc"])
    XCTAssertEqual(wrapped("- aa bb", to: 5), ["- aa", "  bb"])
    XCTAssertEqual(wrapped("aaaaaaaa b", to: 5), ["aaaaaaaa", "b"])
    XCTAssertEqual(wrapped("12. aa bb", to: 6), ["12. aa", "    bb"])
    XCTAssertEqual(wrapped("  at aa bb", to: 7, hanging: 2), ["  at aa", "    bb"])
    XCTAssertEqual(wrapped("", to: 5), [""])
  }

  func testABrokenCommentGoesOnAsOne() {
    XCTAssertEqual(
      wrappedCode("  // one two three four five", to: 24, gutter: " "),
      ["   // one two three four", "   // five"])
    XCTAssertEqual(wrappedCode("let a", to: 24, gutter: "  "), ["  let a"])
  }

  func testAMistakeIsOneLineAndBreaksOnlyWhereSomebodySees() {
    let error = UserError("the line //\u{A0}EXERCISE\u{A0}1.1 is gone")
    let (file, screen) = (Capture(), Capture())
    file.terminal(width: 24).complain(error)
    XCTAssertEqual(file.errors, "course: the line // EXERCISE 1.1 is gone\n")
    screen.terminal(width: 24, isInteractive: true).complain(error)
    XCTAssertEqual(
      screen.errors, "course: the line\n        // EXERCISE 1.1\n        is gone\n")
  }
}
