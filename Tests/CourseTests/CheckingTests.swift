import HeatStrips
import XCTest

@testable import Authoring
@testable import Course

final class CheckingTests: XCTestCase {
  private let number = ExerciseNumber(chapter: 1, index: 2)

  private var test: SuiteTest {
    SuiteTest(
      exercise: number, className: "Chapter01Tests.SumTests", method: "test_1_2_addsTheBiasOnce",
      file: "Tests/Chapter01Tests/SumTests.swift", line: 7)
  }

  private func judged(
    _ end: ChildOutcome.End, _ events: [ReportEvent], output: String = ""
  ) -> TestVerdict {
    verdict(on: test, ChildOutcome(end: end, output: output), events)
  }

  private func message(_ verdict: TestVerdict) -> String? {
    if case .failed(let failure) = verdict { return failure.message }
    return nil
  }

  // MARK: Finding tests

  func testTestsAreFoundByTheirNames() throws {
    let text = try XCTUnwrap(SampleCourse.files["Tests/Chapter01Tests/SumTests.swift"])
    let tests = suiteTests(in: text, path: "T.swift", module: "Chapter01Tests")
    XCTAssertEqual(tests.map(\.exercise.description), ["1.1", "1.1", "1.1", "1.2", "1.2", "1.2"])
    XCTAssertEqual(tests[0].className, "Chapter01Tests.SumTests")
    XCTAssertEqual(tests[5].className, "Chapter01Tests.TwiceTests")
    XCTAssertEqual(tests[3].line, 10)
    XCTAssertEqual(test.sentence, "adds the bias once")
    for (method, words) in [
      "gradientsOfAnRNN": "gradients of an RNN", "RNNCellsMatch": "RNN cells match",
      "sequencesAsInPyTorchAndKeras": "sequences as in PyTorch and Keras",
      "theUnitOfChapter4": "the unit of chapter 4", "aTable": "a table", "LSTM": "LSTM",
      "agreesWithPyTorch": "agrees with PyTorch",
      "acceptsAVocabularyOfOne": "accepts a vocabulary of one", "neverAHit": "never a hit",
    ] {
      let named = SuiteTest(
        exercise: number, className: "", method: "test_1_2_" + method, file: "", line: 1)
      XCTAssertEqual(named.sentence, words)
    }
  }

  // MARK: Judging

  func testOnlyAFinishedTestThatExitsWithZeroPasses() {
    XCTAssertEqual(judged(.exited(0), [.started, .finished(failures: 0)]), .passed)
    XCTAssertNotEqual(judged(.exited(1), [.started, .finished(failures: 0)]), .passed)
    XCTAssertNotEqual(judged(.exited(0), [.started, .finished(failures: 1)]), .passed)
    XCTAssertNotEqual(judged(.signalled(SIGILL), [.started, .finished(failures: 0)]), .passed)
    XCTAssertNotEqual(judged(.timedOut, [.started, .finished(failures: 0)]), .passed)
  }

  func testAnEarlyExitIsAFailureThatSaysSo() {
    for status in [Int32(0), 3] {
      XCTAssertEqual(
        message(judged(.exited(status), [.started])),
        "1.2 · your code ended the program (exit status \(status)) before the test was over. "
          + "Take the call of exit out.")
    }
  }

  func testATestThatWasNotRunIsAFailure() {
    XCTAssertEqual(
      message(judged(.exited(0), [], output: "Executed 0 tests\n")),
      "1.2 · the test was not run.\n    Executed 0 tests")
  }

  func testAnUnwrittenExerciseIsNamed() {
    let failure = ReportEvent.failure(message: "m", unwritten: "1.1", file: "f", line: 1)
    XCTAssertEqual(
      judged(.exited(1), [.started, failure, .finished(failures: 1)]),
      .unwritten(ExerciseNumber(chapter: 1, index: 1)))
  }

  func testAFailureIsShownAsItIs() {
    let failure = ReportEvent.failure(message: "1.2 · off.", unwritten: nil, file: "f", line: 9)
    XCTAssertEqual(
      judged(.exited(1), [.started, failure, .finished(failures: 1)]),
      .failed(TestFailure(message: "1.2 · off.", file: "f", line: 9)))
  }

  func testAStripBelongsToTheFailureBefore() {
    let strip = HeatStrip(rows: [.init(part: "x", errors: [1])], steps: 1)
    let failure = ReportEvent.failure(message: "1.2 · off.", unwritten: nil, file: "f", line: 9)
    let told = TestFailure(message: "1.2 · off.", file: "f", line: 9, strip: strip)
    XCTAssertEqual(
      judged(.exited(1), [.started, failure, .strip(strip), .finished(failures: 1)]),
      .failed(told))
    // A strip that no failure goes before is a stranger's.
    XCTAssertEqual(
      judged(.exited(0), [.started, .strip(strip), .finished(failures: 0)]), .passed)
  }

