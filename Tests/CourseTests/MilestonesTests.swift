import ExerciseSupport
import Foundation
import Plots
import XCTest

@testable import Course
@testable import Laboratory

/// What `course milestones` lists, says and keeps. `.ci/milestones` runs every milestone.
final class MilestonesTests: XCTestCase {
  /// A milestone that sees a number and wants it to be at least 1.
  ///
  /// - Parameter unwritten: an exercise that it calls and that nobody wrote.
  private func milestone(
    _ number: Double, _ exercises: String = "1.1 2.1", calling unwritten: String? = nil
  ) -> Milestone {
    Milestone(
      "count", "Nobody", 1901, "On Counting", summary: "There is one.",
      claim: "Whoever counts comes to one at least.", criterion: "the count is 1 or more.",
      exercises: exercises
    ) { run in
      if let unwritten { notWritten(unwritten) }
      try run.reached(0.5)
      let chart = BarChart(title: "Counted", description: "A bar.", bars: [("count", number)])
      return Finding("It came to \(number).", holds: number >= 1, chart: chart)
    }
  }

  private func show(
    _ milestone: Milestone, isReaders: Bool = true, width: Int = 80, in folder: PackageFolder
  ) throws -> (status: ExitStatus, output: String) {
    let capture = Capture()
    let status = try milestone.show(
      capture.terminal(width: width), seed: 1, isReaders: isReaders, in: folder)
    return (status, capture.output)
  }

  // MARK: The list

  func testEveryMilestoneNeedsExercisesThatThereAre() throws {
    let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
    let numbers = Set(try Course(PackageFolder.containing(here)).exercises.map(\.number))
    XCTAssertEqual(Set(Milestone.all.map(\.name)).count, Milestone.all.count)
    XCTAssertEqual(Milestone.all.map(\.year), Milestone.all.map(\.year).sorted())
    for milestone in Milestone.all {
      XCTAssertFalse(milestone.exercises.isEmpty, milestone.name)
      XCTAssertEqual(Set(milestone.exercises).subtracting(numbers), [], milestone.name)
    }
  }

  func testTheListSaysWhatIsToBeWrittenAndWhatIsReached() throws {
    let sample = try SampleCourse()
    func listed(width: Int = 80) throws -> String {
      let (capture, course) = (Capture(), try Course(sample.folder))
      let terminal = capture.terminal(width: width)
      try MilestoneTable(course: course, terminal: terminal, milestones: [milestone(1)]).show()
      for line in capture.output.split(separator: "\n") {
        XCTAssertLessThanOrEqual(line.count, width, "\(line)")
      }
      return capture.output
    }
    XCTAssertEqual(
      try listed(),
      """
      Claims of papers, to be seen again with your own code.

      · count     Nobody 1901                           2 to write
        There is one.
        Needs 2 exercises of chapters 1 and 2.

      Run one: swift run course milestones count

      """)
    XCTAssertTrue(try listed(width: 40).contains("· count: Nobody 1901, 2 to write\n"))
    try sample.edit(SampleCourse.sums, "notWritten(\"1.1\")", "a + b")
    XCTAssertTrue(try listed().contains(" 1 to write"))
    try sample.edit("exercises/02-last/Last.swift", "notWritten(\"2.1\")", "1")
    XCTAssertTrue(try listed().contains("? count     Nobody 1901                           ready"))
    _ = try show(milestone(0), in: sample.folder)
    XCTAssertTrue(try listed().contains("✗ count     Nobody 1901                           run,"))
    _ = try show(milestone(1), in: sample.folder)
    XCTAssertTrue(
      try listed().contains("✓ count     Nobody 1901                           reached"))
  }

  func testTheRealListFitsEightyColumns() throws {
    let result = course("milestones")
    XCTAssertEqual(result.status, 0)
    for line in result.output.split(separator: "\n") {
      XCTAssertLessThanOrEqual(line.count, 80, "\(line)")
    }
  }

  // MARK: What is missing

  func testAMilestoneNamesTheExercisesThatItLacksAndTheNext() throws {
    let sample = try SampleCourse()
    XCTAssertEqual(
      try milestone(1).unwritten(in: Course(sample.folder)),
      "Nobody 1901 needs 2 exercises of yours that are not written yet: 1.1 and 2.1. "
        + "Next: swift run course check 1.1")
    try sample.edit(SampleCourse.sums, "notWritten(\"1.1\")", "a + b")
    XCTAssertEqual(
      try milestone(1).unwritten(in: Course(sample.folder)),
      "Nobody 1901 needs 1 exercise of yours that is not written yet: 2.1. "
        + "Next: swift run course check 2.1")
    XCTAssertNil(try milestone(1, "1.1").unwritten(in: Course(sample.folder)))
  }

