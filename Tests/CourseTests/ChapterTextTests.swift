import XCTest

@testable import Authoring
@testable import Course

final class ChapterTextTests: XCTestCase {
  func testTheSampleIsReadWhole() throws {
    let text = ChapterText(
      path: "chapters/01-sums.md", text: try XCTUnwrap(SampleCourse.files["chapters/01-sums.md"]))
    XCTAssertEqual(text.title, "Sums")
    XCTAssertEqual(text.problems, [])
    XCTAssertEqual(text.exercises.map(\.title), ["The sum", "Twice"])
    XCTAssertEqual(text.exercises.map(\.points), [2, 1])
    XCTAssertEqual(text.exercises.map(\.line), [9, 23])
    XCTAssertEqual(text.exercises[0].hints.map(\.title), ["Hint 1 of 2", "Hint 2 of 2"])
    XCTAssertEqual(text.exercises[0].hints[1].text, ["A plus."])
    XCTAssertEqual(text.exercises[1].hints.count, 2)
    let fences = try MarkdownFence.all(in: text.lines, of: text.path)
    XCTAssertEqual(fences.map(\.line), [5])
    let excerpt = Quotation(try XCTUnwrap(fences[0].attributes["excerpt"]))
    XCTAssertEqual(excerpt.file, "solutions/01-sums/Sums.swift")
    XCTAssertEqual(excerpt.region, "given")
  }

  func testHeadingsInsideFencesAreText() {
    let text = ChapterText(
      path: "c.md",
      text: "````markdown\n# 2 · No\n```\n**Exercise 1.1 · No** (1 point)\n````\n# Yes\n")
    XCTAssertEqual(text.title, "Yes")
    XCTAssertEqual(text.exercises, [])
  }

  func testHeadingsThatOnlyResembleOneAreProblems() {
    for wrong in [
      "**Exercise 1.1 - Title** (3 points)", "**Exercise 1.1 · Title** (3 point)",
      "**Exercise 1 · Title** (3 points)", "**Exercise 1.1 · Title**", "**Exercise**",
    ] {
      let problems = ChapterText(path: "c.md", text: "\n" + wrong).problems
      XCTAssertEqual(
        problems.map(\.description),
        ["c.md:2: write the heading as: **Exercise 2.1 · Title** (3 points)"], wrong)
    }
  }
}
