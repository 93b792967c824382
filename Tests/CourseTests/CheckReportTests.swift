import HeatStrips
import XCTest

@testable import Authoring
@testable import Course

/// What a check says, on the sample course.
final class CheckReportTests: XCTestCase {
  // MARK: The compiler's words

  private func report(
    _ output: String, on sample: SampleCourse, chapter: Int = 0
  ) throws -> String {
    let course = try Course(sample.folder)
    let capture = Capture()
    let chapter = course.chapters[chapter]
    try CheckReport(course: course, terminal: capture.terminal()).show(
      BuildFailure(output: output, root: "/r"), chapter, chapter.exercises[0])
    return capture.output
  }

  func testAnErrorInAnotherFileSaysWhoseItIs() throws {
    let sample = try SampleCourse()
    let elsewhere = "/r/exercises/01-sums/Other.swift:3:5: error: expected expression\n"
    XCTAssertTrue(
      try report(elsewhere, on: sample).contains("An error in Other.swift stops the whole chapter.")
    )
    let here = "/r/\(SampleCourse.sums):7:1: error: expected a brace\n"
    let both = try report(elsewhere + here, on: sample)
    XCTAssertTrue(both.hasPrefix("\(SampleCourse.sums):7:1"), both)
    XCTAssertFalse(both.contains("stops the whole chapter"), both)
    let other = try report(here, on: sample, chapter: 1)
    XCTAssertTrue(
      other.contains(
        "Sums.swift holds exercises 1.1 and 1.2; its error stops the whole chapter.\n"),
      other)
  }

  func testANameThatWasChangedIsFoundWhereItWasDeclared() throws {
    let sample = try SampleCourse()
    let output = "/r/exercises/01-sums/Other.swift:3:5: error: cannot find 'twice' in scope\n"
    XCTAssertFalse(try report(output, on: sample).contains("handed out"))
    try sample.edit(SampleCourse.sums, "func twice", "func double")
    let text = try report(output, on: sample)
    XCTAssertTrue(
      text.contains(
        "\(SampleCourse.sums) declared twice when it was handed out. Has its name\nchanged?\n"),
      text)
  }

  func testLongErrorsBreakAtWordsAndKeepTheirBar() throws {
    let sample = try SampleCourse()
    let text = try report(
      "/r/\(SampleCourse.sums):7:18: error: " + String(repeating: "word ", count: 20)
        + "\n 7 |   let x = " + String(repeating: "a + ", count: 30) + "b\n", on: sample)
    assertFits(text)
    XCTAssertTrue(text.contains("\n    word word"), text)
    XCTAssertTrue(text.contains("\n   |       "), text)
  }

  func testWhatPointsAtAColumnKeepsPointingAtIt() throws {
    let sample = try SampleCourse()
    let head = "/r/\(SampleCourse.sums):7:18: error: no\n"
    for before in [12, 30, 60, 95] {
      let code = padded("  let x = ", to: before).replacing("  ", with: " a") + "odl + "
      let text = try report(
        head + " 7 | \(code)\(String(repeating: "b * ", count: 20))\n   | "
          + padded("", to: before) + "`- error: " + String(repeating: "word ", count: 12) + "\n",
        on: sample)
      assertFits(text)
      let shown = text.split(separator: "\n").map(String.init)
      let line = try XCTUnwrap(shown.first { $0.hasPrefix(" 7 | ") })
      let pointer = try XCTUnwrap(shown.first { $0.contains("`- error") })
      let column = pointer.distance(
        from: pointer.startIndex, to: try XCTUnwrap(pointer.firstIndex(of: "`")))
      XCTAssertTrue(line.dropFirst(column).hasPrefix("odl"), "\(before):\n\(text)")
      XCTAssertEqual(text.components(separatedBy: "word").count, 13, text)
    }
  }

  private func assertFits(_ text: String, file: StaticString = #filePath, line: UInt = #line) {
    for shown in text.split(separator: "\n") {
      XCTAssertLessThanOrEqual(shown.count, 80, "\(shown)", file: file, line: line)
    }
  }

  // MARK: The first failure

  private func shown(
    _ sample: SampleCourse, _ message: String, printed: [String] = [], strip: HeatStrip? = nil,
    hasColour: Bool = false
  ) throws -> String {
    let failure = TestFailure(
      message: message, file: "T.swift", line: 1, strip: strip, printed: printed)
    return try shown(sample, [.failing(failure, test: Self.test)], hasColour: hasColour)
  }

