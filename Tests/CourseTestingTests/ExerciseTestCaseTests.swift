import ExerciseSupport
import HeatStrips
import LinearAlgebra
import XCTest

@testable import CourseTesting

class ReportedTestCase: XCTestCase {
  /// Takes a sample suite's test through its life in this process and reads what it reports: what
  /// the command line would be told.
  func events(_ test: @escaping (SampleSuite) -> Void) throws -> [TestReport.Event] {
    let report = FileManager.default.temporaryDirectory
      .appendingPathComponent("report-\(UUID().uuidString)")
    setenv("COURSE_REPORT", report.path, 1)
    defer {
      unsetenv("COURSE_REPORT")
      try? FileManager.default.removeItem(at: report)
    }
    let suite = SampleSuite.make()
    suite.setUp()
    test(suite)
    suite.tearDown()
    forgetUnwritten()
    return try Data(contentsOf: report).split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(TestReport.Event.self, from: Data($0))
    }
  }

}

final class ExerciseTestCaseTests: ReportedTestCase {
  /// The one message of a test that must fail once.
  private func message(_ test: @escaping (SampleSuite) -> Void, line: UInt = #line) throws -> String
  {
    let events = try events(test)
    guard events.count == 3, events.first == .started, events.last == .finished(failures: 1),
      case .failure(let message, nil, let file, _) = events[1]
    else {
      XCTFail("\(events)", line: line)
      return ""
    }
    XCTAssertEqual(file, "Tests/CourseTestingTests/ExerciseTestCaseTests.swift", line: line)
    return message
  }

  // MARK: Passing

  func testAPathBeginsAtThePackageWhateverFolderItLiesIn() {
    for (path, expected) in [
      ("/home/me/LearnLSTM/exercises/x/A.swift", "exercises/x/A.swift"),
      ("/solutions/LearnLSTM/Tests/x/A.swift", "Tests/x/A.swift"),
      ("/Tests/exercises/solutions/x/A.swift", "solutions/x/A.swift"),
      ("/elsewhere/A.swift", "/elsewhere/A.swift"),
    ] {
      XCTAssertEqual(TestReport.packagePath(path), expected)
    }
  }

  func testATestThatHoldsReportsItsStartAndItsEnd() throws {
    let passing = try events {
      $0.expect(1.0, "sum", equals: 1)
      $0.expect("a", "name", is: "a")
      $0.expect(true, orSay: "no")
    }
    XCTAssertEqual(passing, [.started, .finished(failures: 0)])
  }

  // MARK: Failing

  func testAFailureNamesExerciseSubjectAndBothNumbers() throws {
    XCTAssertEqual(
      try message { $0.expect(2.0, "sum", equals: 1) }, "2.1 · sum: is 2, should be 1.")
    XCTAssertEqual(
      try message { $0.expect("b", "name", is: "a") }, "2.1 · name: is b, should be a.")
    XCTAssertEqual(try message { $0.expect(false, orSay: "a rule") }, "2.1 · a rule.")
    XCTAssertEqual(try message { $0.expect(false, orSay: "a question?") }, "2.1 · a question?")
    XCTAssertEqual(try message { $0.expect(false, orSay: "a sentence.") }, "2.1 · a sentence.")
  }

  func testAKnownMistakeIsNamed() throws {
    let sum = try message {
      $0.expect(
        2.0, "sum", equals: 1, mistakes: [.three: 3, .two: 2, .also: 2])
    }
    XCTAssertEqual(sum, "2.1 · sum: is 2, should be 1.\n    This is two.")
    let name = try message {
      $0.expect("b", "name", is: "a", mistakes: [.b: "b"])
    }
    XCTAssertEqual(name, "2.1 · name: is b, should be a.\n    This is b.")
  }

  func testMistakesAreComputedOnlyWhereAResultIsWrong() throws {
    var computed = 0
    func mistake() -> Double {
      computed += 1
      return 2
    }
    _ = try events { $0.expect(1.0, "sum", equals: 1, mistakes: [.two: mistake()]) }
    XCTAssertEqual(computed, 0)
    _ = try events { $0.expect(2.0, "sum", equals: 1, mistakes: [.two: mistake()]) }
    XCTAssertEqual(computed, 1)
  }

  func testAProbeTellsWhereNoMistakeIsKnown() throws {
    let probed = try message {
      $0.expect(3.0, "sum", equals: 1, mistakes: [.two: 2], probe: "It is odd.")
    }
    XCTAssertEqual(probed, "2.1 · sum: is 3, should be 1.\n    It is odd.")
    let named = try message {
      $0.expect(2.0, "sum", equals: 1, mistakes: [.two: 2], probe: "It is even.")
    }
    XCTAssertEqual(named, "2.1 · sum: is 2, should be 1.\n    This is two.")
  }

  func testAMistakeOfAnotherShapeIsNamedToo() throws {
    let shape = try message {
      $0.expect(
        Matrix(rows: 1, columns: 2, repeating: 0), "sum",
        equals: Matrix(rows: 2, columns: 1, repeating: 0),
        mistakes: [.transpose: Matrix(rows: 1, columns: 2, repeating: 0)])
    }
    XCTAssertEqual(
      shape, "2.1 · sum: has shape 1×2, should have 2×1.\n    This is the transpose.")
  }

  func testAMistakeThatOverflowsIsNamedToo() throws {
    let overflow = try message {
      $0.expect([1, Double.nan], "p", equals: [1, 0], mistakes: [.overflows: [1, .nan]])
    }
    XCTAssertEqual(
      overflow, "2.1 · p: entry 1 is not a number (NaN), should be 0.\n    This overflows.")
  }

  func testOnlyTheFirstFailureIsTold() throws {
    let first = try message {
      $0.expect(2.0, "first", equals: 1)
      $0.expect(3.0, "second", equals: 1)
      $0.expect(false, orSay: "third")
    }
    XCTAssertEqual(first, "2.1 · first: is 2, should be 1.")
  }

  func testAFailureInATrialNamesItsSeedAndIsFollowedByALookAtAllTrials() throws {
    var count = 0
    let failed = try message { suite in
      suite.trials(20) { generator in
        count += 1
        _ = generator.uniform()
        suite.expect(count == 3 ? 2.0 : 1, "sum", equals: 1)
      }
    }
    XCTAssertEqual(failed, "2.1 · sum: is 2, should be 1 (seed 3).")
    XCTAssertEqual(count, 3 + 20)
  }

  func testAFailureInATrialThatIsNamedEndsTheTrials() throws {
    var count = 0
    _ = try message { suite in
      suite.trials(20) { generator in
        count += 1
        suite.expect(count == 3 ? 2.0 : 1, "sum", equals: 1, mistakes: [.two: 2])
      }
    }
    XCTAssertEqual(count, 3)
  }

  func testTheFirstSeedCanBeChosenAndRepeatsTheTrial() throws {
    setenv("COURSE_SEED", "41", 1)
    defer { unsetenv("COURSE_SEED") }
    var drawn: [Double] = []
    _ = try events { suite in
      suite.trials(1) { drawn.append($0.uniform()) }
    }
    var generator = SeededGenerator(seed: 41)
    XCTAssertEqual(drawn, [generator.uniform()])
  }

  // MARK: What is true of an unknown mistake

  /// What is said below the first line.
  private func observation(_ test: @escaping (SampleSuite) -> Void) throws -> String? {
    let suite = SampleSuite.make()
    suite.setUp()
    test(suite)
    suite.tearDown()
    XCTAssertEqual(suite.said.count, 1)
    let reported = try events(test).compactMap { event -> String? in
      if case .observation(let sentence) = event { sentence } else { nil }
    }
    let said = suite.said[0].split(separator: "\n").dropFirst().first.map { $0.dropFirst(4) }
    XCTAssertTrue(reported.isEmpty || reported == [said.map(String.init)])
    return said.map(String.init)
  }

  func testWhatIsTrueOfAWrongResultIsSaidWhereNoMistakeIsKnown() throws {
    let right: Matrix = [[0.31, -1.24], [1.43, 0.64]]
    XCTAssertEqual(
      try observation { $0.expect(right * 0.5, "sum", equals: right) },
      "Every value is half the right one.")
    XCTAssertEqual(
      try observation {
        $0.expect(right * 0.5, "sum", equals: right, mistakes: [.transpose: right * 0.5])
      }, "This is the transpose.")
    XCTAssertEqual(
      try observation {
        $0.expect([[0.31, -1.24], [7.43, -1.64]] as Matrix, "sum", equals: right)
      }, "Wrong only in row 1.")
  }

  func testWhatOtherArgumentsWouldGiveIsSaid() throws {
    let (x, w): (Matrix, Matrix) = ([[0.31, -1.24], [1.43, 0.64]], [[0.5, 2], [-0.7, 0.1]])
    func said(_ yours: Matrix) throws -> String? {
      try observation {
        $0.expect(
          yours, "product", equals: x * w,
          suppositions: suppose("x", x) { $0 * w } + suppose("W", w) { x * $0 })
      }
    }
    XCTAssertEqual(
      try said(x * w.transposed), "This is what comes out if W is transposed.")
    let first = x.row(0) * w
    XCTAssertEqual(
      try said([[first[0, 0], first[0, 1]], [first[0, 0], first[0, 1]]]),
      "This is what comes out if every row of x is its first.")
    XCTAssertNotEqual(
      try said(x * w.transposed + 1e-6)?.hasPrefix("This is what comes out"), true)
  }

  func testWhatACallWithOtherArgumentsShowsIsSaid() throws {
    let x: Matrix = [[0.31, -1.24], [1.43, 0.64]]
    func said(_ function: (Matrix) -> Matrix) throws -> String? {
      try withoutActuallyEscaping(function) { function in
        try observation { suite in
          suite.expect(
            function(x), "step", equals: tanh(x),
            variations: vary("x(t)", x, hasSequences: true, yours: function) { tanh($0) })
        }
      }
    }
    XCTAssertEqual(
      try said { _ in [[0.2, -0.9], [0.4, 0.7]] }, "It does not change when x(t) does.")
    XCTAssertEqual(
      try said { [[$0[0, 0], 0.3 * $0[1, 1]], [$0[0, 1] - 0.2, $0[1, 0] * 0.7]] },
      "Row 1 changes when row 0 of x(t) does; each row is a sequence of its own.")
    var calls = 0.0
    XCTAssertEqual(
      try said {
        calls += 0.1
        return $0 .* $0 + calls
      }, "Two equal calls give different results.")
    XCTAssertNil(try said { $0.map { $0 * $0 * 0.7 - 0.3 * $0 } })
  }

  func testTheOtherTrialsTellWhatOneCannot() throws {
    XCTAssertEqual(
      try observation { suite in
        suite.trials(20) { generator in
          let right = generator.uniform()
          suite.expect(right * 0.7, "loss", equals: right)
        }
      }, "In 20 cases: every value is 0.7 times the right one.")
    XCTAssertEqual(
      try observation { suite in
        suite.trials(20) { generator in
          let right = Matrix.normal(
            rows: 1 + generator.integer(below: 3), columns: 3, using: &generator)
          let noise = Matrix.normal(rows: right.rows, columns: 3, using: &generator)
          suite.expect(right.rows > 1 ? noise : right, "step", equals: right)
        }
      }?.hasPrefix("Right in all "), true)
    XCTAssertEqual(
      try observation { suite in
        suite.trials(20) { generator in
          let (right, count) = (generator.uniform(), 1 + generator.integer(below: 3))
          suite.expect(
            count > 1 ? generator.uniform() : right, "loss", equals: right,
            given: ["row": Double(count)])
        }
      }?.hasPrefix("Right in all "), true)
    XCTAssertEqual(
      try observation { suite in
        suite.trials(20) { generator in
          let (right, keep) = (generator.uniform(), generator.uniform())
          suite.expect(
            keep < 0.5 ? generator.uniform() : right, "blend", equals: right,
            given: ["keep": keep])
        }
      }?.contains(" cases with keep below 0."), true)
    XCTAssertNil(
      try observation { suite in
        suite.trials(20) { generator in
          let (yours, right) = (generator.uniform(), generator.uniform())
          suite.expect(yours, "loss", equals: right)
        }
      })
  }

  // MARK: Where

  /// The strip of a test that must fail.
  private func strip(_ test: @escaping (SampleSuite) -> Void) throws -> HeatStrip? {
    let events = try events(test)
    guard case .failure = events.dropFirst().first else {
      XCTFail("\(events)")
      return nil
    }
    guard case .strip(let strip) = events[2] else { return nil }
    XCTAssertEqual(events.last, .finished(failures: 1))
    return strip
  }

  func testASequenceOfMatricesSaysAtWhichStepsAndUnitsItIsWrong() throws {
    let right: [Matrix] = [[[1, 2], [3, 4]], [[1, 2], [3, 4]], [[1, 2], [3, 4]]]
    let yours: [Matrix] = [[[1, 2], [3, 4]], [[1, 2], [3, 6]], [[1, 9], [3, .nan]]]
    let strip = try strip { $0.expect(yours, "states", equals: right) }
    XCTAssertEqual(
      strip,
      HeatStrip(
        rows: [
          .init(part: "column 0", errors: [0, 0, 0]),
          .init(part: "column 1", errors: [0, 2, .infinity]),
        ], steps: 3))
    XCTAssertEqual(strip?.pattern, "Wrong only in column 1, at every step but the first")
  }

  func testManyUnitsAreOneRow() throws {
    let right = [Matrix](repeating: Matrix(rows: 1, columns: 20), count: 2)
    let yours = [right[0], right[1] + 1]
    XCTAssertEqual(
      try strip { $0.expect(yours, "states", equals: right) },
      HeatStrip(rows: [.init(part: "value", errors: [0, 1])], steps: 2))
  }

  func testASuiteCanSayWhere() throws {
    let own = HeatStrip.perStep("curve", [1.0, 2], [1.0, 3], firstStep: 0)
    XCTAssertEqual(
      try strip { $0.expect([1.0, 2], "curve", equals: [1, 3], strip: { own }) }, own)
    XCTAssertEqual(own?.pattern, "Wrong at step 1 alone")
  }

  func testWhereTheShapeIsWrongOrThereIsNoTimeThereIsNoStrip() throws {
    XCTAssertNil(try strip { $0.expect([1.0, 2], "curve", equals: [1, 3]) })
    XCTAssertNil(try strip { $0.expect([[[1]]] as [Matrix], "states", equals: [[[2]]]) })
    XCTAssertNil(
      try strip {
        $0.expect(
          [1.0], "curve", equals: [1, 3],
          strip: { HeatStrip(rows: [.init(part: "x", errors: [1])], steps: 1) })
      })
  }

  func testSwiftTestAloneShowsPlainCharacters() throws {
    let suite = SampleSuite.make()
    suite.setUp()
    suite.expect([[[1]], [[2]]] as [Matrix], "states", equals: [[[1]], [[3]]])
    suite.tearDown()
    XCTAssertEqual(
      suite.said,
      [
        """
        2.1 · states: step 2, row 0, column 0 is 2, should be 3.
            step      1  2
            column 0  ·  █
            · right   █ wrong
            Wrong at step 2 alone.
        """
      ])
  }

  // MARK: Not written

  func testAnUnwrittenExerciseIsSaidOnceWhateverIsChecked() throws {
    let found = try events {
      let value: Double = notWritten("2.1")
      $0.expect(value, "sum", equals: 1)
      $0.expect(value.isNaN, orSay: "never said")
      $0.expect(1, "count", is: 2)
    }
    XCTAssertEqual(found.count, 3)
    guard case .failure(let message, "2.1", _, _) = found[1] else { return XCTFail("\(found)") }
    XCTAssertTrue(
      message.hasPrefix("Exercise 2.1 is not written yet — Tests/CourseTestingTests/"), message)
  }

  func testAPlaceholderThatWouldPassByLuckFails() throws {
    let found = try events {
      let anything: Bool = notWritten("2.1", true)
      $0.expect(anything, orSay: "never said")
    }
    XCTAssertEqual(found.count, 3)
    let unchecked = try events { _ in
      let _: Bool = notWritten("2.1", true)
    }
    XCTAssertEqual(unchecked.last, .finished(failures: 1))
    guard case .failure(_, "2.1", _, _) = unchecked[1] else { return XCTFail("\(unchecked)") }
  }

  func testTheTestsOwnExerciseIsNamedBeforeAnEarlierOne() throws {
    let found = try events {
      let _: Double = notWritten("1.4")
      let value: Double = notWritten("2.1")
      $0.expect(value, "sum", equals: 1)
    }
    guard case .failure(_, "2.1", _, _) = found[1] else { return XCTFail("\(found)") }
    let other = try events {
      let value: Double = notWritten("1.4")
      $0.expect(value, "sum", equals: 1)
    }
    guard case .failure(_, "1.4", _, _) = other[1] else { return XCTFail("\(other)") }
  }

  func testOneTestsUnwrittenExerciseIsNotTheNextOnes() throws {
    _ = try events { _ in
      let _: Double = notWritten("2.1")
    }
    XCTAssertEqual(try events { $0.expect(1.0, "sum", equals: 1) }.count, 2)
  }

  func testPlaceholdersHaveTheirShapeAndAreNotNumbers() {
    defer { forgetUnwritten() }
    let matrix = notWritten("9.9", rows: 2, columns: 3)
    XCTAssertEqual(matrix.shape, "2×3")
    XCTAssertTrue(matrix.checkedEntries.allSatisfy(\.value.isNaN))
    XCTAssertEqual(unwrittenExercises.map(\.number), ["9.9"])
    let _: Double = notWritten("9.9")
    XCTAssertEqual(unwrittenExercises.count, 1)
  }
}

extension Mistake {
  static let three = Mistake("This is three.")
  static let two = Mistake("This is two.")
  static let also = Mistake("Also.")
  static let b = Mistake("This is b.")
  static let transpose = Mistake("This is the transpose.")
  static let overflows = Mistake("This overflows.")
}

/// A suite whose failures are not this package's: they are what is tested.
final class SampleSuite: ExerciseTestCase {
  static func make() -> SampleSuite {
    #if canImport(ObjectiveC)
      return SampleSuite()
    #else
      return SampleSuite(name: "SampleSuite.test_2_1_sample") { _ in }
    #endif
  }

  override var name: String { "SampleSuite.test_2_1_sample" }

  private(set) var said: [String] = []

  override func fail(_ message: String, file: StaticString, line: UInt) { said.append(message) }
}
