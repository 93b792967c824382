import XCTest

@testable import Authoring
@testable import Course

final class MutantTests: XCTestCase {
  private let path = "Tests/Mutants/01-sums/1.1.mutants"

  private let text = """
    difference: This is a difference.
    -  a + b
    +  let c = -b
    +
    +  return a + c
    or
    +  a - b

    first: … the first …
    - // comes
     a + b
    """

  private func mistakes(_ text: String? = nil) throws -> [KnownMistake] {
    try KnownMistake.all(
      in: text ?? self.text, of: path, for: ExerciseNumber(chapter: 1, index: 1))
  }

  private func mutant(message: String? = "a difference") throws -> Mutant {
    let mistake = try mistakes()[0]
    return Mutant(
      mistake: mistake, patch: mistake.patches[0], name: "1.1-difference", message: message)
  }

  // MARK: Reading

  func testEveryMistakeIsReadWithItsWrongVersions() throws {
    let mistakes = try mistakes()
    XCTAssertEqual(mistakes.map(\.name), ["difference", "first"])
    XCTAssertEqual(mistakes.map(\.line), [1, 9])
    XCTAssertEqual(mistakes.map(\.sentence), ["This is a difference.", nil])
    XCTAssertEqual(mistakes[0].exercise, ExerciseNumber(chapter: 1, index: 1))
    XCTAssertEqual(
      mistakes[0].patches.map(\.original), [["  a + b"], []])
    XCTAssertEqual(
      mistakes[0].patches.map(\.replacement),
      [["  let c = -b", "", "  return a + c"], ["  a - b"]])
    XCTAssertEqual(mistakes[0].patches.map(\.line), [2, 7])
    XCTAssertEqual(mistakes[1].patches.map(\.original), [[" // comes", "a + b"]])
  }

  func testAMistakeNeedsNoWrongVersion() throws {
    XCTAssertEqual(try mistakes("a: One.\n\nb: Two.\n").map(\.patches.count), [0, 0])
  }

  func testAMistakeInAFileIsNamedWithItsLine() {
    func problem(_ text: String) -> String? {
      do {
        _ = try mistakes(text)
        return nil
      } catch {
        return "\(error)"
      }
    }
    let beginning = "a mistake begins with its name and its sentence, name: …"
    XCTAssertNil(problem("a: A.\n-b\n"))
    XCTAssertEqual(problem("-b\n"), "\(path):1: \(beginning)")
    XCTAssertEqual(problem("a: A.\nwith\n"), "\(path):2: \(beginning)")
    XCTAssertEqual(problem("no-name: A.\n"), "\(path):1: \(beginning)")
    XCTAssertEqual(problem("a: A.\n-b\n+b\n"), "\(path):2: this changes nothing")
  }

  func testAMessageIsASentenceAPartOrNone() throws {
    let sample = try SampleCourse()
    try sample.folder.write(
      "a: This is a.\n+1\nor\n+2\n\nb: … a part …\n+1\n\nc: -\n+1\n", to: path)
    try sample.folder.write("a:\n+1\n", to: "Tests/Mutants/01-sums/1.2.mutants")
    let mutants = try Course(sample.folder).mutants(selectedBy: "1")
    XCTAssertEqual(mutants.map(\.name), ["1.1-a", "1.1-a-2", "1.1-b", "1.1-c", "1.2-a"])
    XCTAssertEqual(
      mutants.map(\.message), ["This is a.", "This is a.", "a part", nil, "This is a."])
  }

  func testDotsWithinASentenceBelongToIt() throws {
    let sample = try SampleCourse()
    try sample.folder.write("a: It is 1 + … + n.\n+1\n", to: path)
    XCTAssertEqual(
      try Course(sample.folder).mutants(selectedBy: "1.1").map(\.message), ["It is 1 + … + n."])
  }

  func testAMistakeWithoutAWrongVersionAccusesNobody() throws {
    let sample = try SampleCourse()
    try sample.folder.write("a: This is a.\n+1\n\nb: This is b.\n+2\n\nc: One off.\n", to: path)
    let mutants = try Course(sample.folder).mutants(selectedBy: "1.1")
    XCTAssertEqual(mutants.map(\.otherSentences), [["This is b."], ["This is a."]])
  }

  // MARK: Applying