  private static let test = SuiteTest(
    exercise: ExerciseNumber(chapter: 1, index: 1), className: "C", method: "test_1_1_adds",
    file: "T.swift", line: 1)

  /// What a check of chapter 1 says, given the verdicts on its exercises.
  private func shown(
    _ sample: SampleCourse, _ verdicts: [ExerciseVerdict], hasColour: Bool = false
  ) throws -> String {
    let course = try Course(sample.folder)
    let capture = Capture()
    try CheckReport(course: course, terminal: capture.terminal(hasColour: hasColour)).show(
      CheckResult(
        chapter: course.chapters[0],
        exercises: zip(course.chapters[0].exercises, verdicts).map { ($0, $1) }, tests: []))
    return capture.output
  }

  private func failing(_ message: String) -> ExerciseVerdict {
    .failing(TestFailure(message: message, file: "T.swift", line: 1), test: Self.test)
  }

  func testTheFirstFailureIsToldWholeAndTheOthersInALineEach() throws {
    let long = "1.2 · " + String(repeating: "far off, ", count: 12) + "and more.\n    A hint."
    let text = try shown(SampleCourse(), [failing("1.1 · off.\n    A hint."), failing(long)])
    XCTAssertEqual(
      text,
      """
      1 · Sums

        ✗ 1.1  The sum                                     2 points   failing
        ✗ 1.2  Twice                                       1 point    failing

      The first of 2 exercises that fail:
      1.1 · off.
          A hint.
          test: adds
          at T.swift:1
          your code: \(SampleCourse.sums):9

      The other:
        1.2 · A hint.

      For a hint: swift run course hint 1.1
      Next: correct it, then
        swift run course check 1.1

      """)
    XCTAssertFalse(try shown(SampleCourse(), "1.1 · off.").contains("first of"))
  }

  func testWhatAReaderPrintsMovesNoCursor() throws {
    let text = try shown(SampleCourse(), "1.1 · \u{1B}[2Joff.", printed: ["a\u{1B}[2J  b"])
    XCTAssertFalse(text.contains("\u{1B}"), text)
    XCTAssertTrue(text.contains("\n1.1 · off.\n"), text)
  }

  func testACheckThatPassesSaysItsPointsAndTheTotal() throws {
    let sample = try SampleCourse()
    try sample.remember(.done, 1, 1)
    XCTAssertTrue(try shown(sample, [.done]).contains("\n2 points; 2 of 6 in all.\n"))
    XCTAssertFalse(try shown(sample, [.notWritten]).contains("in all"))
  }

  func testALongFailureKeepsItsNumbers() {
    let sentence = "1.4 · cross-entropy of [[3, 2, 1], [0, 0, 0]]: is -0.2469, should be 1.2531."
    XCTAssertEqual(shortenedFailure(sentence, to: 80), sentence)
    XCTAssertEqual(
      shortenedFailure(sentence, to: 60),
      "1.4 · cross-entropy of [[3, …: is -0.2469, should be 1.2531.")
    XCTAssertEqual(shortenedFailure(sentence, to: 40), "1.4 · is -0.2469, should be 1.2531.")
    XCTAssertEqual(shortenedFailure(sentence, to: 30).count, 30)
    XCTAssertEqual(shortenedFailure("no colon in a long sentence", to: 10), "no colon …")
    XCTAssertEqual(shortenedFailure("Is it: no. Is it?", to: 80), "Is it: no. Is it?")
  }

  func testInALineTheMistakeStaysLongest() {
    let message =
      "4.2 · forget gate: row 0, column 1 is 0.7616, should be 0.0997 (largest of 4 differences) "
      + "(seed 12).\n    This is the tanh, and a gate needs σ."
    func shown(_ width: Int) -> String { shortenedFailure(message, to: width) }
    let said = "This is the tanh, and a gate needs σ."
    let numbers = "is 0.7616, should be 0.0997"
    XCTAssertEqual(
      shown(200),
      "4.2 · forget gate: row 0, column 1 \(numbers) (largest of 4 differences) (seed 12). \(said)")
    XCTAssertEqual(shown(110), "4.2 · forget gate: row 0, column 1 \(numbers). \(said)")
    XCTAssertEqual(shown(90), "4.2 · forget gate: \(numbers). \(said)")
    XCTAssertEqual(shown(78), "4.2 · \(numbers). \(said)")
    XCTAssertEqual(shown(60), "4.2 · \(said)")
    XCTAssertEqual(shown(30), "4.2 · This is the tanh, and a…")
  }