  func testATrapShowsItsMessageAndTheReadersLine() {
    let output = """
      Swift/ContiguousArrayBuffer.swift:692: Fatal error: Index out of range
      Thread 0 "x" crashed:
      0  0x1 _assertionFailure in libswiftCore.so
      3  0x2 sum(_:) + 78 in x.xctest at /home/a/exercises/01-sums/Sums.swift:12:58
      4  0x3 other() + 78 in x.xctest at /home/a/exercises/01-sums/Other.swift:3:5
      """
    XCTAssertEqual(
      judged(.signalled(SIGILL), [.started], output: output),
      .failed(
        TestFailure(
          message: "1.2 · your code stopped the program: Index out of range",
          file: "exercises/01-sums/Sums.swift", line: 12)))
  }

  func testATrapWithoutAMessageIsExplained() {
    let overflow = "1 [inlined] 0x1 Swift runtime failure: arithmetic overflow in f at /a.swift\n"
    XCTAssertEqual(
      message(judged(.signalled(SIGILL), [.started], output: overflow)),
      "1.2 · your code stopped the program: arithmetic overflow. A result does not fit its type: "
        + "it is too large, or below 0 in a UInt64.")
    XCTAssertEqual(
      message(judged(.signalled(SIGSEGV), [.started]))?.contains("call itself"), true)
  }

  func testWhatTheReadersCodePrintedComesAlong() {
    let output = """
      Test Suite 'Selected tests' started at 2026-01-01
      Test Case 'SumTests.test_1_2_x' started at 2026-01-01
      a is 3

      b is 4
      /p/Tests/T.swift:6: error: SumTests.test_1_2_x : failed - 1.2 · off.
          A hint.
      Test Case 'SumTests.test_1_2_x' failed (0.002 seconds)
      """
    let failure = ReportEvent.failure(message: "1.2 · off.", unwritten: nil, file: "f", line: 9)
    guard
      case .failed(let told) = judged(
        .exited(1), [.started, failure, .finished(failures: 1)], output: output)
    else { return XCTFail("must fail") }
    XCTAssertEqual(told.printed, ["a is 3", "b is 4"])
  }

  func testATrapSaysWhatIsTrueOfTheCase() {
    let trap = ChildOutcome.End.signalled(SIGILL)
    let output = "Fatal error: Index out of range\n"
    let plain = "1.2 · your code stopped the program: Index out of range"
    XCTAssertEqual(
      message(
        judged(
          trap, [.started, .note("A row has 2."), .note(""), .note("A row has 3.")], output: output)
      ),
      plain + "\n    A row has 3.")
    XCTAssertEqual(
      message(judged(trap, [.started, .note("A row has 2."), .note("")], output: output)), plain)
    XCTAssertEqual(message(judged(trap, [.started], output: output)), plain)
    XCTAssertEqual(
      judged(.exited(0), [.started, .note("a"), .note(""), .finished(failures: 0)]), .passed)
  }

  func testATestThatComputesTooLongSaysSo() {
    XCTAssertEqual(
      message(judged(.signalled(SIGXCPU), [.started])),
      "1.2 · the test computed for 5 s and was ended. Is there a loop without an end?")
  }

  func testTheClockAccusesNobodyOfALoop() {
    let outcome = ChildOutcome(end: .timedOut, output: "", processorSeconds: 0.31)
    func said(_ programs: Int) -> String? {
      message(
        verdict(
          on: test, outcome, [.started], load: MachineLoad(programs: programs, processors: 2)))
    }
    let seen = "1.2 · the test was ended after 120 s, in which it computed for 0.3 s. "
    XCTAssertEqual(
      said(31),
      seen + "This machine is busy: 31 programs want its 2 processors. "
        + "Check again when it is calmer.")
    XCTAssertEqual(
      said(2), seen + "Does your code wait for something, such as input, that never comes?")
    XCTAssertGreaterThanOrEqual(testPatience(for: test), 24 * test.timeLimit)
  }

  func testReportsAreReadLineByLineAndSpoiltLinesLeftOut() {
    let report = """
      {"started":{}}
      half a li
      {"failure":{"line":6,"unwritten":"0.1","message":"m","file":"Tests\\/B.swift"}}
      {"strip":{"_0":{"steps":1,"firstStep":1,"rows":[{"part":"x","errors":[2]}]}}}
      {"finished":{"failures":1}}

      """
    XCTAssertEqual(
      ReportEvent.events(in: Data(report.utf8)),
      [
        .started, .failure(message: "m", unwritten: "0.1", file: "Tests/B.swift", line: 6),
        .strip(HeatStrip(rows: [.init(part: "x", errors: [2])], steps: 1)),
        .finished(failures: 1),
      ])
  }

  // MARK: Summing up

