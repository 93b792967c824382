import XCTest

@testable import Authoring
@testable import Course

final class MutantTests: XCTestCase {
  private let path = "Tests/Mutants/01-sums/1.1-difference.mutant"

  private let text = """
    exercise: 1.1
    file: solutions/01-sums/Sums.swift
    replace:
      a + b
    with:
      let c = -b

      return a + c
    names:
    a difference

    """

  private func mutant(message: String = "a difference") throws -> Mutant {
    try Mutant(path: path, text: text.replacingOccurrences(of: "a difference", with: message))
  }

  // MARK: Reading

  func testEveryFieldIsRead() throws {
    let mutant = try mutant()
    XCTAssertEqual(mutant.name, "1.1-difference")
    XCTAssertEqual(mutant.exercise, ExerciseNumber(chapter: 1, index: 1))
    XCTAssertEqual(mutant.file, "solutions/01-sums/Sums.swift")
    XCTAssertEqual(mutant.original, "  a + b")
    XCTAssertEqual(mutant.replacement, "  let c = -b\n\n  return a + c")
    XCTAssertEqual(mutant.message, "a difference")
    XCTAssertEqual(mutant.messageLine, 10)
    XCTAssertEqual(mutant.replaceLine, 3)
  }

  func testADashExpectsNoMessage() throws {
    XCTAssertNil(try mutant(message: "-").message)
  }

  func testAMistakeInAFileIsNamedWithItsLine() {
    func problem(_ old: String, _ new: String) -> String? {
      do {
        _ = try Mutant(path: "m", text: text.replacingOccurrences(of: old, with: new))
        return nil
      } catch {
        return "\(error)"
      }
    }
    XCTAssertNil(problem("  a + b", "  a + b\n  + 0"))
    XCTAssertEqual(problem("exercise: ", "exercise "), "m:1: write here: exercise: …")
    XCTAssertEqual(problem("1.1", "one"), "m:1: \"one\" is no exercise's number, such as 2.1")
    XCTAssertEqual(problem("file: ", ""), "m:2: write here: file: …")
    XCTAssertEqual(problem("replace:\n", ""), "m:3: write here: replace:")
    XCTAssertEqual(problem("  a + b\n", ""), "m:3: say what to replace")
    XCTAssertEqual(problem("with:\n", ""), "m:4: a line with: must follow")
    XCTAssertEqual(problem("names:\n", ""), "m:6: a line names: must follow")
    let oneLine = "after names: stands one line, a part of the message, or -"
    XCTAssertEqual(problem("a difference\n", ""), "m:9: \(oneLine)")
    XCTAssertEqual(problem("a difference\n", "a\nb\n"), "m:9: \(oneLine)")
    XCTAssertEqual(
      problem("  let c = -b\n\n  return a + c", "  a + b"), "m:5: this changes nothing")
    XCTAssertEqual(problem(text, ""), "m:1: write here: exercise: …")
    XCTAssertEqual(
      problem(text, "exercise: 1.1\nfile: f\nreplace:"), "m:4: a line with: must follow")
  }

  // MARK: Applying

  func testTheTextIsReplacedWhereItStandsOnce() throws {
    XCTAssertEqual(
      try mutant().applied(to: "{\n  a + b\n}\n"), "{\n  let c = -b\n\n  return a + c\n}\n")
  }

  func testATextThatStandsTwiceOrNotAtAllIsRefused() throws {
    let mutant = try mutant()
    let problem = "\(path):3: does not apply: the text to replace"
    let file = "in solutions/01-sums/Sums.swift"
    for (text, count) in [
      ("  a + b\n  a + b\n", "stands 2 times"), ("  a - b\n", "does not stand"),
    ] {
      XCTAssertThrowsError(try mutant.applied(to: text)) {
        XCTAssertEqual("\($0)", "\(problem) \(count) \(file)")
      }
    }
  }

  // MARK: Judging

  private func failed(_ message: String) -> TestVerdict {
    .failed(TestFailure(message: message, file: "f", line: 1))
  }