  func testAnUnwrittenExerciseThatIsCalledEndsTheRun() throws {
    let sample = try SampleCourse()
    let result = try show(milestone(1, calling: "1.2"), in: sample.folder)
    XCTAssertEqual(result.status, .failed)
    XCTAssertTrue(
      result.output.hasSuffix(
        "Exercise 1.2 is not written yet, so there is nothing to see yet.\n"
          + "Go on with: swift run course check 1.2\n"), result.output)
    XCTAssertNil(ReaderProgress.load(from: sample.folder).milestones)
  }

  func testAWrongNameOrSeedIsOneLine() {
    for (words, problem) in [
      (["lettres"], "there is no milestone \"lettres\"; did you mean letters?"),
      (["chess"], "there is no milestone \"chess\"; there are "),
      (["letters", "--seed", "x"], "--seed is x; it must be a whole number from 0 to "),
    ] {
      let capture = Capture()
      XCTAssertEqual(
        CourseCommandLine.run(["milestones"] + words, terminal: capture.terminal()), 2)
      XCTAssertTrue(capture.errors.hasPrefix("course: " + problem), capture.errors)
      XCTAssertEqual(capture.errors.split(separator: "\n").count, 1)
    }
  }

  // MARK: One

  func testTheClaimStandsBesideWhatWasSeen() throws {
    let sample = try SampleCourse()
    let result = try show(milestone(2), in: sample.folder)
    XCTAssertEqual(result.status, .done)
    for text in [
      "Nobody (1901), “On Counting”\n\nclaimed in 1901                           seen with your code\n",
      "Whoever counts comes to one at least.     It came to 2.0.\n",
      "What counts: the count is 1 or more.\n✓ Reached\n", ".course/milestones/count.svg",
    ] { XCTAssertTrue(result.output.contains(text), result.output) }
    let figure = try sample.folder.text(".course/milestones/count.svg")
    XCTAssertTrue(try XCTUnwrap(figure).hasPrefix("<svg"))
    let narrow = try show(milestone(2), width: 40, in: sample.folder).output
    XCTAssertTrue(narrow.contains("one at least.\n\nseen with your code\nIt came to 2.0."), narrow)
  }

  func testWhatIsNoNumberIsNotReached() throws {
    let sample = try SampleCourse()
    let result = try show(milestone(.nan), in: sample.folder)
    XCTAssertEqual(result.status, .failed)
    XCTAssertTrue(result.output.contains("✗ Not reached\n"), result.output)
    XCTAssertTrue(result.output.contains("milestones count --ours"), result.output)
  }

  // MARK: Kept

  func testTheDashboardShowsWhatWasReachedAndItStaysReached() throws {
    let sample = try SampleCourse()
    _ = try show(milestone(1), isReaders: false, in: sample.folder)
    XCTAssertNil(ReaderProgress.load(from: sample.folder).milestones, "it was our code")
    _ = try show(milestone(0), in: sample.folder)
    XCTAssertFalse(course().output.contains("milestone"))
    _ = try show(milestone(1), in: sample.folder)
    let line = "0 of 6 points\n✓ 1 milestone: count (Nobody\u{20}1901)\n"
    XCTAssertTrue(course().output.contains(line), course().output)
    _ = try show(milestone(0), in: sample.folder)
    XCTAssertTrue(course().output.contains(line), "it was reached once")
  }

  func testAFileWithoutMilestonesIsRead() throws {
    let sample = try SampleCourse()
    try sample.remember(.done, 1, 1)
    let text = try XCTUnwrap(sample.folder.text(ReaderProgress.path))
    XCTAssertFalse(text.contains("milestones"))
    XCTAssertEqual(ReaderProgress.load(from: sample.folder).checks.count, 1)
  }

  // MARK: Real ones

  func testLettersAreSeenToBeginWordsWithOurCode() throws {
    let capture = Capture()
    let status = try Milestone.letters.show(
      capture.terminal(), seed: 1, isReaders: false, in: .containing())
    XCTAssertEqual(status, .done, capture.output)
    for line in capture.output.split(separator: "\n") {
      XCTAssertLessThanOrEqual(line.count, 80, "\(line)")
    }
  }
}
