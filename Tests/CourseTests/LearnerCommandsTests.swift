import XCTest

@testable import Authoring
@testable import Course
@testable import Laboratory

/// The commands of the learner's loop, as far as they need no build.
final class LearnerCommandsTests: XCTestCase {
  // MARK: Dashboard

  func testTheDashboardShowsWhereTheReaderStands() throws {
    let sample = try SampleCourse()
    let fresh = course()
    XCTAssertEqual(fresh.status, 0)
    XCTAssertEqual(
      fresh.output,
      """
      LearnLSTM                       ░░░░░░░░░░░░░░░░░░░░░░░░  0 of 6 points

      1 · Sums                                          · ·
        · 1.1  The sum                                     2 points   not written yet
        · 1.2  Twice                                       1 point    not written yet

      2 · The last                                      ·

      Next: read the chapter, then write \(SampleCourse.sums)
        swift run course read 1

      """)
    try sample.edit(SampleCourse.sums, "notWritten(\"1.1\")", "a + b")
    XCTAssertTrue(course().output.contains("? 1.1"))
    XCTAssertTrue(course().output.hasSuffix("  swift run course check 1.1\n"))
    try sample.remember(.done, 1, 1)
    let done = course().output
    XCTAssertTrue(done.contains("████████░░░░░░░░░░░░░░░░  2 of 6 points"), done)
    XCTAssertTrue(done.contains("✓ 1.1"), done)
    XCTAssertTrue(done.contains("Next: write exercise 1.2 at \(SampleCourse.sums):16"), done)
    try sample.edit(SampleCourse.sums, "a + b", "b + a")
    XCTAssertTrue(course().output.contains("changed since"))
    try sample.remember(.failing, 1, 1)
    XCTAssertTrue(course().output.contains("✗ 1.1"))
  }

  func testTheDashboardFitsEightyColumns() throws {
    let sample = try SampleCourse()
    try sample.edit(
      "chapters/01-sums.md", "The sum", String(repeating: "A very long title ", count: 6) + "indeed"
    )
    try sample.edit(
      "chapters/01-sums.md", "# 1 · Sums", "# 1 · " + String(repeating: "S", count: 90))
    for line in course("--all").output.split(separator: "\n") {
      XCTAssertLessThanOrEqual(line.count, 80, "\(line)")
    }
  }

  func testWhenAllIsDoneTheDashboardSaysSo() throws {
    let sample = try SampleCourse()
    for (path, number) in [
      (SampleCourse.sums, "1.1"), (SampleCourse.sums, "1.2"),
      ("exercises/02-last/Last.swift", "2.1"),
    ] {
      try sample.edit(path, "\"\(number)\"", "\"x\"")
    }
    try sample.remember(.done, 1, 1)
    try sample.remember(.done, 1, 2)
    try sample.remember(.done, 2, 1)
    let end = """
      Every exercise is done: 6 of 6 points.
      Your network can write:
        swift run course train --mine

      """
    XCTAssertTrue(course().output.hasSuffix("\n" + end), course().output)
    XCTAssertEqual(course("check").output, end)
  }

  func testASpoiltMemoryIsForgottenNotFatal() throws {
    let sample = try SampleCourse()
    try sample.folder.write("{ not JSON", to: ReaderProgress.path)
    XCTAssertEqual(course().status, 0)
    XCTAssertEqual(course("hint", "1.1").status, 0)
  }

  func testItWorksFromASubfolder() throws {
    let sample = try SampleCourse()
    _ = FileManager.default.changeCurrentDirectoryPath(sample.folder.url("exercises/01-sums").path)
    XCTAssertEqual(course().status, 0)
    _ = FileManager.default.changeCurrentDirectoryPath("/")
    let outside = course()
    XCTAssertEqual(outside.status, 2)
    XCTAssertEqual(
      outside.errors,
      "course: this folder is not in LearnLSTM; change to the one with Package.swift and "
        + "solutions/\n")
  }