  func testAnExerciseIsDoneOnlyIfATestRanAndAllPassed() throws {
    let sample = try SampleCourse()
    let exercise = try Course(sample.folder).exercise(number).1
    let failure = TestFailure(message: "m", file: "f", line: 1)
    let other = ExerciseNumber(chapter: 1, index: 1)
    func sum(_ verdicts: TestVerdict...) -> ExerciseVerdict {
      ExerciseVerdict(of: exercise, verdicts.map { (test, $0) })
    }
    XCTAssertEqual(sum(.passed, .passed), .done)
    XCTAssertEqual(sum(.passed, .failed(failure)), .failing(failure, test: test))
    XCTAssertEqual(sum(.passed, .unwritten(number)), .notWritten)
    XCTAssertEqual(sum(.unwritten(other), .unwritten(number)), .notWritten)
    XCTAssertEqual(sum(.passed, .unwritten(other)), .waits(for: other))
    XCTAssertEqual(sum(.unwritten(other), .failed(failure)), .failing(failure, test: test))
    XCTAssertEqual(sum(.passed, .skipped), .cutShort, "nothing was shown by a test not run")
    XCTAssertEqual(sum(.skipped, .failed(failure)), .failing(failure, test: test))
    guard case .failing(let none, _) = sum() else { return XCTFail("no test must be a failure") }
    XCTAssertTrue(none.message.contains("no test was run"))
  }

  func testNumbersOfOtherProgramsAreToldLast() throws {
    let sample = try SampleCourse()
    let exercise = try Course(sample.folder).exercise(number).1
    func failing(_ method: String, _ message: String) -> JudgedTest {
      let test = SuiteTest(
        exercise: number, className: "Chapter01Tests.SumTests", method: method, file: "T.swift",
        line: 1)
      return (test, .failed(TestFailure(message: message, file: "T.swift", line: 1)))
    }
    let results = [
      failing("test_1_2_asInPyTorch", "1.2 · W: 1, should be 2.\n    Wrong only in W."),
      failing("test_1_2_everyRow", "1.2 · x: 1, should be 2 (seed 3).\n    A mistake."),
    ]
    guard case .failing(let failure, _) = ExerciseVerdict(of: exercise, results) else {
      return XCTFail("it does not fail")
    }
    XCTAssertTrue(failure.message.hasSuffix("A mistake."), failure.message)
  }

  func testThePagesOwnCaseIsToldBeforeOneThatIsDrawn() throws {
    let sample = try SampleCourse()
    let exercise = try Course(sample.folder).exercise(number).1
    func told(_ messages: String...) -> String? {
      let results = messages.map {
        (test, TestVerdict.failed(TestFailure(message: $0, file: "f", line: 1)))
      }
      guard case .failing(let failure, _) = ExerciseVerdict(of: exercise, results) else {
        return nil
      }
      return failure.message
    }
    let drawn = "1.2 · sum: is 7, should be 5 (seed 3).\n    This is the product."
    let page = "1.2 · sum: is 2, should be 3."
    XCTAssertEqual(told(drawn, page), page + "\n    Another test: This is the product.")
    XCTAssertEqual(told(drawn, page + "\n    Off by one."), page + "\n    Off by one.")
    XCTAssertEqual(told(drawn, "1.2 · other (seed 4)."), drawn)
    let stop = "1.2 · your code stopped the program: Index out of range\n    A row has 2."
    XCTAssertEqual(told(page, stop), page)
  }

  // MARK: The compiler's words

  func testErrorsAreFoundOnceAndAloneInABuild() {
    let output = """
      Building for debugging...
      [3/5] Emitting module WarmUp
      /r/exercises/00/Blend.swift:7:18: error: cannot find 'odl' in scope
       6 |   // a comment
       7 |   let x = keep * odl
         |                  `- error: cannot find 'odl' in scope

      [4/5] Compiling WarmUp Blend.swift
      /r/exercises/00/Blend.swift:7:18: error: cannot find 'odl' in scope
       7 |   let x = keep * odl
      /r/exercises/00/Blend.swift:9:3: warning: never used
       9 |   let y
      error: fatalError
      """
    let found = diagnostics(in: output, root: "/r")
    XCTAssertEqual(found.map(\.severity), ["error", "warning"])
    XCTAssertEqual(
      found[0].lines,
      [
        "exercises/00/Blend.swift:7:18: error: cannot find 'odl' in scope",
        " 6 |   // a comment", " 7 |   let x = keep * odl",
        "   |                  `- error: cannot find 'odl' in scope",
      ])
    XCTAssertEqual(found[1].excerpt, [" 9 |   let y"])
  }

  func testAReportOfCompileErrorsShowsTheReadersFirst() throws {
    let sample = try SampleCourse()
    let course = try Course(sample.folder)
    let capture = Capture()
    let output = """
      /r/Tests/Chapter01Tests/SumTests.swift:3:5: error: cannot find 'sum' in scope
      /r/exercises/01-sums/Sums.swift:7:18: error: cannot find 'odl' in scope
       7 |   odl
      """
    try CheckReport(course: course, terminal: capture.terminal()).show(
      BuildFailure(output: output, root: "/r"), course.chapters[0], nil)
    XCTAssertEqual(
      capture.output,
      """
      exercises/01-sums/Sums.swift:7:18: error: cannot find 'odl' in scope
       7 |   odl

      Next: correct this, then
        swift run course check 1

      """)
  }
}
