import XCTest

@testable import Authoring
@testable import Course

/// Transcripts of a program that stands in for `course`: it prints its arguments, a loss, a time
/// and the exercise that it finds.
final class TranscriptTests: XCTestCase {
  private let chapter = "chapters/02-last.md"

  /// Weaves a page that holds one transcript.
  private func woven(
    _ fence: String, _ body: String, script: String? = nil, slow: Bool = false
  ) throws -> (lines: [String], problems: [String], mends: Bool, waiting: Int) {
    let sample = try SampleCourse()
    let program = sample.folder.url("program.sh")
    let text = """
      #!/bin/sh
      echo "ran $*"
      echo "loss 0.50000001 after 3.7 s" >&2
      sed -n '/EXERCISE 1.1/,/^}/p' exercises/01-sums/Sums.swift | tail -n 2 | head -n 1
      ls class 2>/dev/null
      touch .course-was-here
      exit 1
      """
    try sample.folder.write(script ?? text, to: "program.sh")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
    try sample.folder.write("ada: 1.1\n# Nobody.\nboole: 1.1-m8 1.2\n", to: "people.txt")
    let course = try Course(sample.folder)
    let weaver = Weaver(
      course: course, runner: TranscriptRunner(course, program: program, Capture().terminal()),
      commands: everyCommand, runsSlow: slow)
    let page = "```\(fence)\n\(body)```\n"
    let result = try weaver.weave(ChapterText(path: chapter, text: page))
    XCTAssertFalse(sample.folder.exists(".course-was-here"), "it runs in a copy")
    return (
      result.lines, result.problems.map { "\($0.problem)" },
      result.problems.allSatisfy(\.isMended), result.waiting
    )
  }

  private let fence = "console command=\"swift run course check 1.1\""

  func testATranscriptIsFilledAndThenFits() throws {
    let first = try woven(fence, "")
    let body = [
      "$ swift run course check 1.1", "ran check 1.1", "loss 0.50000001 after 3.7 s",
      "  notWritten(\"1.1\")",
    ]
    XCTAssertEqual(first.lines, ["```\(fence)"] + body.map { $0 } + ["```"])
    XCTAssertEqual(
      first.problems,
      [
        "\(chapter):2: leaves out a line; swift run course check 1.1 says "
          + "\"$ swift run course check 1.1\"; mend it: swift run course dev weave"
      ])
    let again = try woven(fence, body.joined(separator: "\n") + "\n")
    XCTAssertEqual(again.problems, [])
  }

  func testANumberThatIsChangedByHandIsFoundAndMended() throws {
    let body = "$ swift run course check 1.1\nran check 1.1\nloss 0.6 after … s\n…\n"
    let result = try woven(fence, body)
    XCTAssertEqual(
      result.problems,
      [
        "\(chapter):4: says \"loss 0.6 after … s\"; swift run course check 1.1 says "
          + "\"loss 0.50000001 after 3.7 s\"; mend it: swift run course dev weave"
      ])
    XCTAssertEqual(result.lines[3], "loss 0.50000001 after 3.7 s")
    XCTAssertEqual(result.lines[4], "…")
  }

  func testTheCommandIsAlwaysShown() throws {
    let result = try woven(fence, "…\n")
    XCTAssertEqual(
      result.problems,
      [
        "\(chapter):2: says \"…\"; swift run course check 1.1 says "
          + "\"$ swift run course check 1.1\"; mend it: swift run course dev weave"
      ])
    XCTAssertEqual(result.lines[1...2], ["$ swift run course check 1.1", "…"])
    let other = try woven(fence, "$ swift run course check 1.2\n…\n")
    XCTAssertEqual(other.lines[1...2], ["$ swift run course check 1.1", "…"])
  }

  func testAToleranceAndAGapLetItPass() throws {
    let body = "$ swift run course check 1.1\n…\nloss 0.5 after … s\n…\n"
    XCTAssertEqual(try woven("\(fence) within=\"1e-6\"", body).problems, [])
    XCTAssertEqual(try woven("\(fence) within=\"1e-9\"", body).problems.count, 1)
  }

