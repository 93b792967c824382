import Course
import Foundation

/// How one test of a submission ended.
struct GradedTest: Equatable, Sendable {
  let verdict: GradeVerdict
  var message = ""
  /// The exercise that the test waits for, where that is another's.
  var waitsFor: ExerciseNumber?
  var file: String?
  var line: Int?

  /// Judges a test by its signed report and by how its process ended, never by what was printed.
  /// It has passed only if it said that it began and that it ended without a failure, and nothing
  /// else, and its process ended in the same way.
  init(_ test: SuiteTest, _ outcome: ChildOutcome, _ events: [ReportEvent]) {
    if case .failure(let message, let unwritten, let file, let line)? = events.dropFirst().first {
      let missing = unwritten.flatMap { ExerciseNumber($0) }
      let isOwn = missing == test.exercise
      verdict = missing == nil ? .failed : isOwn ? .unwritten : .waits
      self.message = message
      waitsFor = isOwn ? nil : missing
      self.file = file
      self.line = line
      return
    }
    let hasBegun = events.first == .started
    let (verdict, sentence): (GradeVerdict, String)
    switch outcome.end {
    case .exited(0) where events == [.started, .finished(failures: 0)]:
      self.verdict = .passed
      return
    case .exited(let status) where hasBegun:
      (verdict, sentence) = (
        .leftEarly,
        "the program ended (exit status \(status)) before the test was over. "
          + "Nothing in an exercise may end it."
      )
    case .exited, .notStarted: (verdict, sentence) = (.noTests, "the test was not run.")
    case .timedOut, .signalled(SIGXCPU):
      (verdict, sentence) = (
        .timedOut,
        "the test took longer than \(Int(testTimeLimit)) s and was ended. "
          + "Is there a loop without an end?"
      )
    case .flooded:
      (verdict, sentence) = (
        .tooMuchOutput,
        "the test printed too much and was ended. Is there a loop without an end?"
      )
    case .signalled(let signal):
      (verdict, sentence) =
        Self.lackedMemory(outcome.output)
        ? (.outOfMemory, Self.memorySentence)
        : (.crashed, "the program was stopped: \(Self.reason(outcome.output, signal))")
    }
    self.verdict = verdict
    message = "\(test.exercise) · \(sentence)"
    file = test.file
    line = test.line
  }

  private static let memorySentence =
    "the test took all the memory that it may have. Is something made larger and larger?"

  private static func lackedMemory(_ output: String) -> Bool {
    ["failed to allocate", "out of memory", "bad_alloc"].contains {
      output.contains($0)
    }
  }

  private static func reason(_ output: String, _ signal: Int32) -> String {
    if let mark = output.range(of: "Fatal error: ") {
      return trimmed(output[mark.upperBound...].prefix { !$0.isNewline }.prefix(300))
    }
    switch signal {
    case SIGSEGV, SIGBUS: return "a bad memory access. Does a function call itself without an end?"
    case SIGILL, SIGTRAP:
      return "a trap, such as an index out of range, an overflow or a nil that was forced."
    default: return "signal \(signal)."
    }
  }
}

/// Runs tests of a program that holds somebody else's code, each in a process of its own.
struct ConfinedTests: Sendable {
  let laboratory: GradingLaboratory
  let confinement: Confinement
  let program: URL
  /// Where the folders of the single tests stand, each as long as its test.
  let folder: URL
  let seed: UInt64

  func run(_ test: SuiteTest) -> GradedTest {
    let own = folder.appendingPathComponent("test-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: own) }
    let key = UUID().uuidString
    let (keyFile, report) = (
      folder.appendingPathComponent("key-\(UUID().uuidString)"),
      own.appendingPathComponent("report.jsonl")
    )
    do {
      try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
      try Data((key + "\n").utf8).write(to: keyFile)
    } catch {
      return GradedTest(test, ChildOutcome(end: .notStarted(errno), output: ""), [])
    }
    let outcome = confinement.run(
      TestRunner.command(for: [test], of: program), in: own,
      laboratory.testView(program: program, writing: own), .test,
      environment: [
        "COURSE_REPORT": report.path, "COURSE_REPORT_KEY": "stdin", "COURSE_SEED": "\(seed)",
        "SWIFT_BACKTRACE": "enable=no",
      ],
      input: keyFile)
    let contents = try? Data(contentsOf: report)
    let events = contents.map { ReportEvent.events(in: $0, key: key + " ") } ?? []
    return GradedTest(test, outcome, events)
  }
}
