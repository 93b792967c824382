import XCTest

@testable import CourseKit

final class WeaveTests: XCTestCase {
  private let chapter = "chapters/01-sums.md"

  func testAnExcerptThatIsTheCodeIsLeftAlone() throws {
    let sample = try SampleCourse()
    let before = try sample.folder.text(chapter)
    let result = course("dev", "weave")
    XCTAssertEqual(result.output, "Every excerpt is what the code says.\n")
    XCTAssertEqual(result.status, 0)
    XCTAssertEqual(try sample.folder.text(chapter), before)
  }

  func testAnExcerptThatDiffersIsFoundAndMended() throws {
    let sample = try SampleCourse()
    let before = try sample.folder.text(chapter)
    try sample.edit(chapter, "struct Given {}", "struct Old {}\nlet more = 1")
    let check = course("dev", "weave", "--check")
    XCTAssertEqual(check.status, 1)
    XCTAssertEqual(
      check.output,
      "\(chapter):5: differs from the code it names\n"
        + "1 excerpt; mend with: swift run course dev weave\n")
    XCTAssertTrue(try XCTUnwrap(sample.folder.text(chapter)).contains("struct Old {}"))

    XCTAssertEqual(course("dev", "weave").status, 0)
    XCTAssertEqual(try sample.folder.text(chapter), before)
  }

  func testAnIndentedRegionMovesToTheMargin() throws {
    let sample = try SampleCourse()
    try sample.edit(
      "solutions/01-sums/Sums.swift", "struct Given {}", "    let one = 1\n\n      + 2")
    XCTAssertEqual(course("dev", "weave").status, 0)
    XCTAssertTrue(
      try XCTUnwrap(sample.folder.text(chapter)).contains("let one = 1\n\n  + 2\n```"))
  }

  func testARegionThatIsNotThereIsOneLine() throws {
    let sample = try SampleCourse()
    try sample.edit(chapter, "#given", "#taken")
    let result = course("dev", "weave", "--check")
    XCTAssertEqual(result.status, 2)
    XCTAssertEqual(
      result.errors, "course: \(chapter):5: there is no solutions/01-sums/Sums.swift#taken\n")
    _ = sample
  }
}
