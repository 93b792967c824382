import XCTest

@testable import Authoring
@testable import Course

/// Excerpts of code and of recorded texts, and what `course dev weave` says of them.
final class WeaveTests: XCTestCase {
  private let chapter = "chapters/01-sums.md"
  private let source = "solutions/01-sums/Sums.swift#given"

  func testAnExcerptThatIsTheCodeIsLeftAlone() throws {
    let sample = try SampleCourse()
    let before = try sample.folder.text(chapter)
    let result = course("dev", "weave")
    XCTAssertEqual(result.output, "1 block as the code says.\n")
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
      "\(chapter):6: says \"struct Old {}\"; \(source) says \"struct Given {}\"; "
        + "mend it: swift run course dev weave\n"
        + "1 block to mend: swift run course dev weave\n")
    XCTAssertTrue(try XCTUnwrap(sample.folder.text(chapter)).contains("struct Old {}"))

    XCTAssertEqual(course("dev", "weave").status, 0)
    XCTAssertEqual(try sample.folder.text(chapter), before)
  }

  func testALineTooManyIsFound() throws {
    let sample = try SampleCourse()
    try sample.edit(chapter, "struct Given {}", "struct Given {}\nlet more = 1")
    let check = course("dev", "weave", "--check")
    XCTAssertTrue(
      check.output.hasPrefix("\(chapter):7: says \"let more = 1\"; \(source) has no such line; "),
      check.output)
  }

  func testAnIndentedRegionMovesToTheMargin() throws {
    let sample = try SampleCourse()
    try sample.edit(
      "solutions/01-sums/Sums.swift", "struct Given {}", "    let one = 1\n\n      + 2")
    XCTAssertEqual(course("dev", "weave").status, 0)
    XCTAssertTrue(
      try XCTUnwrap(sample.folder.text(chapter)).contains("let one = 1\n\n  + 2\n```"))
  }

  /// The pages that `course dev weave --check` refuses, with the sentence that says why.
  func testWhatCannotBeComparedIsRefused() throws {
    for (old, new, problem) in [
      ("#given", "#taken", "5: there is no solutions/01-sums/Sums.swift#taken"),
      ("01-sums/Sums.swift#", "01-sums/Sum.swift#", "5: there is no solutions/01-sums/Sum.swift"),
      (" excerpt=\(source)", "", "5: show Swift that is compiled: ```swift excerpt=FILE#region"),
      ("excerpt=", "exerpt=", "5: a swift block has no exerpt; did you mean excerpt?"),
      ("swift excerpt=\(source)", "", "5: name the language: swift, console or text"),
      ("swift excerpt=\(source)", "text", "5: say where this text stands: "),
      ("swift excerpt=\(source)", "python", "5: nothing weaves python; use swift, console or text"),
      ("{}\n```", "{}\n", "5: this block has no end; add ```"),
      ("swift excerpt=\(source)", "console", "5: line 6: struct is no command that the book's "),
    ] {
      let sample = try SampleCourse()
      try sample.edit(chapter, old, new)
      let text = try sample.folder.text(chapter)
      let result = course("dev", "weave")
      XCTAssertEqual(result.status, 1, new)
      XCTAssertTrue(result.output.contains("\(chapter):\(problem)"), result.output)
      XCTAssertTrue(result.output.hasSuffix("1 block to mend by hand.\n"), result.output)
      XCTAssertEqual(try sample.folder.text(chapter), text, new)
    }
  }

  func testATextIsAnExcerptOfWhatWasMeasured() throws {
    let sample = try SampleCourse()
    let fence = "```swift excerpt=\(source)"
    let file = "\(Measurements.folder)/01-poems.txt"
    try sample.folder.write("date: today\n// REGION one\none\n  two\n// END REGION one\n", to: file)
    try sample.edit(chapter, "\(fence)\nstruct Given {}", "```text excerpt=\(file)#one\nold")
    XCTAssertEqual(course("dev", "weave").status, 0)
    let woven = try XCTUnwrap(sample.folder.text(chapter))
    XCTAssertTrue(woven.contains("#one\none\n  two\n```"), woven)
  }

  func testAFileWithoutARegionIsQuotedWhole() throws {
    let sample = try SampleCourse()
    try sample.edit(
      chapter, "swift excerpt=\(source)", "text excerpt=Tests/Mutants/01-sums/1.1.mutants")
    XCTAssertEqual(course("dev", "weave").status, 0)
    let woven = try XCTUnwrap(sample.folder.text(chapter))
    XCTAssertTrue(woven.contains(".mutants\n\(SampleCourse.mutants)```"), woven)
  }

  func testAMistakeIsQuotedByItsName() throws {
    let sample = try SampleCourse()
    try sample.edit(
      chapter, "swift excerpt=\(source)",
      "text excerpt=Tests/Mutants/01-sums/1.1.mutants#m8")
    XCTAssertEqual(course("dev", "weave").status, 0)
    let woven = try XCTUnwrap(sample.folder.text(chapter))
    XCTAssertTrue(woven.contains("#m8\nm8: -\n+  8\n```"), woven)
  }

  func testOnlyThePagesThatAreNamedAreWoven() throws {
    let sample = try SampleCourse()
    try sample.edit(chapter, "struct Given {}", "struct Old {}")
    XCTAssertEqual(course("dev", "weave", "--check", "02-last").status, 0)
    XCTAssertEqual(course("dev", "weave", "--check", "01-").status, 1)
    XCTAssertEqual(course("dev", "weave", "03").errors, "course: no page is called 03\n")
    _ = sample
  }

  func testTheReadmeIsWovenToo() throws {
    let sample = try SampleCourse()
    try sample.folder.write("# Read\n\n```swift\nlet a = 1\n```\n", to: "README.md")
    XCTAssertTrue(course("dev", "weave").output.hasPrefix("README.md:3: show Swift that is "))
  }

  func testAFenceIsReadWhole() throws {
    let lines = [
      "  ```console command=\"swift run course check\" within=1e-9 slow", "  a", "  ```", "````",
      "```", "````", "~~~text", "~~~",
    ]
    XCTAssertEqual(
      try MarkdownFence.all(in: lines, of: "a.md"),
      [
        MarkdownFence(
          language: "console",
          attributes: ["command": "swift run course check", "within": "1e-9", "slow": ""], line: 1,
          body: 1..<2, indentation: "  "),
        MarkdownFence(language: "", attributes: [:], line: 4, body: 4..<5, indentation: ""),
        MarkdownFence(language: "text", attributes: [:], line: 7, body: 7..<7, indentation: ""),
      ])
  }

  func testCommandsInSentencesAreChecked() throws {
    let sample = try SampleCourse()
    try sample.edit(
      chapter, "Adding is",
      "`swift run course hint`, `swift run course demo gates --text \"…\"`. Adding is")
    XCTAssertEqual(course("dev", "weave", "--check").status, 0)
    try sample.edit(chapter, "course hint`", "course hint 1.1 --more`")
    XCTAssertTrue(
      course("dev", "weave").output.hasPrefix("\(chapter):3: course hint has no flag --more; "))
  }

  func testNumbersOfAParagraphMustBeRecorded() throws {
    let sample = try SampleCourse()
    let comment = "<!-- numbers: \(source) -->"
    try sample.edit(
      "solutions/01-sums/Sums.swift", "struct Given {}", "let all = [2.48194, -1_048_576]")
    XCTAssertEqual(course("dev", "weave").status, 0)
    let sentence = "It is 2.48, or 2.4819, of −1,048,576; see `9.99` in chapter 3."
    try sample.edit(
      chapter, "**Exercise 1.1", "\(comment)\n\n\(sentence)\n\n9.9 is free.\n\n**Exercise 1.1")
    XCTAssertEqual(course("dev", "weave", "--check").output, "2 blocks as the code says.\n")
    for (right, wrong) in [
      ("is 2.48,", "is 2.49,"), ("or 2.4819,", "or 2.4820,"), ("of −1,048,576;", "of −1,048,577;"),
    ] {
      try sample.edit(chapter, right, wrong)
      let result = course("dev", "weave", "--check")
      let number = String(wrong.dropFirst(3).dropLast().drop { $0 == "−" })
      XCTAssertEqual(result.status, 1)
      XCTAssertTrue(
        result.output.hasPrefix("\(chapter):11: \(number) does not stand in \(source)\n"),
        result.output)
      try sample.edit(chapter, wrong, right)
    }
  }
}