  func testAMutantIsNamedWhereOneFailureSaysIt() throws {
    let mutant = try mutant()
    let off = failed("1.1 · off.\n    by 2")
    XCTAssertEqual(
      MutantVerdict(of: mutant, [.passed, off, failed("1.1 · This is a difference.")]), .named)
    let verdict = MutantVerdict(of: mutant, [.passed, off])
    XCTAssertEqual(verdict, .unnamed(said: "1.1 · off.\n    by 2"))
    XCTAssertEqual(
      verdict.problem(with: mutant)?.description,
      "\(path):10: is killed, but nothing says \"a difference\"; the first failure: "
        + "1.1 · off. by 2")
  }

  func testAMutantThatNoTestStopsSurvives() throws {
    let mutant = try mutant()
    XCTAssertEqual(MutantVerdict(of: mutant, [.passed, .passed]), .survived)
    XCTAssertEqual(MutantVerdict(of: mutant, []), .survived)
    XCTAssertEqual(
      MutantVerdict.survived.problem(with: mutant)?.description,
      "\(path): survives: every test of exercise 1.1 passes")
  }

  func testWhereNoMessageIsExpectedAFailureIsEnough() throws {
    let mutant = try mutant(message: "-")
    XCTAssertEqual(MutantVerdict(of: mutant, [.passed, failed("1.1 · off.")]), .named)
    XCTAssertEqual(MutantVerdict(of: mutant, [.passed]), .survived)
  }

  func testNineOfTenMustBeNamedAndNoneSurvive() {
    func tally(_ named: Int, _ others: MutantVerdict...) -> MutantTally {
      var tally = MutantTally()
      for verdict in Array(repeating: .named, count: named) + others { tally.add(verdict) }
      return tally
    }
    let unnamed = MutantVerdict.unnamed(said: "off")
    XCTAssertTrue(tally(9, unnamed).isGood)
    XCTAssertFalse(tally(8, unnamed).isGood)
    XCTAssertFalse(tally(99, .survived).isGood)
    XCTAssertFalse(tally(99, .doesNotCompile("e")).isGood)
    XCTAssertFalse(tally(99, .doesNotApply(SourceProblem("m", 3, "e"))).isGood)
    XCTAssertEqual(
      tally(199, unnamed).sentence,
      "200 mutants: 199 killed and named, 1 killed, not named, 0 survived, 0 not applied, "
        + "0 not compiled. 99 % named.")
  }

  // MARK: Choosing

  func testMutantsAreChosenByChapterExerciseOrName() throws {
    let sample = try SampleCourse()
    try FileManager.default.removeItem(at: sample.folder.url(Mutant.folder))
    for name in ["1.10-far", "1.2-other", "1.1-difference"] {
      let number = name.prefix { $0 != "-" }
      try sample.folder.write(
        text.replacingOccurrences(of: "1.1", with: number),
        to: "Tests/Mutants/01-sums/\(name).mutant")
    }
    let sums = try Course(sample.folder)
    let all = ["1.1-difference", "1.2-other", "1.10-far"]
    XCTAssertEqual(try sums.mutants(selectedBy: nil).map(\.name), all)
    XCTAssertEqual(try sums.mutants(selectedBy: "1").map(\.name), all)
    XCTAssertEqual(try sums.mutants(selectedBy: "1.2").map(\.name), ["1.2-other"])
    XCTAssertEqual(try sums.mutants(selectedBy: "1.10-far").map(\.name), ["1.10-far"])
    let result = course("dev", "mutants", "1.1-diference")
    XCTAssertEqual(result.status, 2)
    XCTAssertEqual(
      result.errors,
      "course: no mutant is chosen by \"1.1-diference\"; did you mean 1.1-difference?\n")
  }

  // MARK: Building

  private let description = """
    commands:
      "/b/Sums.build/sources":
        tool: write-auxiliary-file
        inputs: ["<sources-file-list>","/p/solutions/01-sums/Sums.swift"]
        outputs: ["/b/Sums.build/sources"]

      "C.Sums-x86_64-debug.module":
        tool: shell
        inputs: ["/p/solutions/01-sums/Sums.swift","/p/solutions/01-sums/Two.swift","/b/x.txt"]
        outputs: ["/b/Sums.build/Sums.swift.o","/b/Sums.build/Two.swift.o"]
        description: "Compiling Swift Module 'Sums'"
        args: ["/t/swiftc","-module-name","Sums","-emit-module","-parse-as-library","-incremental",\
    "-c","@/b/Sums.build/sources","-I","/b/Modules","-Onone","-j2","-DDEBUG","-parse-as-library",\
    "-swift-version","6","-g","-Xcc","-g"]

      "C.Package-x86_64-debug.test":
        tool: shell
        inputs: ["/b/Sums.build/Sums.swift.o"]
        outputs: ["/b/P.xctest"]
        args: ["/t/swiftc","-o","/b/P.xctest","@/b/P.product/Objects.LinkFileList"]
    """