  func testAMissingFileSaysHowToPutItBack() throws {
    let sample = try SampleCourse()
    try FileManager.default.removeItem(at: sample.folder.url("exercises"))
    XCTAssertTrue(course().output.hasSuffix("  swift run course reset 1\n"), course().output)
    let check = course("check", "1")
    XCTAssertEqual(check.status, 2)
    XCTAssertEqual(
      check.errors,
      "course: \(SampleCourse.sums) is missing; put it back: swift run course reset 1\n")
    XCTAssertEqual(course("reset", "1").output, "\(SampleCourse.sums) was missing and is back.\n")
    XCTAssertEqual(course("reset", "2.1").status, 0)
    XCTAssertEqual(course("dev", "release", "--check").status, 0)
  }

  func testWhatDoesNotExistIsNamedWithWhatDoes() throws {
    let sample = try SampleCourse()
    let missing = "there is no exercise 1.9; chapter 1 has 1.1 to 1.2"
    for command in ["check", "hint", "solution", "reset"] {
      XCTAssertEqual(course(command, "1.9").errors, "course: \(missing)\n")
      XCTAssertEqual(course(command, "1.9").status, 2)
    }
    XCTAssertEqual(
      course("read", "7").errors, "course: there is no chapter 7; there are chapters 1 to 2\n")
    XCTAssertEqual(
      course("check", "2.2").errors, "course: there is no exercise 2.2; chapter 2 has 2.1\n")
    XCTAssertEqual(
      course("check", "one").errors,
      "course: \"one\" is neither a chapter (1) nor an exercise (1.3)\n")
    XCTAssertEqual(
      course("hint", "1").errors,
      "course: name an exercise, not a chapter; chapter 1 has 1.1 to 1.2\n")
    withExtendedLifetime(sample) {}
  }

  // MARK: Read

  func testReadPrintsTheChapterWithItsHintsClosed() throws {
    let sample = try SampleCourse()
    let text = course("read", "1").output
    XCTAssertTrue(text.contains("# 1 · Sums"))
    XCTAssertTrue(text.contains("▸ 2 hints, one at a time: swift run course hint 1.1"), text)
    XCTAssertFalse(text.contains("A plus."))
    try FileManager.default.removeItem(at: sample.folder.url("chapters/02-last.md"))
    XCTAssertEqual(course("read", "2").status, 2)
  }

  func testReadOpensThePartOfAnExercise() throws {
    let sample = try SampleCourse()
    let text = try XCTUnwrap(sample.folder.text("chapters/01-sums.md"))
    try sample.folder.write(
      text.replacingOccurrences(
        of: "**Exercise 1.2", with: "## Doubling\n\nTwice.\n\n**Exercise 1.2") + "\n## After\n",
      to: "chapters/01-sums.md")
    let part = course("read", "1.2").output
    XCTAssertTrue(part.hasPrefix("## Doubling\n\nTwice.\n\n*Exercise 1.2"), part)
    XCTAssertFalse(part.contains("After"), part)
    XCTAssertTrue(course("read", "1.1").output.hasPrefix("# 1 · Sums"))
  }

  func testReadOpensAPageInABrowserThatKnowsWhereTheReaderStands() throws {
    let sample = try SampleCourse()
    let missing = course("read", "1", "--web", "--no-open")
    XCTAssertEqual(missing.status, 2)
    XCTAssertTrue(missing.errors.contains("swift run course dev book"), missing.errors)
    try sample.folder.write("<p>", to: ".build/book/01-sums.html")
    try sample.edit(SampleCourse.sums, "notWritten(\"1.1\")", "a + b")
    try sample.remember(.done, 1, 1)
    let opened = course("read", "1.2", "--web", "--no-open")
    XCTAssertEqual(opened.status, 0)
    XCTAssertTrue(opened.output.contains(".build/book/01-sums.html#exercise-1-2"), opened.output)
    XCTAssertEqual(
      try sample.folder.text(".build/book/status.js"),
      "window.courseStatus = {\"1.1\": \"done\"};\n")
  }

