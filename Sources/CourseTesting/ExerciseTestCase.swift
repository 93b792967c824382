import ExerciseSupport
import HeatStrips
import LinearAlgebra
import XCTest

/// A mistake that people make. Its name and its sentence stand in a file of Tests/Mutants;
/// `course dev release` writes them as members of this type, which a suite is compiled with.
public struct Mistake: Sendable {
  /// What a reader who made it will see.
  public let sentence: String

  /// A mistake of this sentence.
  public init(_ sentence: String) { self.sentence = sentence }
}

/// The base of the suites that readers must make pass.
///
/// A test is named after its exercise and the one fact that it establishes,
/// `test_2_1_stepMatchesTheWorkedExample`. Its checks are the `expect` family below: where the
/// exercise is not written yet, they all say that one thing, once.
open class ExerciseTestCase: XCTestCase {
  /// The seed of the trial under way, which a failure names; nil outside `trials`.
  public private(set) var seed: UInt64?

  /// The names of the blocks that the columns of weights and biases fall into in this suite, such
  /// as the gates; none by itself.
  open var columnBlocks: [String] { [] }

  private var hasFailed = false
  /// The line of the check that failed in a trial without a known cause, while the other trials are
  /// looked at, and what they show.
  private var surveyedLine: UInt?
  private var survey = Survey()
  /// Fails the test, with what else has been found.
  private var failsLater: ((String?) -> Void)?
  private var evidence = MistakeEvidence()
  /// Whether right results tell of mistakes, too: where it is asked for, those of a few trials.
  private var countsRightResults = false
  /// Whether what follows the first failure tells of mistakes, too.
  private var weighsOn: Bool { TestReport.weighsMistakes && surveyedLine == nil }

  // MARK: Checks

  /// Expects a value to equal another, number by number.
  ///
  /// - Parameters:
  ///   - yours: what the reader's code computed.
  ///   - subject: what the value is, in a word or two: `step`, `probabilities`.
  ///   - expected: what it should be.
  ///   - tolerance: how far a number may be off, relative to it where it is larger than 1.
  ///   - mistakes: what well-known mistakes would have computed, each under its name; computed only
  ///     where the value is wrong.
  ///   - probe: what is true of a wrong value that no mistake explains; a sentence.
  ///   - suppositions: what the reference makes of altered arguments.
  ///   - given: numbers of the case that may tell right trials from wrong ones: how many of
  ///     something it has (`row`, `step`), or what goes in (`keep`).
  ///   - variations: what the reader's code makes of arguments that are changed one at a time.
  ///   - strip: where the numbers are wrong, for values that do not say so themselves. It is made
  ///     only of values with the right shape.
  ///   - file: the test's file; left to the compiler.
  ///   - line: the line of this call; left to the compiler.
  public func expect<Value: Checkable>(
    _ yours: Value, _ subject: String, equals expected: Value, within tolerance: Double = 1e-9,
    mistakes: @autoclosure () -> KeyValuePairs<Mistake, Value> = [:],
    probe: @autoclosure () -> String? = nil,
    suppositions: @autoclosure () -> [Supposition<Value>] = [],
    given: @autoclosure () -> KeyValuePairs<String, Double> = [:],
    variations: @autoclosure () -> [Variation<Value>] = [],
    strip: () -> HeatStrip? = { nil },
    file: StaticString = #filePath, line: UInt = #line
  ) {
    if failsAsUnwritten(file, line) { return }
    if surveyedLine == line {
      survey.add(
        yours, expected, within: tolerance, blocks: columnBlocks, given: given())
    }
    let problem = difference(yours, from: expected, within: tolerance)
    guard problem != nil || countsRightResults, !hasFailed || weighsOn else { return }
    let named = evidence.weigh(yours, against: expected, within: tolerance, mistakes())
    guard let problem, !hasFailed else { return }
    let isComparable = yours.checkedShape == expected.checkedShape
    let known =
      named
      ?? (probe() ?? supposed(yours, suppositions(), within: tolerance)).map(withShortNumbers)
    let seen =
      known == nil
      ? Observation(on: yours, beside: expected, within: tolerance, blocks: columnBlocks) : nil
    let isPlace = seen?.isOnlyPlace == true
    fail(
      "\(subject): \(problem)", hint: known ?? (isPlace ? nil : seen?.sentence), file, line,
      strip: { isComparable ? strip() ?? yours.strip(against: expected, within: tolerance) : nil },
      otherwise: isPlace ? seen?.sentence : nil,
      again: { varied(yours, expected, variations(), within: tolerance) })
  }

  /// Expects a value that is not made of numbers to be another.
  public func expect<Value: Equatable>(
    _ yours: Value, _ subject: String, is expected: Value,
    mistakes: @autoclosure () -> KeyValuePairs<Mistake, Value> = [:],
    file: StaticString = #filePath, line: UInt = #line
  ) {
    let isWrong = yours != expected
    if failsAsUnwritten(file, line) || !isWrong && !countsRightResults { return }
    let named = evidence.weigh(yours, against: expected, mistakes())
    if !isWrong { return }
    fail(
      "\(subject): is \(yours), should be \(expected)",
      hint: named ?? observation(onList: yours, beside: expected), file, line)
  }

  /// Expects a condition to hold; `problem` is the sentence for where it does not.
  public func expect(
    _ condition: Bool, orSay problem: @autoclosure () -> String,
    file: StaticString = #filePath, line: UInt = #line
  ) {
    if failsAsUnwritten(file, line) || condition { return }
    fail(problem(), hint: nil, file, line)
  }

