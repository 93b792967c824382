import XCTest

@testable import Authoring
@testable import Course
@testable import Grading

/// An exercise whose tests train: a check of its chapter passes over it and says so.
final class LongExerciseTests: XCTestCase {
  /// The sample course with a second exercise that is long.
  private func sample() throws -> SampleCourse {
    let sample = try SampleCourse()
    try sample.edit("solutions/01-sums/Sums.swift", "(1 point)", "(1 point, long)")
    try sample.edit("chapters/01-sums.md", "(1 point)", "(1 point, long)")
    try sample.edit(SampleCourse.sums, "(1 point)", "(1 point, long)")
    try sample.edit(SampleCourse.sums, "notWritten(\"1.1\")", "a + b")
    try sample.remember(.done, 1, 1)
    return sample
  }

  private let write = "let nothing = Double.nan\n  return notWritten(\n    \"1.2\", nothing)"

  /// What a check of chapter 1 says where its tests of 1.1 pass.
  private func checked(_ sample: SampleCourse) throws -> (text: String, isDone: Bool) {
    let course = try Course(sample.folder)
    let exercises = course.chapters[0].exercises
    let state = try course.state(of: exercises[1], course.progress)
    let result = CheckResult(
      chapter: course.chapters[0],
      exercises: [(exercises[0], .done), (exercises[1], ExerciseVerdict(passingOver: state))],
      tests: [])
    let capture = Capture()
    try CheckReport(course: course, terminal: capture.terminal()).show(result)
    return (capture.output, result.isDone)
  }

  func testWhatIsLongIsReadFromTheSolution() throws {
    let sample = try sample()
    defer { withExtendedLifetime(sample) {} }
    let course = try Course(sample.folder)
    XCTAssertEqual(course.exercises.map(\.isLong), [false, true, false])
    XCTAssertEqual(course.exercises.map(\.points), [2, 1, 3])
    XCTAssertEqual(try Lint(course).problems(), [])
    let tests = try course.chapters[0].tests(in: course.folder)
    XCTAssertEqual(tests.map(\.isLong), [false, false, false, true, true, true])
    XCTAssertEqual(tests[0].timeLimit, testTimeLimit)
    XCTAssertEqual(tests[5].timeLimit, longTestTimeLimit)
  }

  func testWhatIsWrittenIsPassedOverAndTheChapterIsNotFinished() throws {
    let sample = try sample()
    try sample.edit(SampleCourse.sums, write, "2 * a")
    let (text, isDone) = try checked(sample)
    XCTAssertFalse(isDone)
    XCTAssertEqual(
      text,
      """
      1 · Sums

        ✓ 1.1  The sum                                     2 points   done
        ? 1.2  Twice (long)                                1 point    passed over

      1.2 trains for some seconds and is passed over: swift run course check\u{A0}1.2

      2 points; 2 of 6 in all.
      Next: see what your exercise 1.2 does
        swift run course check 1.2

      """.replacing("\u{A0}", with: " "))
  }

  func testWhatIsNotWrittenIsNotPassedOver() throws {
    let (text, isDone) = try checked(sample())
    XCTAssertFalse(isDone)
    XCTAssertFalse(text.contains("passed over"), text)
    XCTAssertTrue(text.contains("Next: write exercise 1.2 at"), text)
  }

  func testWhatWasFoundByItsNumberIsKnownToTheChapter() throws {
    let sample = try sample()
    try sample.edit(SampleCourse.sums, write, "2 * a")
    try sample.remember(.done, 1, 2)
    let (text, isDone) = try checked(sample)
    XCTAssertTrue(isDone)
    XCTAssertFalse(text.contains("passed over"), text)
    try sample.edit(SampleCourse.sums, "2 * a", "a + a")
    XCTAssertFalse(try checked(sample).isDone)
  }

  func testWhatFailedIsSentToItsOwnCheck() throws {
    let sample = try sample()
    try sample.edit(SampleCourse.sums, write, "3 * a")
    try sample.remember(.failing, 1, 2)
    let (text, isDone) = try checked(sample)
    XCTAssertFalse(isDone)
    XCTAssertTrue(text.contains("Next: correct exercise 1.2 at"), text)
    XCTAssertTrue(text.hasSuffix("  swift run course check 1.2\n"), text)
  }

  func testTheDashboardSaysWhatIsLong() throws {
    let sample = try sample()
    defer { withExtendedLifetime(sample) {} }
    XCTAssertTrue(course().output.contains("  · 1.2  Twice (long)  "), course().output)
  }

  func testAGradingGivesItTime() throws {
    let sample = try sample()
    defer { withExtendedLifetime(sample) {} }
    let course = try Course(sample.folder)
    let test = try XCTUnwrap(course.chapters[0].tests(in: course.folder).last)
    XCTAssertEqual(ResourceLimits.test(seconds: test.timeLimit).processorSeconds, 60)
    let finding = Finding(test, ChildOutcome(end: .timedOut, output: ""), [])
    XCTAssertTrue(finding.message.contains("longer than 60 s"), finding.message)
  }
}