  func testTheBuildsCommandsAreRead() {
    let commands = BuildCommand.all(in: description)
    XCTAssertEqual(commands.count, 2)
    XCTAssertTrue(commands[0].compiles("/p/solutions/01-sums/Two.swift"))
    XCTAssertFalse(commands[1].compiles("/b/Sums.build/Sums.swift.o"))
    XCTAssertEqual(commands[0].outputs.last, "/b/Sums.build/Two.swift.o")
    XCTAssertEqual(commands[1].option("-o"), "/b/P.xctest")
    XCTAssertNil(commands[1].option("-c"))
  }

  func testOneFileIsCompiledWithTheModulesOwnOptions() {
    let command = BuildCommand.all(in: description)[0]
    XCTAssertEqual(
      command.compiling("/m/Sums.swift", insteadOf: "/p/solutions/01-sums/Sums.swift"),
      [
        "/t/swiftc", "-frontend", "-c", "-primary-file", "/m/Sums.swift",
        "/p/solutions/01-sums/Two.swift", "-module-name", "Sums", "-parse-as-library",
        "-I", "/b/Modules", "-Onone", "-DDEBUG", "-swift-version", "6", "-o", "/m/Sums.swift.o",
      ])
  }

  // MARK: Running together

  private func together(
    _ count: Int, _ end: ChildOutcome.End, _ events: ReportEvent...
  ) -> TestsTogether {
    TestsTogether(count: count, events: events, end: end)
  }

  func testTestsThatRunTogetherMustEachComeToTheirEnd() {
    let failure = ReportEvent.failure(message: "1.1 · off.", unwritten: nil, file: "f", line: 3)
    let passed = ReportEvent.finished(failures: 0)
    let failed = ReportEvent.finished(failures: 2)
    let both = together(2, .exited(1), .started, passed, .started, failure, failed)
    XCTAssertTrue(both.isWhole)
    XCTAssertFalse(both.isPassed)
    XCTAssertEqual(
      both.failures, [.failed(TestFailure(message: "1.1 · off.", file: "f", line: 3))])
    XCTAssertTrue(together(2, .exited(0), .started, passed, .started, passed).isPassed)
    XCTAssertFalse(together(0, .exited(0)).isPassed)
    for broken in [
      together(2, .exited(0), .started, passed),
      together(2, .exited(0), .started, passed, .started),
      together(1, .exited(3), .started, passed),
      together(1, .signalled(SIGXCPU), .started, passed),
      together(1, .exited(1), .started, failed),
      together(1, .exited(0), .started, failure, failed),
    ] {
      XCTAssertFalse(broken.isWhole, "\(broken)")
      XCTAssertFalse(broken.isPassed, "\(broken)")
    }
  }

  // MARK: Lint

  func testLintSeesMutantsThatCannotBeTried() throws {
    func problems(
      _ old: String = "", _ new: String = "", at place: String? = nil
    ) throws -> [String] {
      let sample = try SampleCourse()
      try sample.folder.write(
        text.replacingOccurrences(of: old, with: new), to: place ?? path)
      return try Lint(Course(sample.folder)).problems().map(\.description)
    }
    XCTAssertEqual(try problems(), [])
    XCTAssertEqual(try problems("with:", "by:"), ["\(path):4: a line with: must follow"])
    XCTAssertEqual(try problems("e: 1.1", "e: 1.9"), ["\(path):1: there is no exercise 1.9"])
    XCTAssertEqual(
      try problems("Sums.swift", "None.swift"),
      ["\(path):2: solutions/01-sums has no solutions/01-sums/None.swift"])
    XCTAssertEqual(
      try problems("  a + b", "  a * b"),
      [
        "\(path):3: does not apply: the text to replace does not stand in "
          + "solutions/01-sums/Sums.swift"
      ])
    let elsewhere = "Tests/Mutants/01-sums/1.2-difference.mutant"
    XCTAssertEqual(
      try problems(at: elsewhere), ["\(elsewhere): should be Tests/Mutants/01-sums/1.1-….mutant"])
  }
}