  func testAnExerciseThatGotNoTimeIsNotCalledWrong() throws {
    let text = try shown(SampleCourse(), [failing("1.1 · off."), .cutShort])
    XCTAssertTrue(text.contains("? 1.2  Twice"), text)
    XCTAssertTrue(text.contains("not judged"), text)
    XCTAssertTrue(
      text.replacing("\n  ", with: " ").contains(
        "1.2 was given little time, since a test of another exercise did not end: "
          + "swift run course check 1.2"), text)
  }

  func testAFailureThatMayComeFromAnEarlierExerciseSendsThere() throws {
    let sample = try SampleCourse()
    let course = try Course(sample.folder)
    let exercise = course.chapters[0].exercises[1]
    let capture = Capture()
    try CheckReport(course: course, terminal: capture.terminal()).show(
      CheckResult(
        chapter: course.chapters[0], exercises: [(exercise, failing("1.2 · off."))], tests: [],
        earlierFailure: course.chapters[0].exercises[0].number))
    XCTAssertTrue(
      capture.output.hasSuffix(
        "\n\n1.2 calls 1.1, which fails too. Look there first:\n  swift run course check 1.1\n"),
      capture.output)
    XCTAssertFalse(capture.output.contains("hint"), capture.output)
  }

  func testAnExerciseThatIsNotWrittenTakesNothingFromAFailure() throws {
    let text = try shown(SampleCourse(), [.notWritten, failing("1.2 · off.")])
    XCTAssertTrue(text.contains("  · 1.1  The sum"), text)
    XCTAssertTrue(text.contains("\n1.2 · off.\n"), text)
    XCTAssertFalse(text.contains("The other"), text)
    XCTAssertTrue(text.hasSuffix("Next: correct it, then\n  swift run course check 1.2\n"), text)
    let unwritten = try shown(SampleCourse(), [.notWritten, .notWritten])
    XCTAssertTrue(
      unwritten.hasSuffix(
        "Next: write exercise 1.1 at \(SampleCourse.sums):9, then\n"
          + "  swift run course check 1.1\n"), unwritten)
    let waiting = try shown(
      SampleCourse(), [.notWritten, .waits(for: ExerciseNumber(chapter: 1, index: 1))])
    XCTAssertTrue(waiting.contains("waits for 1.1"), waiting)
    XCTAssertTrue(waiting.hasSuffix("  swift run course check 1.1\n"), waiting)
  }

  func testATrapIsToldLikeAnyFailure() throws {
    let text = try shown(
      SampleCourse(), [failing("1.1 · your code stopped the program: Index out of range"), .done])
    XCTAssertTrue(
      text.contains("\n1.1 · your code stopped the program: Index out of range\n"), text)
    XCTAssertTrue(text.hasSuffix("Next: correct it, then\n  swift run course check 1.1\n"), text)
  }

  func testAStripShowsWhereWithAndWithoutColour() throws {
    let strip = HeatStrip(
      rows: [
        .init(part: "U", block: "forget gate", errors: [4, 1, 0]),
        .init(part: "U", block: "candidate", errors: [0, 0, 0]),
      ], steps: 3, note: "U shows what a step contributes.")
    let plain = try shown(SampleCourse(), "1.1 · off.", strip: strip)
    XCTAssertTrue(
      plain.contains(
        """
        1.1 · off.

            step            1  2  3
            U, forget gate  █  ▆  ·
            U, candidate    ·  ·  ·
            · right   ▆▇█ wrong: █ the largest, each lower mark half as much
            U shows what a step contributes.
            Wrong only in the forget gate's block of U, at every step but the last, more
            towards the first.

            test: adds

        """), plain)
    assertFits(plain)
    let named = try shown(SampleCourse(), "1.1 · off.\n    This is a sum.", strip: strip)
    XCTAssertTrue(named.contains("U shows what a step contributes.\n\n    test: adds"), named)
    let coloured = try shown(SampleCourse(), "1.1 · off.", strip: strip, hasColour: true)
    XCTAssertTrue(
      coloured.contains(
        "U, forget gate  \u{1B}[31;1m█\u{1B}[0m  \u{1B}[31m▆\u{1B}[0m  \u{1B}[32m·\u{1B}[0m\n"),
      coloured)
  }

  func testAMessageBreaksAtWords() throws {
    let sample = try SampleCourse()
    let words = String(repeating: "word ", count: 20) + "end"
    let text = try shown(
      sample, "1.1 · \(words)\n    \(words)", printed: [words, "[[1, 2]]"])
    assertFits(text)
    XCTAssertTrue(text.contains("\n    word word"), text)
    XCTAssertTrue(text.contains("\n    |     word"), text)
    XCTAssertTrue(text.contains("\n    | [[1, 2]]\n"), text)
  }