  func testExercisesAreWrittenAsTheFenceSays() throws {
    let start = "$ swift run course check 1.1\nran check 1.1\nloss … s\n"
    XCTAssertEqual(
      try woven("\(fence) exercises=\"1.1\"", "\(start)  a + b\n").problems, [])
    XCTAssertEqual(try woven("\(fence) exercises=\"1\"", "\(start)  a + b\n").problems, [])
    XCTAssertEqual(try woven("\(fence) exercises=\"1.1-m8\"", "\(start)  8\n").problems, [])
    XCTAssertEqual(
      try woven("\(fence) exercises=\"1.1-m6\"", start).problems,
      ["\(chapter):1: no mutant is chosen by \"1.1-m6\"; did you mean 1.1-m7?"])
  }

  func testAClassIsMadeOfWhatEachHasWritten() throws {
    let body = "$ swift run course check 1.1\n…\nada\nboole\n"
    XCTAssertEqual(try woven("\(fence) class=people.txt", body).problems, [])
  }

  func testASlowTranscriptWaitsUntilItIsAskedFor() throws {
    let result = try woven("\(fence) slow", "old\n")
    XCTAssertEqual(result.problems, [])
    XCTAssertEqual(result.waiting, 1)
    XCTAssertEqual(try woven("\(fence) slow", "old\n", slow: true).problems.count, 1)
  }

  func testWhatCannotBeRunIsRefused() throws {
    for (fence, problem) in [
      (
        "console command=\"swift run course chek 1.1\"",
        "there is no command \"chek\"; did you mean"
      ),
      ("console command=\"swift run course check 1.9\"", "there is no exercise 1.9"),
      ("console command=\"ls\"", "only `swift run course …` can be run for a page"),
      ("\(self.fence) within=2", "within is \"2\"; it must be a number between 0 and 1"),
      ("\(self.fence) withn=1e-9", "a console block has no withn; did you mean within?"),
      ("\(self.fence) class=nobody.txt", "there is no nobody.txt"),
    ] {
      let result = try woven(fence, "")
      XCTAssertTrue(result.problems.joined().hasPrefix("\(chapter):1: \(problem)"), "\(result)")
      XCTAssertFalse(result.mends)
    }
    let refused = try woven(fence, "", script: "#!/bin/sh\necho 'course: no'\nexit 2\n")
    XCTAssertEqual(refused.problems, ["\(chapter):1: the command fails: course: no"])
  }

  func testACommandMayGoOnInTheNextLine() {
    let joined = TypedCommand.joined(["swift run \\", "  course \\", "  check", "swift test"])
    XCTAssertEqual(joined.map(\.command), ["swift run course check", "swift test"])
    XCTAssertEqual(joined.map(\.place), [0, 3])
  }

  func testTypedCommandsAreCheckedWithoutBeingRun() throws {
    let sample = try SampleCourse()
    let typed = TypedCommand(course: try Course(sample.folder), commands: everyCommand)
    for right in [
      "swift run course", "swift run course check 1.1 --tests   # all of them", "swift test",
      "swift run -c release course demo parity 10110", "COURSE_YOURS=1 swift test --filter a", "",
      "git archive -o LearnLSTM.zip HEAD", "swift run course dev", "swift run course --help",
      "swift run course generate --prompt \"a b\"", "python chapters/01-sums.md --only 04",
      "swift run course generate --temperature 0.8",
    ] {
      XCTAssertNil(typed.problem(with: right), right)
    }
    for (wrong, problem) in [
      (
        "swift run course chekc",
        "there is no command \"chekc\"; did you mean: swift run course check"
      ),
      ("swift run course check --test", "course check has no flag --test; did you mean --tests?"),
      ("swift run course check 1.1 2.1", "\"2.1\" is one word too many; usage: "),
      ("swift run course hint 1.7", "there is no exercise 1.7"),
      ("swift run course demo parrity", "there is no command \"demo parrity\""),
      ("swift tset", "swift has no command tset"), (".ci/rnu", "there is no .ci/rnu"),
      ("python Tests/a.py", "there is no Tests/a.py"), ("pip install x", "pip is no command that"),
      ("swift run other", "this runs another program"),
    ] {
      let said = typed.problem(with: wrong) ?? "nothing"
      XCTAssertTrue(said.hasPrefix(problem), "\(wrong): \(said)")
    }
  }
}
