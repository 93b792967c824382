import XCTest

@testable import Course
@testable import Grading

/// Which exercises `course grade` counts: a part's, without those that train, and of work of the
/// first edition what both editions ask.
final class GradedExercisesTests: XCTestCase {
  private func graded(_ words: [String], in sample: SampleCourse) throws -> GradedExercises {
    try GradedExercises(ParsedArguments(words, for: .grade), of: Course(sample.folder))
  }

  private func numbers(_ words: [String], in sample: SampleCourse) throws -> [String] {
    try graded(words, in: sample).chapters.flatMap(\.exercises).map { "\($0.number)" }
  }

  private func problem(_ words: [String], in sample: SampleCourse) -> String? {
    do {
      _ = try graded(words, in: sample)
      return nil
    } catch { return "\(error)" }
  }

  // MARK: Parts

  func testAPartCountsItsChapters() throws {
    let sample = try SampleCourse()
    try sample.folder.write(
      try XCTUnwrap(sample.folder.text("solutions/02-last/Last.swift"))
        .replacing("2.1", with: "10.1"), to: "solutions/10-later/Later.swift")
    XCTAssertEqual(try numbers([], in: sample), ["1.1", "1.2", "2.1", "10.1"])
    XCTAssertEqual(try numbers(["--part", "1"], in: sample), ["1.1", "1.2", "2.1"])
    XCTAssertEqual(try numbers(["--part", "2"], in: sample), ["10.1"])
    XCTAssertEqual(
      problem(["--part", "3"], in: sample), "--part 3 leaves no exercise to grade; choose another")
    XCTAssertEqual(
      problem(["--part", "1", "--chapters", "1"], in: sample),
      "--chapters and --part both choose chapters; leave one")
    XCTAssertEqual(
      problem(["--part", "5"], in: sample), "--part is 5; it must be a whole number from 1 to 4")
  }

  func testEveryChapterOfTheBookIsInOnePart() throws {
    for chapter in try Course(.containing(#filePath)).chapters {
      XCTAssertEqual(Part.all.count { $0.chapters.contains(chapter.number) }, 1, chapter.name)
    }
    XCTAssertEqual(Part.all.map(\.title).last, "Part IV · Beyond")
  }

  // MARK: Long exercises

  func testTheLongOnesCanBeLeftOutWithTheirPoints() throws {
    let sample = try SampleCourse()
    try sample.edit("solutions/01-sums/Sums.swift", "1.2 (1 point)", "1.2 (1 point, long)")
    let choice = try graded(["--without-long", "--chapters", "1"], in: sample)
    XCTAssertEqual(choice.chapters.flatMap(\.exercises).map(\.points), [2])
    XCTAssertEqual(choice.remarks, ["Without the long exercises: 1.2."])
    XCTAssertEqual(choice.words, ["--chapters", "1", "--without-long"])
    XCTAssertEqual(try graded(["--without-long", "--chapters", "2"], in: sample).remarks, [])
  }

  func testTheTableSaysWhatWasLeftOut() {
    var grade = ClassGrade.example
    grade.choice = ["Without the long exercises: 7.8."]
    let text = GradeTable(grade: grade, terminal: Capture().terminal()).text
    XCTAssertTrue(text.contains("\nWithout the long exercises: 7.8. Seed "), text)
  }

  // MARK: The first edition

  func testWorkOfTheFirstEditionCountsUnderItsNewNumbers() throws {
    let sample = try SampleCourse()
    try sample.folder.write(
      "1.1\t1.2\tmoved\n1.2\t-\tgone\n2.1\t2.1\tsame\n", to: FirstEdition.path)
    let choice = try graded(["--first-edition"], in: sample)
    XCTAssertEqual(choice.chapters.flatMap(\.exercises).map { "\($0.number)" }, ["1.2", "2.1"])
    let last = try XCTUnwrap(sample.folder.text("exercises/02-last/Last.swift"))
      .replacing("notWritten(\"2.1\")", with: "1")
    let old = """
      func twice(_ a: Double) -> Double {
        // EXERCISE 1.1 (1 point): double it
        2 * a  // mine
      }

      """
    let files = ["exercises/01-sums/Old.swift": old, "exercises/02-last/Last.swift": last]
    let handedIn = Submission(name: "ada", files: files)
    let translated = try choice.translated([handedIn], in: Course(sample.folder))[0].files
    XCTAssertEqual(
      translated.keys.sorted(), [SampleCourse.sums, "exercises/02-last/Last.swift"].sorted())
    let sums = try XCTUnwrap(translated[SampleCourse.sums])
    XCTAssertTrue(sums.contains("notWritten(\"1.1\")"), sums)
    XCTAssertTrue(sums.contains("course check 1.2\n  2 * a  // mine\n}"), sums)
    XCTAssertEqual(translated["exercises/02-last/Last.swift"], last)
    var told = handedIn
    told.notes = ["it is work of the first edition; grade it with --first-edition."]
    let untouched = try graded([], in: sample)
    XCTAssertEqual(try untouched.translated([handedIn], in: Course(sample.folder)), [told])
    let ours = Submission(name: "bob", files: ["exercises/02-last/Last.swift": last])
    XCTAssertEqual(try untouched.translated([ours], in: Course(sample.folder)), [ours])
  }
}