  func testTheReadersLineIsTheFirstOfTheirCode() throws {
    let sample = try SampleCourse()
    try sample.edit(SampleCourse.sums, "  notWritten(\"1.1\")", "  // thoughts\n\n    a - b")
    let text = try shown(sample, "1.1 · off.")
    XCTAssertTrue(text.contains("your code: \(SampleCourse.sums):11\n"), text)
  }

  // MARK: What comes next

  /// What a check says after an exercise of chapter 1 has passed.
  private func afterDone(_ sample: SampleCourse, _ index: Int) throws -> String {
    let course = try Course(sample.folder)
    let capture = Capture()
    let chapter = course.chapters[0]
    try CheckReport(course: course, terminal: capture.terminal()).show(
      CheckResult(chapter: chapter, exercises: [(chapter.exercises[index], .done)], tests: []))
    return capture.output
  }

  func testAfterACheckTheNextStepIsTheDashboards() throws {
    let sample = try SampleCourse()
    try sample.edit(SampleCourse.sums, "notWritten(\"1.1\")", "a + b")
    try sample.remember(.done, 1, 1)
    let unwritten = "Next: write exercise 1.2 at \(SampleCourse.sums):16, then\n"
    XCTAssertTrue(try afterDone(sample, 0).contains(unwritten))
    XCTAssertTrue(course().output.contains(unwritten))
    try sample.edit(SampleCourse.sums, "\"1.2\", nothing)", "\"x\", nothing)")
    let unchecked = "Next: see what your exercise 1.2 does\n  swift run course check 1.2\n"
    XCTAssertTrue(try afterDone(sample, 0).hasSuffix(unchecked))
    XCTAssertTrue(course().output.hasSuffix(unchecked))
    try sample.remember(.failing, 1, 2)
    XCTAssertTrue(try afterDone(sample, 0).contains("Next: correct exercise 1.2 at "))
    try sample.remember(.done, 1, 2)
    XCTAssertTrue(try afterDone(sample, 1).hasSuffix("  swift run course read 2\n"))
  }

  func testAReaderWhoSkippedAChapterGoesOnWhereTheyAre() throws {
    let sample = try SampleCourse()
    try sample.edit(
      "solutions/02-last/Last.swift", "func last()",
      """
      func first() -> Double {
        // EXERCISE 2.2 (1 point): the first
        0
        // PLACEHOLDER notWritten("2.2")
        // END
      }
      func last()
      """)
    XCTAssertEqual(course("dev", "release").status, 0)
    try sample.remember(.done, 2, 1)
    let two = try Course(sample.folder)
    let capture = Capture()
    let chapter = two.chapters[1]
    let done = try XCTUnwrap(chapter.exercises.first { $0.number.index == 1 })
    try CheckReport(course: two, terminal: capture.terminal()).show(
      CheckResult(chapter: chapter, exercises: [(done, .done)], tests: []))
    XCTAssertTrue(capture.output.contains("Next: write exercise 2.2"), capture.output)
  }

  func testALongNextStepBreaksBeforeItsPlace() throws {
    let capture = Capture()
    let sample = try SampleCourse()
    let course = try Course(sample.folder)
    try course.showNextStep(
      for: course.exercises[1], .notWritten, on: capture.terminal(width: 40))
    XCTAssertEqual(
      capture.output,
      "Next: write exercise 1.2 at\n  \(SampleCourse.sums):16, then\n"
        + "  swift run course check 1.2\n")
  }

  func testALeftoverCallDoesNotUndoAPassedCheck() throws {
    let sample = try SampleCourse()
    try sample.edit(
      SampleCourse.sums, "notWritten(\"1.1\")", "return a + b\n  notWritten(\"1.1\")")
    XCTAssertTrue(course().output.contains("· 1.1"))
    try sample.remember(.done, 1, 1)
    XCTAssertTrue(course().output.contains("✓ 1.1"), course().output)
    XCTAssertTrue(try afterDone(sample, 0).contains("Next: write exercise 1.2"))
    XCTAssertFalse(course("solution", "1.1").output.contains("not written yet"))
    try sample.edit(SampleCourse.sums, "return a + b", "return b + a")
    XCTAssertTrue(course().output.contains("· 1.1"), "another text must be judged anew")
  }
}