  /// Repeats a check with generators of different seeds. A failure names its seed and ends the
  /// test; where nothing explains it, the other trials are then looked at for what they have in
  /// common. The first seed is `COURSE_SEED` from the environment, or 1.
  ///
  /// - Throws: what `body` throws.
  public func trials(
    _ count: Int, _ body: (inout SeededGenerator) throws -> Void
  ) rethrows {
    let first = ProcessInfo.processInfo.environment["COURSE_SEED"].flatMap { UInt64($0) } ?? 1
    defer {
      seed = nil
      countsRightResults = TestReport.weighsMistakes
    }
    for trial in 0..<UInt64(count) where !hasFailed {
      seed = first &+ trial
      countsRightResults = TestReport.weighsMistakes && trial < 5
      var generator = SeededGenerator(seed: first &+ trial)
      try body(&generator)
    }
    guard let failsLater else { return }
    self.failsLater = nil
    for trial in 0..<UInt64(min(count, Survey.limit)) {
      var generator = SeededGenerator(seed: first &+ trial)
      try? body(&generator)
    }
    surveyedLine = nil
    failsLater(survey.sentence)
  }

  /// Calls a reader's code and, should it stop the program, has the failure say what is true of the
  /// case.
  ///
  /// - Parameters:
  ///   - note: a sentence that holds whatever stopped it.
  ///   - body: runs the reader's code.
  public func noting<Value>(_ note: String, _ body: () -> Value) -> Value {
    TestReport.append(.note(note))
    defer { TestReport.append(.note("")) }
    return body()
  }

  // MARK: Failing

  /// The exercise that this test belongs to, from its name: `2.1`.
  public var exercise: String {
    let method = name.split(whereSeparator: { ". ]".contains($0) }).last ?? ""
    let parts = method.split(separator: "_")
    guard parts.count >= 3, parts[0] == "test" else { return "?" }
    return "\(parts[1]).\(parts[2])"
  }

  private func failsAsUnwritten(_ file: StaticString, _ line: UInt) -> Bool {
    let own = unwrittenExercises.first { $0.number == exercise }
    guard let missing = own ?? unwrittenExercises.first else { return false }
    let place = "\(TestReport.packagePath(missing.file)):\(missing.line)"
    report(
      "Exercise \(missing.number) is not written yet — \(place)", unwritten: missing.number,
      file, line)
    return true
  }

  private func fail(
    _ problem: String, hint: String?, _ file: StaticString, _ line: UInt,
    strip: () -> HeatStrip? = { nil }, otherwise place: String? = nil,
    again: () -> String? = { nil }
  ) {
    let sentence = "\(exercise) · " + FailureSentence(problem).text(seed: seed)
    report(
      hint.map { "\(sentence)\n    \($0)" } ?? sentence, unwritten: nil, isNamed: hint != nil, file,
      line, strip: strip, otherwise: place, again: again)
  }

  /// One failure a test: what follows from the first is noise.
  ///
  /// - Parameters:
  ///   - place: where it is wrong, told where no strip shows it.
  ///   - again: what calls with other arguments show.
  private func report(
    _ message: String, unwritten: String?, isNamed: Bool = false, _ file: StaticString,
    _ line: UInt, strip: () -> HeatStrip? = { nil }, otherwise place: String? = nil,
    again: () -> String? = { nil }
  ) {
    if hasFailed { return }
    hasFailed = true
    TestReport.append(
      .failure(
        message: message, unwritten: unwritten, file: TestReport.packagePath("\(file)"),
        line: Int(line)))
    // Both may run the reader's code again. If that stops the program, the failure is told.
    let varied = isNamed || unwritten != nil ? nil : again()
    let strip = strip()
    if let strip, strip.pattern != nil { TestReport.append(.strip(strip)) }
    let drawn = strip?.drawn(width: 76, saysWhere: !isNamed).map { "\n    " + $0 } ?? []
    let ends = { [unowned self] (sentence: String?) in
      let observed = sentence ?? (drawn.isEmpty ? place : nil)
      if let observed { TestReport.append(.observation(observed)) }
      let told = observed.map { "\n    \($0)" } ?? ""
      fail(message + told + drawn.joined(), file: file, line: line)
    }
    if seed == nil || isNamed || unwritten != nil || varied != nil { return ends(varied) }
    (surveyedLine, survey, failsLater) = (line, Survey(), ends)
  }

  /// Fails this test. The tests of this class replace it, so that they can see what is said.
  func fail(_ message: String, file: StaticString, line: UInt) {
    XCTFail(message, file: file, line: line)
  }

  // MARK: Life cycle

  open override func setUp() {
    super.setUp()
    (hasFailed, surveyedLine, failsLater) = (false, nil, nil)
    evidence = MistakeEvidence()
    countsRightResults = TestReport.weighsMistakes
    forgetUnwritten()
    TestReport.append(.started)
    writeLinesAtOnce()
  }

  open override func tearDown() {
    _ = failsAsUnwritten(#filePath, #line)
    if TestReport.weighsMistakes {
      for (sentence, standing) in evidence.standings {
        TestReport.append(.mistake(sentence: sentence, standing: standing))
      }
    }
    let counted = testRun?.totalFailureCount ?? 0
    TestReport.append(.finished(failures: max(counted, hasFailed ? 1 : 0)))
    super.tearDown()
  }
}
