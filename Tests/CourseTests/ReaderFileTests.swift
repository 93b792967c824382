import XCTest

@testable import Authoring
@testable import Course

final class ReaderFileTests: XCTestCase {
  private let one = ExerciseNumber(chapter: 1, index: 1)
  private let two = ExerciseNumber(chapter: 1, index: 2)

  private let text = """
    func sum(_ a: Double) -> Double {
      // EXERCISE 1.1 (2 points): add
      // Read chapters/01-sums.md, "The sum". Check with: swift run course check 1.1
      notWritten("1.1")
    }

    func twice() -> Double {
      // EXERCISE 1.2 (1 point): double it
      // Read chapters/01-sums.md, "Twice".
      // Check with: swift run course check 1.2
      // }
      let text = "} \\(list.map { $0 })"
      return notWritten(
        "1.2", text)
    }

    """

  private func file(_ old: String = "", _ new: String = "") -> ReaderFile {
    ReaderFile(path: "x.swift", text: old.isEmpty ? text : text.replacing(old, with: new))
  }

  func testARegionEndsWithItsFunction() {
    XCTAssertEqual(file().region(of: one), .init(markerLine: 1, closingLine: 4, tail: ""))
    XCTAssertEqual(file().region(of: two), .init(markerLine: 7, closingLine: 14, tail: ""))
  }

  func testOwnLinesAreWithoutThePointers() {
    XCTAssertEqual(file().ownLines(of: one), ["  notWritten(\"1.1\")"])
    XCTAssertEqual(file().ownLines(of: two)?.count, 4)
  }

  func testACodeLineWithTheBraceBelongsToTheRegion() {
    let changed = file("  notWritten(\"1.1\")\n}", "  a + 1 }")
    XCTAssertEqual(changed.ownLines(of: one), ["  a + 1 "])
    XCTAssertEqual(
      changed.replacing(one, with: ["  // EXERCISE", "  stub"])?.hasPrefix(
        "func sum(_ a: Double) -> Double {\n  // EXERCISE\n  stub\n}\n\nfunc twice"), true)
  }

  func testAnExerciseIsWrittenOnceTheCallIsGone() {
    XCTAssertTrue(file().isUnwritten(one))
    XCTAssertTrue(file().isUnwritten(two), "the call may stand on several lines")
    XCTAssertFalse(file("notWritten(\"1.1\")", "a").isUnwritten(one))
    XCTAssertFalse(file("notWritten(\"1.1\")", "a // notWritten(\"1.1\")").isUnwritten(one))
    XCTAssertTrue(file("notWritten(\"1.1\")", "a").isUnwritten(two))
  }

  func testTheLineIsTheFirstOfTheReadersCode() {
    XCTAssertEqual(file().line(of: one), 4)
    XCTAssertEqual(file().line(of: two), 12)
    XCTAssertEqual(file("notWritten(\"1.1\")", "a").line(of: one), 4)
    XCTAssertEqual(file("  notWritten(\"1.1\")", "  // why\n\n  a").line(of: one), 6)
    XCTAssertEqual(file("  notWritten(\"1.1\")\n}", "  a }").line(of: one), 4)
    XCTAssertEqual(file("  notWritten(\"1.1\")\n", " ").line(of: one), 2)
  }

  func testBracesThatDoNotMatchGiveNoRegion() {
    XCTAssertNil(file("notWritten(\"1.1\")", "if a {").region(of: one))
    XCTAssertNil(file("notWritten(\"1.1\")", "}").region(of: one))
    XCTAssertNil(file().regionProblem(one))
    XCTAssertEqual(
      file("notWritten(\"1.1\")", "if a {").regionProblem(one), "the braces do not match")
    XCTAssertEqual(
      file("// EXERCISE 1.1", "// mine").regionProblem(one),
      "the line //\u{A0}EXERCISE\u{A0}1.1 is gone")
    XCTAssertTrue(file("notWritten(\"1.1\")", "notWritten(\"1.1\") {").isUnwritten(one))
  }

  func testAMarkerInAStringIsNone() {
    let quoted = "let x = \"\"\"\n  // EXERCISE 1.1 (2 points): add\n  \"\"\"\n" + text
    XCTAssertEqual(
      ReaderFile(path: "x", text: quoted).region(of: one)?.markerLine, 4)
  }

  func testTheFingerprintIsOfTheOwnLinesAlone() {
    let before = file().fingerprint(of: one)
    XCTAssertEqual(file("func twice", "// new\nfunc twice").fingerprint(of: one), before)
    XCTAssertEqual(file("(\"1.1\")", "(\"1.1\")  ").fingerprint(of: one), before)
    XCTAssertNotEqual(file("(\"1.1\")", "(\"1.1\") + 1").fingerprint(of: one), before)
    XCTAssertNotEqual(before, file().fingerprint(of: two))
  }
}
