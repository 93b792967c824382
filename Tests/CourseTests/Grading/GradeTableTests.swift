import XCTest

@testable import Authoring
@testable import Course
@testable import Grading

final class GradeTableTests: XCTestCase {
  func testAClassEndsWithWhatItFoundHard() throws {
    XCTAssertEqual(
      try text(.table, .example),
      """
      submission          points  2
      ada                 3/6     ✓✗
      Grace <&> "Höpper"  0/6     !!
      empty               0/6     it holds no exercises/ folder.

      A column a chapter: ✓ passed  ✗ failed  · not written  ! stopped or refused

      Notes
        - ada: notes.txt was ignored: only the release's Swift files are graded.

      Finished: chapter 2 by 0 of 3.

      Failed most often
        2.2 · The unrolled sequence                   failed by 2, not written by 1
          1 × Every step starts from the initial state: is the new state carried on?
          1 × took too long
        2.1 · One step                                failed by 1, not written by 1
          1 × refused

      Seed 7, graded in bubblewrap, 13 s.

      """)
  }

  func testOneSubmissionShowsWhatTheSuiteSays() throws {
    XCTAssertEqual(
      try text(.table, ClassGrade.example.alone(0)),
      """
      ada
      3 of 6 points; 1 of 2 exercises passed.
      notes.txt was ignored: only the release's Swift files are graded.

        ✓ 2.1  One step                                     3 of 3    passed
        ✗ 2.2  The unrolled sequence                        0 of 3    failed
            2.2 · hidden: step 2, row 0, column 1 is 0.7616, should be 0.0997 (largest
              of 4 differences) (seed 7).
                Every step starts from the initial state: is the new state carried on?

      Seed 7, graded in bubblewrap, 13 s.

      """)
  }

  func testManyMoreChaptersAreSummed() throws {
    let first = ClassGrade.large.submissions[0]
    let long = SubmissionGrade(
      name: "ada",
      exercises: (0..<20).flatMap { chapter in
        first.exercises(of: chapter % 9).map { exercise in
          ExerciseGrade(
            number: ExerciseNumber(chapter: chapter, index: exercise.number.index),
            title: exercise.title, points: exercise.points, verdict: .passed)
        }
      })
    let grade = ClassGrade(
      submissions: [long, long], chapters: Array(0..<20), seed: 1, protection: "nothing")
    let lines = try text(.table, grade).split(separator: "\n").map(String.init)
    XCTAssertEqual(lines[0], "submission  points   finished")
    XCTAssertEqual(lines[1], "ada         480/480  20 of 20 chapters")
  }

  func testNoLineIsWiderThanTheTerminal() throws {
    for grade in [ClassGrade.example, .hostile, .large] {
      for line in try text(.table, grade).split(separator: "\n") {
        XCTAssertLessThanOrEqual(line.count, 80, String(line))
      }
    }
  }

  func testManyChaptersAreCounted() throws {
    let lines = try text(.table, .large).split(separator: "\n").map(String.init)
    XCTAssertEqual(
      lines[0], "submission  points   0    1    2    3    4    5    6    7    8")
    XCTAssertEqual(
      lines[1], "student-1   186/216  7/8  7/8  7/8  7/8  7/8  7/8  6/8  7/8  7/8")
  }

  func testColourOnlyWhereItIsOn() throws {
    XCTAssertFalse(try text(.table, .hostile).contains("\u{1B}"))
    XCTAssertTrue(try text(.table, .hostile, hasColour: true).contains("\u{1B}[32m✓\u{1B}[0m"))
  }

  func testProgressTellsHowLongItStillTakes() {
    XCTAssertEqual(
      gradingProgress(12, of: 30, after: 120),
      "Grading █████████░░░░░░░░░░░░░░░ 12 of 30 chapters · 3 min left")
    XCTAssertEqual(
      gradingProgress(0, of: 1, after: 0), "Grading ░░░░░░░░░░░░░░░░░░░░░░░░ 0 of 1 chapter")
    XCTAssertEqual(
      gradingProgress(29, of: 30, after: 290),
      "Grading ███████████████████████░ 29 of 30 chapters · 10 s left")
  }
}

extension ClassGrade {
  /// Thirty submissions of nine chapters with eight exercises each.
  static let large = ClassGrade(
    submissions: (1...30).map { student in
      SubmissionGrade(
        name: "student-\(student)",
        exercises: (0...8).flatMap { chapter in
          (1...8).map { index in
            ExerciseGrade(
              number: ExerciseNumber(chapter: chapter, index: index), title: "Something to write",
              points: 3, verdict: (student * chapter + index) % 7 == 0 ? .failed : .passed)
          }
        })
    }, chapters: Array(0...8), seed: 1, protection: "bubblewrap", seconds: 500)

  func testAClasssTableKeepsNobodysNotesFromBeingRead() throws {
    let refusal =
      ".rar archives are not read; unpack it into a folder of its name, or ask for a .zip."
    let grade = ClassGrade(
      submissions: [
        SubmissionGrade(name: "ada", exercises: [], notes: (1...30).map { "note \($0)." }),
        SubmissionGrade(name: "bob", exercises: [], refusal: refusal),
        SubmissionGrade(name: "cid", exercises: [], notes: ["Own.swift was left out."]),
      ], chapters: [], seed: 7, protection: "bubblewrap")
    let table = try text(.table, grade)
    XCTAssertTrue(table.contains("  - cid: Own.swift was left out.\n  and 27 more"), table)
    let words = table.split { $0.isWhitespace }.joined(separator: " ")
    XCTAssertTrue(words.contains(refusal), table)
    XCTAssertFalse(table.split(separator: "\n").contains { $0.count > 80 }, table)
  }
}