  func testReadOpensAPageByAPartOfItsName() throws {
    let sample = try SampleCourse()
    try sample.folder.write("# Signs\n", to: "chapters/notation.md")
    XCTAssertEqual(course("read", "notation").output, "# Signs\n")
    XCTAssertEqual(course("read", "Notation.md").output, "# Signs\n")
    XCTAssertTrue(course("read", "sums").output.hasPrefix("# 1 · Sums"))
    XCTAssertEqual(
      course("read", "0").errors, "course: there is no chapter 0; there are chapters 1 to 2\n")
    XCTAssertEqual(
      course("read", "xyz").errors,
      "course: there is no page \"xyz\"; there are: 01-sums, 02-last and notation\n")
    XCTAssertEqual(
      course("read", "s").errors,
      "course: \"s\" may be 01-sums or 02-last; write more of the name\n")
  }

  // MARK: Hints

  func testHintsComeOneAtATimeWeakestFirst() throws {
    let sample = try SampleCourse()
    XCTAssertTrue(course("hint", "1.1").output.contains("What joins two numbers?"))
    let second = course("hint", "1.1").output
    XCTAssertTrue(second.contains("A plus.") && !second.contains("What joins"), second)
    XCTAssertTrue(second.contains("swift run course solution 1.1"), second)
    XCTAssertTrue(course("hint", "1.1").output.contains("A plus."))
    let again = course("hint", "1.1", "--again").output
    XCTAssertTrue(again.contains("A plus.") && again.contains("What joins"), again)
    let all = course("hint", "1.2", "--all").output
    XCTAssertTrue(all.contains("Use what you have.") && all.contains("`sum(a, a)`"), all)
    withExtendedLifetime(sample) {}
  }

  func testAHintWithoutANumberIsForTheNextExercise() throws {
    let sample = try SampleCourse()
    XCTAssertTrue(course("hint").output.hasPrefix("1.1 · The sum\n"))
    for command in ["solution", "reset"] {
      let refused = course(command)
      XCTAssertEqual(refused.status, 2)
      XCTAssertEqual(
        refused.errors,
        "course: say which exercise; if you mean the next, 1.1: swift run course \(command) 1.1\n")
    }
    withExtendedLifetime(sample) {}
  }

  func testTheNextExerciseIsInTheChapterThatWasCheckedLast() throws {
    let sample = try SampleCourse()
    var progress = ReaderProgress()
    progress.chapter = 2
    try progress.save(to: sample.folder)
    XCTAssertTrue(course().output.hasSuffix("  swift run course read 2\n"), course().output)
    XCTAssertTrue(course("hint").output.hasPrefix("2.1 · Last\n"))
    try sample.edit("exercises/02-last/Last.swift", "notWritten(\"2.1\")", "1")
    try sample.remember(.done, 2, 1)
    XCTAssertTrue(course("hint").output.hasPrefix("1.1 · The sum\n"))
  }

  func testTheVersionIsTheChangelogs() throws {
    let sample = try SampleCourse()
    try sample.folder.write("# Changelog\n\n## Next\n\n## 1.2.3 – 2026-01-01\n", to: "CHANGELOG.md")
    XCTAssertEqual(course("--version").output, "LearnLSTM 1.2.3\n")
  }

  func testAPipeShowsWhatIsStressed() {
    let text = MarkdownView(Capture().terminal()).render(["A *small* and **big** word."])
    XCTAssertEqual(text, "A _small_ and *big* word.")
  }

  // MARK: Solution

  func testASolutionThatIsTheSameIsShownOnce() throws {
    let sample = try SampleCourse()
    try sample.edit(SampleCourse.sums, "notWritten(\"1.1\")", "a + b")
    let shown = course("solution", "1.1").output
    XCTAssertEqual(shown.components(separatedBy: "a + b").count, 2, shown)
    XCTAssertTrue(shown.hasSuffix("Yours, \(SampleCourse.sums):9, is the same.\n"), shown)
  }

