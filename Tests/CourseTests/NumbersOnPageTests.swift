import Foundation
import LinearAlgebra
import XCTest

@testable import Authoring
@testable import Course
@testable import Tasks

/// Marks of values on a page, numbers without one, and files of measurements.
final class NumbersOnPageTests: XCTestCase {
  private let path = "chapters/01-sums.md"

  /// A page of a course with some values.
  private func page(_ text: String, known: Set<String> = []) throws -> Weaver.Woven {
    let values = PageValues(
      try Course(try SampleCourse().folder),
      lists: [
        "01": { _ in
          [
            "sum": 3.174, "count": 1234, "seven": 7, "tiny": 2.51e-7, "all": [0.5, -1, 12.25],
            "place": "a hill",
          ]
        }
      ])
    var page = MarkedPage(Weaver.Woven(ChapterText(path: path, text: text)), values: values)
    page.findUnanswered(known: known)
    return page.woven
  }

  /// What is said of a text, and the text as it is then.
  private func woven(_ text: String) throws -> (said: [String], text: String) {
    let page = try page(text)
    return (
      page.problems.map { $0.problem.message }, page.lines.joined(separator: "\n")
    )
  }

  func testAValueIsWrittenInTheFormOfThePage() throws {
    for (old, new) in [
      ("It is 3.14<!--=01.sum-->.", "It is 3.17<!--=01.sum-->."),
      ("It is 3<!--=01.sum--> or 3.1740<!--=01.sum-->.", nil),
      ("It is $2.5 \\cdot 10^{-7}$<!--=01.tiny-->.", nil),
      ("It is $4 \\cdot 10^{-8}$<!--=01.tiny-->.", "It is $3 \\cdot 10^{-7}$<!--=01.tiny-->."),
      (
        "Some 1,230<!--=01.count--> or 12<!--=01.count-->",
        "Some 1,234<!--=01.count--> or 1,234<!--=01.count-->"
      ),
      (
        "$n = 1{,}235$<!--=01.count--> or 1233<!--=01.count-->",
        "$n = 1{,}234$<!--=01.count--> or 1234<!--=01.count-->"
      ),
      (
        "Six<!--=01.seven--> or eight<!--=01.seven-->",
        "Seven<!--=01.seven--> or seven<!--=01.seven-->"
      ),
      ("At 0.4, 1 and 12.2<!--=01.all--> MB", "At 0.5, −1 and 12.2<!--=01.all--> MB"),
      ("On a hill<!--=01.place-->", nil),
    ] {
      let result = try woven(old)
      XCTAssertEqual(result.text, new ?? old)
      XCTAssertEqual(result.said.isEmpty, new == nil, "\(result.said)")
    }
    XCTAssertEqual(try woven("It is 3.14<!--=01.sum-->.").said, ["says 3.14; 01.sum is 3.174"])
  }

  func testAMarkOfItsOwnIsForTheBlockBelow() throws {
    let table = """
      <!--=01.all-->

      | 1 | b | 3.5 |
      |---|---|---|
      | 2 | 0.6 | −1 |
      | 4 | `7` 12.25 | x |
      """
    XCTAssertEqual(try woven(table).text, table.replacing("0.6", with: "0.5"))
    XCTAssertEqual(
      try woven(table.replacing("−1", with: "none")).said.first,
      "01.all has 3 numbers, and 2 of those below could be them")
    let formula = "<!--=01.sum 01.count-->\n$$a_2 = 2 \\cdot 3.17 \\qquad b = 1{,}235$$"
    XCTAssertEqual(try woven(formula).said, ["says 1{,}235; 01.count is 1234"])
    let picture = "<!--=01.sum-->\n![From 0 to 3.1 in 20 steps.](figures/a.svg)"
    XCTAssertEqual(try woven(picture).text, picture.replacing("3.1", with: "3.2"))
  }

  func testWhatAMarkCannotShowIsRefused() throws {
    for (text, problem) in [
      ("3.17<!--=01.sun-->", "no value is called 01.sun; did you mean 01.sum?"),
      ("3.17<!--=02.sum-->", "02.sum names no list of values; there are 01"),
      ("much<!--=01.sum-->", "01.sum has 1 number; write it before its mark"),
      ("3.17 nats<!--=01.sum-->", "01.sum has 1 number; write it before its mark"),
      ("1 and 12.2<!--=01.all-->", "01.all has 3 numbers; write it before its mark"),
      ("On a mountain<!--=01.place-->", "01.place is \"a hill\"; write it here"),
    ] {
      XCTAssertEqual(try woven(text).said.first, problem)
    }
    // In code a mark is an example.
    XCTAssertEqual(
      try woven("`3.17<!--=01.sun-->`\n\n```text example\n1<!--=01.sun-->\n```").said, [])
  }