  /// What an exercise 1.1 of these lines becomes, between a line before it and one behind.
  private func applied(_ patch: String, to solution: String) throws -> [String] {
    let sample = try SampleCourse()
    try sample.edit("solutions/01-sums/Sums.swift", "  a + b\n", solution)
    let mistake = try mistakes("a: A.\n" + patch)[0]
    let mutant = Mutant(mistake: mistake, patch: mistake.patches[0], name: "1.1-a", message: nil)
    let chapter = try Course(sample.folder).chapters[0]
    return try mutant.applied(in: chapter).lines.map { $0.trimmingCharacters(in: .whitespaces) }
  }

  func testLinesAreReplacedWhereTheyStandOnceInTheExercise() throws {
    let lines = try applied("-  let result = sum(a, a)\n+  4\n", to: "  let result = sum(a, a)\n")
    XCTAssertEqual(
      lines.filter { $0 == "4" || $0.hasPrefix("let result") }, ["4", "let result = sum(a, a)"])
  }

  func testLinesThatStandOnceInTheChapterAreReplacedThere() throws {
    XCTAssertTrue(
      try applied("-  return result\n+  return 0\n", to: "  a + b\n").contains("return 0"))
  }

  func testAVersionOfNothingButNewLinesIsTheWholeExercise() throws {
    let lines = try applied("+  1\n+  2\n", to: "  a\n  b\n")
    XCTAssertEqual(Array(lines[8...10]), ["// EXERCISE 1.1 (2 points): add", "1", "2"])
    XCTAssertFalse(lines.contains("a"))
  }

