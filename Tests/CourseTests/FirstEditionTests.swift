import Foundation
import XCTest

@testable import Authoring
@testable import Course

/// A reader's work of the first edition, found by this one.
final class FirstEditionTests: XCTestCase {
  private static let table = """
    # old, new, why
    1.1\t1.2\tmoved
    1.2\t-\tgone
    2.1\t2.1\tsame

    """

  private static let oldFile = "exercises/01-sums/Old.swift"
  private static let keptFile = ".course/kept/first-edition/" + oldFile

  /// What the first edition asked as 1.1 is asked as 1.2 now, and its 1.2 no more.
  private static let oldText = """
    func twice(_ a: Double) -> Double {
      // EXERCISE 1.1 (1 point): double it
      // Read chapters/01-sums.md, "Twice". Check with: swift run course check 1.1
      2 * a  // mine
    }

    func half(_ a: Double) -> Double {
      // EXERCISE 1.2 (1 point): halve it
      a / 2
    }

    """

  private func firstEdition(remembering: Bool = true) throws -> SampleCourse {
    let sample = try SampleCourse()
    let folder = sample.folder
    try folder.write(Self.table, to: FirstEdition.path)
    try folder.write(Self.oldText, to: Self.oldFile)
    try FileManager.default.removeItem(at: folder.url(SampleCourse.sums))
    try sample.edit("exercises/02-last/Last.swift", "notWritten(\"2.1\")", "1")
    guard remembering else { return sample }
    let old = ReaderFile(path: Self.oldFile, text: Self.oldText)
    let print = old.fingerprint(of: ExerciseNumber(chapter: 1, index: 1))
    try folder.write(
      """
      {"checks": {"1.1": {"verdict": "done", "fingerprint": "\(print)"}}, "chapter": 1,
       "hints": {"1.1": 1, "1.2": 2, "2.1": 2}}
      """, to: ReaderProgress.path)
    return sample
  }

  func testLinesVerdictsAndHintsGetTheirNewNumbers() throws {
    let sample = try firstEdition()
    let said = course().errors.replacingOccurrences(of: "\n", with: " ")
    XCTAssertEqual(
      said,
      "This is the second edition of the book. 2 exercises that you wrote are carried over. With a "
        + "new number: 1.1 is 1.2. Not asked any more as they were: 1.2. All that exercises/ held "
        + "is kept in .course/kept/first-edition/.  ")
    let sums = try XCTUnwrap(sample.folder.text(SampleCourse.sums))
    XCTAssertTrue(sums.contains("notWritten(\"1.1\")"), sums)
    XCTAssertTrue(sums.contains("course check 1.2\n  2 * a  // mine\n}"), sums)
    XCTAssertFalse(sample.folder.exists(Self.oldFile))
    let progress = ReaderProgress.load(from: sample.folder)
    XCTAssertEqual(progress.hints, ["1.2": 1, "2.1": 2])
    let twice = try Course(sample.folder).exercise(ExerciseNumber(chapter: 1, index: 2)).1
    XCTAssertEqual(try Course(sample.folder).state(of: twice, progress), .done)
  }

  func testWhatExercisesHeldIsKept() throws {
    let sample = try firstEdition()
    _ = course()
    XCTAssertEqual(try sample.folder.text(Self.keptFile), Self.oldText)
  }

  func testAFileThatThisEditionLacksIsKeptToo() throws {
    let sample = try firstEdition()
    for (path, text) in try Course(sample.folder).releasedFiles() {
      try sample.folder.write(text, to: path)
    }
    XCTAssertTrue(course().errors.contains("1.1 is 1.2"))
    XCTAssertEqual(try sample.folder.text(Self.keptFile), Self.oldText)
    XCTAssertTrue(try XCTUnwrap(sample.folder.text(SampleCourse.sums)).contains("// mine"))
  }