  func testANumberThatNothingSaysIsFound() throws {
    func found(_ text: String, known: Set<String> = []) throws -> [String] {
      try page(text, known: known).problems.map { "\($0.problem)" }
    }
    XCTAssertEqual(
      try found("It took\n3.18 nats."),
      ["chapters/01-sums.md:2: nothing that is checked says 3.18; mark it: <!--=LIST.NAME-->"])
    XCTAssertEqual(try found("It took 3.18 nats.", known: ["3.18"]), [])
    // What is marked or stands in a checked block may be said again.
    XCTAssertEqual(try found("It is 3.17<!--=01.sum-->, I said 3.17."), [])
    XCTAssertEqual(try found("```swift excerpt=A#b\nlet x = 3.18\n```\nIt is 3.18."), [])
    XCTAssertEqual(try found("```text example\nlet x = 3.18\n```\nIt is 3.18.").count, 1)
    XCTAssertEqual(try found("<!-- numbers: A#b -->\nIt is 3.18."), [])
    XCTAssertEqual(try found("<!-- numbers: A#b -->\nIt is 3.18.\n\nIt is 3.19.").count, 1)
    XCTAssertEqual(try found("<!-- constants: 3.18 -->\nIt is 3.18."), [])
    XCTAssertEqual(
      try found("<!-- constants: 3.18 -->"), ["\(path):1: the page needs no constant 3.18"])
    // Years, few digits, code, exercises' numbers, sources.
    XCTAssertEqual(try found("In 1997 it was 0.12, or 4,000, or `3.18`; see [here](3.18)."), [])
    XCTAssertEqual(try found("**Exercise 3.18 · Sums** (3 points)"), [])
    XCTAssertEqual(try found("## Sources\nOf 3.18."), [])
    for text in ["| 3.18 |", "1,997 of them", "$x = 3.18$", "1{,}234"] {
      XCTAssertEqual(try found(text).count, 1, text)
    }
  }

  func testAPageWithoutAListAndAChangedValueFailTheCheck() throws {
    let sample = try SampleCourse()
    try sample.folder.write("# More\n", to: "chapters/55-more.md")
    let check = course("dev", "weave", "--check", "55-more")
    XCTAssertEqual(check.status, 1)
    XCTAssertTrue(
      check.output.hasPrefix("chapters/55-more.md: Commands/Chapters.swift has no list 55, so "),
      check.output)
    try sample.folder.write(
      "Its 4<!--=course.exercises--> exercises, 6<!--=course.points--> points.\n", to: "README.md")
    XCTAssertEqual(
      course("dev", "weave", "--check", "README").output,
      "README.md:1: says 4; course.exercises is 3\n1 block to mend: swift run course dev weave\n")
    XCTAssertEqual(course("dev", "weave", "README").status, 0)
    XCTAssertEqual(course("dev", "weave", "--check", "README").status, 0)
  }

  func testNumbersAreReadAsTheyAreWritten() {
    XCTAssertEqual(
      WrittenNumber.all(
        in: "−0.25, 1,234.5; x2 3e4 (7_000) 1{,}000 v1.2.3 5. AVX-512 a −3, oneself"
      )
      .map(\.text), ["−0.25", "1,234.5", "7_000", "1{,}000", "5", "−3"])
    for (number, counts) in [
      ("0.012", false), ("0.120", true), ("100", false), ("101", true), ("1997", false),
      ("1,997", true), ("2500", false), ("12345", true), ("0.0012", false), ("nine", false),
    ] {
      XCTAssertEqual(WrittenNumber.all(in: number).map(\.counts), [counts], number)
    }
  }

  // MARK: Readers see no marks

  private let marked =
    "<!--=08.top-->\nIt is **0.097<!--=08.gates-->**.\n\n| a | 0.1<!--=08.a--> |\n"

  func testMarksAreOfNoPage() {
    let seen = "It is **0.097**.\n\n| a | 0.1 |\n"
    XCTAssertEqual(withoutComments(marked), seen)
    XCTAssertEqual(
      withoutComments("<!-- constants: 1 -->\n\nA b<!-- c -->d.\n"), "A bd.\n")
    XCTAssertFalse(BookPage(name: "08-a", text: "# 8 · A\n\n" + marked).markdown.contains("<!--="))
    let view = MarkdownView(Capture().terminal(width: 80, hasColour: false))
    XCTAssertEqual(view.render(lines(of: marked)), view.render(lines(of: seen)))
    XCTAssertEqual(runningText(of: marked), runningText(of: seen))
  }

  func testTheBooksCorpusHasNoMarks() throws {
    let text = try TrainingSession.readCorpus([]).text
    XCTAssertFalse(text.contains("<!--"))
    XCTAssertTrue(text.contains("together are worth 0.06 nats per character"))
  }

  // MARK: Measurements

  func testEachFileSaysWhatMeasuredIt() throws {
    let folder = try PackageFolder.containing()
    for name in folder.names(in: Measurements.folder) {
      let file = try Measurements(String(name.dropLast(4)), in: folder)
      for key in ["command", "processor", "date"] {
        XCTAssertNotNil(file.texts[key], "\(name): \(key)")
      }
    }
  }

  func testALineHasANameAndNumbersOrAText() throws {
    let file = Measurements("# a\ndate: 1 May: noon\nlosses 1:  1.5 2e-3\nlosses 1: 7\n")
    XCTAssertEqual(file.texts["date"], "1 May: noon")
    XCTAssertEqual(file["losses 1"], [1.5, 0.002])
    XCTAssertEqual(file["date"], [])
    XCTAssertTrue(file.number("date").isNaN)
  }

  func testTheWidgetsModelIsReadAsItWasWritten() throws {
    let model = WidgetModel(
      symbols: ["a", "é"], units: 1,
      matrices: [(2, 4), (1, 4), (1, 4), (1, 2), (1, 2)].map { rows, columns in
        Matrix(
          rows: rows, columns: columns,
          values: (0..<rows * columns).map { Double($0 * 7 % 5) / 4 - 0.5 })
      })
    let read = try XCTUnwrap(WidgetModel(file: Data(model.file)))
    XCTAssertEqual(read.symbols, model.symbols)
    XCTAssertEqual(read.units, 1)
    for (matrix, was) in zip(read.matrices, model.matrices) {
      XCTAssertEqual((matrix - was).norm, 0, accuracy: 0.02)
    }
    XCTAssertNil(WidgetModel(file: Data(model.file.dropLast())))
  }
}