  func testLinesThatStandTwiceOrNotAtAllAreRefused() throws {
    for (solution, count) in [("  c\n  c\n", "stand 2 times"), ("  d\n", "do not stand")] {
      XCTAssertThrowsError(try applied("-  c\n+  4\n", to: solution)) {
        XCTAssertEqual(
          "\($0)",
          "\(path):2: does not apply: the lines to replace \(count) in solutions/01-sums")
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
      "\(path):1: is killed, but nothing says \"a difference\"; the first failure: "
        + "1.1 · off. by 2")
  }

  func testAMutantThatATestAccusesOfAnotherMistakeIsTold() throws {
    var mutant = try mutant()
    mutant.otherSentences = ["This is a sum."]
    let named = failed("1.1 · off.\n    This is a difference.")
    let accused = failed("1.1 · off by two.\n    This is a sum.")
    XCTAssertEqual(
      MutantVerdict(of: mutant, [named, accused]),
      .accused(said: "1.1 · off by two.\n    This is a sum."))
    XCTAssertEqual(
      MutantVerdict(of: mutant, [failed("1.1 · off."), accused]),
      .unnamed(said: "1.1 · off by two.\n    This is a sum."))
    XCTAssertEqual(
      MutantVerdict(of: mutant, [named, accused]).problem(with: mutant)?.description,
      "\(path):1: is named, but a test accuses it of another mistake: 1.1 · off by two. This is a "
        + "sum.")
    mutant.otherSentences = []
    XCTAssertEqual(MutantVerdict(of: mutant, [named, accused]), .named)
  }

  func testAMutantThatNoTestStopsSurvives() throws {
    let mutant = try mutant()
    XCTAssertEqual(MutantVerdict(of: mutant, [.passed, .passed]), .survived)
    XCTAssertEqual(MutantVerdict(of: mutant, []), .survived)
    XCTAssertEqual(
      MutantVerdict.survived.problem(with: mutant)?.description,
      "\(path):2: survives: every test of exercise 1.1 passes")
  }

  func testWhereNoMessageIsExpectedAFailureIsEnough() throws {
    let mutant = try mutant(message: nil)
    XCTAssertEqual(MutantVerdict(of: mutant, [.passed, failed("1.1 · off.")]), .named)
    XCTAssertEqual(MutantVerdict(of: mutant, [.passed]), .survived)
  }

  func testNineOfTenMustBeNamedAndNoneSurvive() {
    func tally(_ named: Int, _ others: MutantVerdict...) -> MutantTally {
      MutantTally(verdicts: Array(repeating: .named, count: named) + others)
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
    try FileManager.default.removeItem(at: sample.folder.url(KnownMistake.folder))
    for (place, name) in [("02-last/2.1", "far"), ("01-sums/1.2", "b"), ("01-sums/1.1", "a")] {
      try sample.folder.write("\(name): -\n+1\n", to: "Tests/Mutants/\(place).mutants")
    }
    let sums = try Course(sample.folder)
    XCTAssertEqual(try sums.mutants(selectedBy: nil).map(\.name), ["1.1-a", "1.2-b", "2.1-far"])
    XCTAssertEqual(try sums.mutants(selectedBy: "1").map(\.name), ["1.1-a", "1.2-b"])
    XCTAssertEqual(try sums.mutants(selectedBy: "1.2").map(\.name), ["1.2-b"])
    XCTAssertEqual(try sums.mutants(selectedBy: "2.1-far").map(\.name), ["2.1-far"])
    let result = course("dev", "mutants", "2.1-fra")
    XCTAssertEqual(result.status, 2)
    XCTAssertEqual(
      result.errors,
      "course: no mutant is chosen by \"2.1-fra\"; did you mean 2.1-far?\n")
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

  func testTestsThatRunTogetherAreCompared() {
    let failure = ReportEvent.failure(
      message: "1.1 · off.\n    A.", unwritten: nil, file: "f", line: 3)
    func both(_ standing: MistakeStanding) -> TestsTogether {
      together(
        2, .exited(1), .started, .mistake(sentence: "A.", standing: standing),
        .finished(failures: 0), .started, failure, .mistake(sentence: "A.", standing: .explains),
        .finished(failures: 1))
    }
    XCTAssertEqual(both(.silent).settledFailures, both(.silent).failures)
    XCTAssertEqual(
      both(.ruledOut).settledFailures,
      [.failed(TestFailure(message: "1.1 · off.", file: "f", line: 3))])
    XCTAssertTrue(both(.ruledOut).isWhole)
  }

  // MARK: Lint

  /// What lint says of a course whose suite names `difference` and says one other thing.
  private func problems(
    _ text: String, at path: String? = nil, suite: String = ".difference"
  ) throws -> [String] {
    let sample = try SampleCourse()
    try sample.folder.write(text + "\n\n" + SampleCourse.mutants, to: path ?? self.path)
    try sample.folder.write("// \(suite)\n", to: "Tests/Chapter01Tests/Names.swift")
    return try Lint(Course(sample.folder)).problems().map(\.description)
  }

  func testLintSeesMutantsThatCannotBeTried() throws {
    let right = "difference: This is a difference.\n-  a + b\n+  a - b"
    XCTAssertEqual(try problems(right), [])
    XCTAssertEqual(
      try problems("-  a + b"),
      ["\(path):1: a mistake begins with its name and its sentence, name: …"])
    XCTAssertEqual(
      try problems("difference: This is a difference.\n-  a * b"),
      ["\(path):2: does not apply: the lines to replace do not stand in solutions/01-sums"])
    for elsewhere in ["Tests/Mutants/01-sums/1.9.mutants", "Tests/Mutants/02-last/1.1.mutants"] {
      XCTAssertEqual(try problems("", at: elsewhere), ["\(elsewhere): belongs to no exercise"])
    }
  }

  func testLintSeesNamesThatNoSuiteOrTwoMistakesHave() throws {
    let right = "difference: This is a difference."
    XCTAssertEqual(
      try problems(right, suite: ".differences"),
      ["\(path):1: no test in Tests/Chapter01Tests says .difference"])
    XCTAssertEqual(try problems("difference:"), ["\(path):1: difference needs a sentence"])
    XCTAssertEqual(
      try problems(right + "\n\ndifference: -"),
      [
        "\(path):1: difference is a name in \(path), too: choose another",
        "\(path):3: difference is a name in \(path), too: choose another",
      ])
  }

  func testLintSeesASentenceThatASuiteSaysAgain() throws {
    let right = "difference: This is a difference."
    let suite = "Tests/Chapter01Tests/Names.swift"
    for said in ["\"This is a difference.\"", "\"This is\"\n  + \" a difference.\""] {
      XCTAssertEqual(
        try problems(right, suite: ".difference\nlet a = " + said),
        ["\(suite): has the sentence of a mistake; write .difference"])
    }
    XCTAssertEqual(
      try problems(right, suite: ".difference\nlet a = Mistake(b)"),
      ["\(suite): write mistakes into Tests/Mutants"])
  }
}
