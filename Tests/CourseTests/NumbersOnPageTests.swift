import Foundation
import LinearAlgebra
import XCTest

@testable import Authoring
@testable import Course

final class NumbersOnPageTests: XCTestCase {
  private let table = PageTable("01-sums", ["a", ""], [["1.234", "x"], ["", "2,345"]])

  private func page(_ text: String, sentences: [String] = []) -> NumbersOnPage {
    NumbersOnPage(
      PageNumbers(page: "chapters/01-sums.md", tables: [table], sentences: sentences),
      lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  }

  private let woven = """
    <!-- table: 01-sums -->

    | a | |
    |---|---|
    | 1.234 | x |
    | | 2,345 |
    """

  func testATableIsWrittenBelowItsMark() {
    XCTAssertEqual(page(woven).lines.joined(separator: "\n"), woven)
    XCTAssertTrue(page(woven).differing.isEmpty)
    let old = page("<!-- table: 01-sums -->\n\n| a | |\n|---|---|\n| 1.235 | x |\nMore.")
    XCTAssertEqual(old.lines.joined(separator: "\n"), woven + "\nMore.")
    XCTAssertEqual(
      old.differing.map(\.description),
      [
        "chapters/01-sums.md:5: says \"| 1.235 | x |\"; the table 01-sums of the code says "
          + "\"| 1.234 | x |\""
      ])
    XCTAssertEqual(
      page("<!-- table: 01-sums -->\nMore.").lines.joined(separator: "\n"), woven + "\nMore.")
  }

  func testATableWithoutAMarkAndAMarkWithoutATableAreFound() {
    XCTAssertEqual(
      page("<!-- table: 01-more -->").problems.map(\.description),
      [
        "chapters/01-sums.md: there is no line <!-- table: 01-sums -->",
        "chapters/01-sums.md:1: no code makes the table 01-more",
      ])
  }

  func testASentenceMustStandOnThePage() {
    XCTAssertTrue(page(woven + "\n\nIt is 1.75 here.", sentences: ["is 1.75 h"]).problems.isEmpty)
    XCTAssertEqual(
      page(woven + "\n\nIt is 1.74 here.", sentences: ["is 1.75 h"]).problems.map(\.description),
      ["chapters/01-sums.md: this is not on the page: is 1.75 h"])
  }

  func testANumberThatNothingSaysIsFound() {
    func found(_ text: String, sentences: [String] = [], known: Set<String> = []) -> [String] {
      page(woven + "\n\n" + text, sentences: sentences).unanswered(known: known).map(\.description)
    }
    XCTAssertEqual(
      found("It took 3.17 nats."),
      ["chapters/01-sums.md:8: nothing that is checked says 3.17"])
    XCTAssertEqual(found("It took 3.17 nats.", known: ["3.17"]), [])
    XCTAssertEqual(found("It took 3.17 nats.", sentences: ["took 3.17"]), [])
    // The table's, a formula's, and an excerpt's.
    XCTAssertEqual(found("It is 1.234, not 2,345."), [])
    XCTAssertEqual(found("With $x = 3.17$ it is 3.17."), [])
    XCTAssertEqual(
      found("```swift excerpt=A#b\\nlet x = 3.17\\n```\\nIt is 3.17.".replacing("\\n", with: "\n")),
      [])
    XCTAssertEqual(found("<!-- numbers: A#b -->\nIt is 3.17."), [])
    XCTAssertEqual(found("<!-- numbers: A#b -->\nIt is 3.17.\n\nIt is 3.18.").count, 1)
    // What is no result of a run: few digits, years, code, sources.
    XCTAssertEqual(found("In 1997 it was 0.12, or 4,000, or `3.17`; see [here](3.17)."), [])
    XCTAssertEqual(found("## Sources\nOf 3.17."), [])
    XCTAssertEqual(found("| 3.17 |").count, 1)
  }

  func testNumbersAreReadAsTheyAreWritten() {
    XCTAssertEqual(
      NumbersOnPage.numbers(in: "−0.25, 1,234.5; x2 3e4 (7_000) 1{,}000 v1.2.3 5."),
      ["0.25", "1234.5", "7000", "1000", "5"])
    for (number, counts) in [
      ("0.012", false), ("0.120", true), ("100", false), ("101", true), ("1997", false),
      ("2500", false), ("12345", true), ("0.0012", false),
    ] {
      XCTAssertEqual(NumbersOnPage.counts(number), counts, number)
    }
  }

  func testNumbersAreWrittenAsOnThePage() {
    XCTAssertEqual(number(-0.25, 1), "−0.2")
    XCTAssertEqual(number(-0.001, 2), "0.00")
    XCTAssertEqual(significant(0.0999, 2), "0.10")
    XCTAssertEqual(significant(38.34, 3), "38.3")
    XCTAssertEqual(powerOfTen(3.84e-15, 2), "$3.8 \\cdot 10^{-15}$")
    XCTAssertEqual(list(["1", "2", "3"]), "1, 2 and 3")
    XCTAssertEqual(spelled(9), "nine")
  }

  func testRightGradientsLookAsWrongWithEachFloorAsThePageSays() {
    for (error, measured) in zip(FloorExperiment.errors(), FloorExperiment.measured) {
      // Rounding is most of it, and not the same on every processor.
      XCTAssertEqual(log10(error / measured), 0, accuracy: 0.5)
    }
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