  func testTheSolutionStandsBesideTheReadersLines() throws {
    let sample = try SampleCourse()
    let unwritten = course("solution", "1.1").output
    XCTAssertTrue(unwritten.contains("  a + b\n"), unwritten)
    XCTAssertTrue(unwritten.contains("not written yet"), unwritten)
    try sample.edit(SampleCourse.sums, "  notWritten(\"1.1\")", "  let x = a\n  return x + b")
    let narrow = Capture()
    _ = CourseCommandLine.run(["solution", "1.1"], terminal: narrow.terminal(width: 40))
    XCTAssertTrue(narrow.output.contains("  let x = a\n  return x + b\n"), narrow.output)
    let wide = Capture()
    _ = CourseCommandLine.run(["solution", "1.1"], terminal: wide.terminal(width: 120))
    XCTAssertTrue(wide.output.contains("│ a + b\nreturn x + b "), wide.output)
  }

  // MARK: Reset

  func testAPathIsNotBrokenInItsMiddle() throws {
    let sample = try SampleCourse()
    try sample.edit(SampleCourse.sums, "notWritten(\"1.1\")", "a + b // mine")
    let capture = Capture()
    _ = CourseCommandLine.run(["reset", "1.1"], terminal: capture.terminal(width: 40))
    XCTAssertTrue(
      capture.output.hasSuffix("Yours is kept in\n  .course/kept/01-sums/Sums-1.swift\n"),
      capture.output)
  }

  func testResetPutsOneExerciseBackAndKeepsTheReaders() throws {
    let sample = try SampleCourse()
    let original = try XCTUnwrap(sample.folder.text(SampleCourse.sums))
    try sample.edit(SampleCourse.sums, "notWritten(\"1.1\")", "a + b // mine")
    try sample.edit(SampleCourse.sums, "\"1.2\", nothing)", "\"x\", nothing)")
    try sample.remember(.done, 1, 1)
    let result = course("reset", "1.1")
    XCTAssertEqual(
      result.output,
      "\(SampleCourse.sums) is put back.\nYours is kept in .course/kept/01-sums/Sums-1.swift\n")
    let now = try XCTUnwrap(sample.folder.text(SampleCourse.sums))
    XCTAssertTrue(now.contains("notWritten(\"1.1\")") && now.contains("\"x\", nothing)"), now)
    XCTAssertEqual(
      try sample.folder.text(".course/kept/01-sums/Sums-1.swift")?.contains("// mine"), true)
    XCTAssertEqual(ReaderProgress.load(from: sample.folder).checks, [:])
    XCTAssertEqual(course("reset", "1.1").output, "1.1 is as it was handed out.\n")
    XCTAssertTrue(course("reset", "1").output.contains("Sums-2.swift"))
    XCTAssertEqual(try sample.folder.text(SampleCourse.sums), original)
  }

  /// The link stays, what it leads to is put back, and the copy is of the reader's text.
  func testResetFollowsALink() throws {
    let sample = try SampleCourse()
    let original = try sample.folder.text(SampleCourse.sums)
    try sample.edit(SampleCourse.sums, "notWritten(\"1.1\")", "a + b // mine")
    let (manager, place) = (FileManager.default, sample.folder.url(SampleCourse.sums))
    let target = sample.folder.url("elsewhere.swift")
    try manager.moveItem(at: place, to: target)
    try manager.createSymbolicLink(at: place, withDestinationURL: target)
    chmod(target.path, 0o600)
    XCTAssertEqual(course("reset", "1").status, 0)
    XCTAssertEqual(fileType(of: place), .typeSymbolicLink)
    XCTAssertEqual(try sample.folder.text("elsewhere.swift"), original)
    XCTAssertEqual(
      try sample.folder.text(".course/kept/01-sums/Sums-1.swift")?.contains("// mine"), true)
    let mode = try manager.attributesOfItem(atPath: target.path)[.posixPermissions]
    XCTAssertEqual(mode as? Int, 0o600)
  }

  func testResetRefusesAPipeInOneLine() throws {
    let sample = try SampleCourse()
    let place = sample.folder.url(SampleCourse.sums)
    mkfifo(sample.folder.url("pipe").path, 0o600)
    XCTAssertThrowsError(try sample.folder.write("new", to: "pipe")) {
      XCTAssertEqual("\($0)", "pipe is a pipe. Name a regular file.")
    }
    chmod(place.path, 0o444)
    XCTAssertThrowsError(try sample.folder.write("new", to: SampleCourse.sums)) {
      XCTAssertTrue("\($0)".hasPrefix("\(SampleCourse.sums) is write-protected. "), "\($0)")
    }
  }

