import XCTest

@testable import Course

/// How a chapter looks in a terminal.
final class MarkdownViewTests: XCTestCase {
  private func rendered(_ lines: [String], width: Int = 80, colour: Bool = false) -> String {
    MarkdownView(Capture().terminal(width: width, hasColour: colour)).render(lines)
  }

  func testParagraphsAreJoinedAndBroken() {
    XCTAssertEqual(
      rendered(
        ["## Head", "", "one two three four", "five six", "", "", "```swift", "let x = 1", "```"],
        width: 20),
      """
      ## Head

      one two three four
      five six

          let x = 1
      """)
  }

  func testCodeIsNeitherDimNorBlue() {
    XCTAssertEqual(rendered(["```", "let x = 1", "```"], colour: true), "    let x = 1")
    XCTAssertEqual(rendered(["a `b`"], colour: true), "a \u{1B}[35mb\u{1B}[0m")
  }

  func testHintsStayClosedAndSayWhatOpensThem() {
    let hint = ["<details><summary>Hint 1 of 2</summary>", "", "secret", "", "</details>"]
    XCTAssertEqual(rendered(hint), "▸ Hint 1 of 2")
    let heading = "**Exercise 1.3 · Softmax** (3 points)"
    XCTAssertEqual(
      rendered([heading, ""] + hint + [""] + hint + ["", "After."]),
      """
      *Exercise 1.3 · Softmax* (3 points)

      ▸ 2 hints, one at a time: swift run course hint 1.3

      After.
      """)
  }

  func testOtherDetailsAreOpen() {
    XCTAssertEqual(
      rendered(["<details><summary>Proof</summary>", "", "Because.", "", "</details>", "", "So."]),
      "▾ Proof\n\nBecause.\n\nSo.")
  }

  func testMarksGoWhereStylesShowThem() {
    let source = ["a **b *c*** `d` \\* 2 * 3 * 4"]
    XCTAssertEqual(rendered(source), "a *b _c_* `d` * 2 * 3 * 4")
    XCTAssertEqual(
      rendered(source, colour: true),
      "a \u{1B}[1mb \u{1B}[0m\u{1B}[1;3mc\u{1B}[0m \u{1B}[35md\u{1B}[0m * 2 * 3 * 4")
    XCTAssertEqual(rendered(["# `x` and y"], colour: true).contains("`"), false)
  }

  func testCodeAndMathematicsAreNotBroken() {
    XCTAssertEqual(rendered(["aa `b c d` $V = 3$, e"], width: 11), "aa `b c d`\nV = 3, e")
    XCTAssertEqual(rendered(["aa `b c d e f g h`"], width: 9), "aa `b c d\ne f g h`")
    XCTAssertEqual(rendered(["it costs $5 and $6"]), "it costs $5 and $6")
  }

  func testListsHang() {
    XCTAssertEqual(
      rendered(["1. one two three", "2. four", "   five six", "- seven eight nine"], width: 12),
      """
      1. one two
         three
      2. four five
         six
      - seven
        eight nine
      """)
  }

  func testQuotesLinksAndFigures() {
    XCTAssertEqual(
      rendered(["> **A row** is", "> one.", "", "[here](https://a.b) ![a line](figures/a.svg)"]),
      """
      │ *A row* is one.

      here (https://a.b) Figure: a line (chapters/figures/a.svg)
      """)
  }

  func testTablesStandInColumns() {
    XCTAssertEqual(
      rendered(["| a | `b|c` | $d_t$ |", "|---|---|---|", "| **one** | x | 1 |", "| two | | 0.5 |"]
      ),
      """
      a      `b|c`   dₜ
      ─────  ─────  ───
      *one*  x        1
      two           0.5
      """)
  }

  func testAWideTableBreaksTheTextOfItsCells() {
    let text = rendered(
      ["| name | meaning |", "|---|---|", "| x | one two three four five |"], width: 20)
    XCTAssertEqual(
      text,
      """
      name  meaning
      ────  ──────────────
      x     one two three
            four five
      """)
  }

  func testATableOfTooManyColumnsIsTurned() {
    XCTAssertEqual(
      rendered(["| step | one | two |", "|---|---|---|", "| 1 | 0.25 | 0.5 |"], width: 11),
      """
      step     1
      ────  ────
      one   0.25
      two    0.5
      """)
  }

  func testCodeThatIsTooWideMovesLeft() {
    let line = String(repeating: "x", count: 78)
    XCTAssertEqual(rendered(["```", line, "", "y", "```"]), "  \(line)\n\n  y")
  }

  func testEveryPageOfTheBookFitsEightyColumns() throws {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    let folder = PackageFolder(root: root)
    let pages = folder.names(in: "chapters").filter { $0.hasSuffix(".md") }
    XCTAssertGreaterThan(pages.count, 1)
    for page in pages {
      let text = try XCTUnwrap(folder.text("chapters/\(page)"))
      for line in rendered(lines(of: text)).split(separator: "\n") {
        XCTAssertLessThanOrEqual(line.count, 80, "\(page): \(line)")
        let isFormula = line.contains("\\begin") || line.contains("\\frac")
        XCTAssertFalse(isFormula, "\(page): \(line)")
      }
    }
  }
}