  func testOfAReaderWhoHadWrittenNothingNothingIsSaid() throws {
    let sample = try SampleCourse()
    try sample.folder.write(Self.table, to: FirstEdition.path)
    try sample.folder.write(#"{"checks": {}, "hints": {"1.1": 1}}"#, to: ReaderProgress.path)
    XCTAssertEqual(course().errors, "")
    XCTAssertEqual(ReaderProgress.load(from: sample.folder).hints, ["1.2": 1])
  }

  func testItIsSaidOnce() throws {
    let sample = try firstEdition()
    XCTAssertNotEqual(course("hint", "1.2").errors, "")
    let sums = try sample.folder.text(SampleCourse.sums)
    XCTAssertEqual(course().errors, "")
    XCTAssertEqual(try sample.folder.text(SampleCourse.sums), sums)
  }

  func testWithoutProgressTheOldNumbersTell() throws {
    let sample = try firstEdition(remembering: false)
    XCTAssertTrue(course().errors.contains("second edition"))
    XCTAssertTrue(try XCTUnwrap(sample.folder.text(SampleCourse.sums)).contains("// mine"))
  }

  func testAnInterruptedRunIsTakenUpFromWhatWasKept() throws {
    let sample = try firstEdition()
    try sample.folder.write(Self.oldText, to: Self.keptFile)
    try FileManager.default.removeItem(at: sample.folder.url(Self.oldFile))
    XCTAssertTrue(course().errors.contains("1.1 is 1.2"))
    XCTAssertTrue(try XCTUnwrap(sample.folder.text(SampleCourse.sums)).contains("// mine"))
  }

  func testAFileThatDiffersInItsExercisesAloneIsLeftAlone() throws {
    let sample = try firstEdition()
    let path = "exercises/02-last/Last.swift"
    let before = try sample.folder.text(path)
    _ = course()
    XCTAssertEqual(try sample.folder.text(path), before)
  }

  func testAReaderOfThisEditionIsLeftAlone() throws {
    let sample = try SampleCourse()
    try sample.folder.write(Self.table, to: FirstEdition.path)
    try sample.edit(SampleCourse.sums, "notWritten(\"1.1\")", "a + b")
    try sample.remember(.done, 1, 1)
    XCTAssertEqual(course().errors, "")
    XCTAssertFalse(sample.folder.exists(".course/kept/first-edition"))
    XCTAssertEqual(ReaderProgress.load(from: sample.folder).checks.keys.sorted(), ["1.1"])
  }

  func testATableThatCannotBeReadIsSaidAndStopsNothing() throws {
    let sample = try firstEdition()
    try sample.folder.write("1.1\t1.2\n", to: FirstEdition.path)
    let shown = course()
    XCTAssertTrue(shown.errors.contains("first.tsv, line 1: write old number"), shown.errors)
    XCTAssertEqual(shown.status, 0)
    XCTAssertTrue(sample.folder.exists(Self.oldFile))
  }

  /// The book's own table names exercises that exist.
  func testTheTableOfTheBookAgreesWithIt() throws {
    let course = try Course(.containing(#filePath))
    let numbers = Set(course.exercises.map(\.number))
    let edition = try FirstEdition(in: course.folder)
    XCTAssertEqual(edition.rows.count, 61)
    XCTAssertEqual(Set(edition.rows.map(\.old)).count, 61)
    for row in edition.rows {
      if let new = row.new { XCTAssertTrue(numbers.contains(new), "\(row.old) → \(new)") }
      switch row.fate {
      case .same: XCTAssertEqual(row.new, row.old)
      case .moved: XCTAssertNotEqual(row.new, row.old)
      case .merged: XCTAssertNotNil(row.new)
      case .replaced: XCTAssertTrue(numbers.contains(row.old), "\(row.old)")
      case .gone: XCTAssertNil(row.new)
      }
    }
    XCTAssertEqual(Set(edition.carried.map(\.new)).count, edition.carried.count)
  }
}