  func testResetOfASpoiltFileOffersThatFileAndDoesIt() throws {
    for (old, new, problem) in [
      ("notWritten(\"1.1\")", "if a > 1 {", "the braces do not match"),
      ("// EXERCISE 1.1", "// mine", "the line // EXERCISE 1.1 is gone"),
    ] {
      let sample = try SampleCourse()
      try sample.edit(SampleCourse.sums, old, new)
      let result = course("reset", "1.1")
      XCTAssertEqual(result.status, 2)
      XCTAssertEqual(
        result.errors,
        "course: in \(SampleCourse.sums) \(problem); to put this one file back, and with it 1.2, "
          + "keeping a copy of yours: swift run course reset 1.1 --file\n")
      XCTAssertEqual(course("reset", "1.1", "--file").status, 0)
      XCTAssertEqual(
        try sample.folder.text(".course/kept/01-sums/Sums-1.swift")?.contains(new), true)
      XCTAssertEqual(course("dev", "release", "--check").status, 0)
    }
  }

  func testTheSolutionSaysWhyYoursIsNotBesideIt() throws {
    let sample = try SampleCourse()
    try sample.edit(SampleCourse.sums, "notWritten(\"1.1\")", "a + b")
    try sample.edit(SampleCourse.sums, "// EXERCISE 1.1", "// mine")
    let text = course("solution", "1.1").output
    XCTAssertTrue(text.hasSuffix("in it the line // EXERCISE 1.1 is gone.\n"), text)
  }

  func testLongSolutionLinesBreakAtWords() throws {
    let sample = try SampleCourse()
    let sum = String(repeating: "a + b + ", count: 14) + "a"
    try sample.edit("solutions/01-sums/Sums.swift", "  a + b\n", "  \(sum)\n")
    let text = course("solution", "1.1").output
    for line in text.split(separator: "\n") { XCTAssertLessThanOrEqual(line.count, 80, "\(line)") }
    XCTAssertTrue(text.contains("\n      + a + b") || text.contains("\n      a + b"), text)
  }

  // MARK: What comes next

  func testWhatWaitsSendsToWhatItWaitsFor() throws {
    let sample = try SampleCourse()
    let course = try Course(sample.folder)
    let chapter = course.chapters[0]
    let capture = Capture()
    let result = CheckResult(
      chapter: chapter,
      exercises: [(chapter.exercises[1], .waits(for: chapter.exercises[0].number))], tests: [])
    try CheckReport(course: course, terminal: capture.terminal()).show(result)
    XCTAssertTrue(capture.output.contains("waits for 1.1"), capture.output)
    XCTAssertTrue(capture.output.hasSuffix("  swift run course check 1.1\n"), capture.output)
  }

  // MARK: Demo

  func testAnUnknownDemoIsOneLine() {
    let result = course("demo", "nothing-of-the-kind")
    XCTAssertEqual(result.status, 2)
    XCTAssertTrue(result.errors.hasPrefix("course: there is no demo \"nothing-of-the-kind\"; "))
  }

  func testDemosAreNamedAsSuch() {
    for command in Commands.demos {
      XCTAssertTrue(command.name.hasPrefix("demo "), command.name)
    }
  }
}

extension SampleCourse {
  /// Remembers a verdict on an exercise as it stands.
  func remember(_ verdict: ReaderProgress.Verdict, _ chapter: Int, _ index: Int) throws {
    let course = try Course(folder)
    let number = ExerciseNumber(chapter: chapter, index: index)
    let (_, exercise) = try course.exercise(number)
    let file = try XCTUnwrap(course.readerFile(of: exercise))
    var progress = ReaderProgress.load(from: folder)
    progress.remember(verdict, of: number, fingerprint: file.fingerprint(of: number))
    try progress.save(to: folder)
  }
}
