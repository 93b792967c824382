import Course
import Foundation

/// What came of one test of a submission, or of the file that holds its exercise.
struct Finding: Equatable, Sendable {
  let verdict: GradeVerdict
  var message = ""
  var file: String?
  /// Counted from 1.
  var line: Int?
  /// The exercise that the test waits for, where that is another's.
  var waitsFor: ExerciseNumber?

  /// The sentence under a suite's finding, which names the mistake.
  var mistake: String? {
    let second = verdict == .failed ? message.lines.dropFirst().first.map(trimmed) : nil
    return second?.isEmpty == false ? second : nil
  }

  static let missing = Finding(verdict: .missing, message: "its file is not in the submission.")
}

extension Finding {
  /// Judges a test by its signed report and by how its process ended, never by what was printed.
  /// It has passed only if it said that it began and that it ended without a failure, and nothing
  /// else, and its process ended in the same way.
  init(_ test: SuiteTest, _ outcome: ChildOutcome, _ all: [ReportEvent]) {
    let events = all.filter { if case .note = $0 { false } else { true } }
    if case .failure(let message, let unwritten, let file, let line)? = events.dropFirst().first {
      let missing = unwritten.flatMap { ExerciseNumber($0) }
      let isOwn = missing == test.exercise
      self.init(
        verdict: missing == nil ? .failed : isOwn ? .unwritten : .waits, message: message,
        file: file, line: line, waitsFor: isOwn ? nil : missing)
      return
    }
    let (verdict, sentence): (GradeVerdict, String)
    switch outcome.end {
    case .exited(0) where events == [.started, .finished(failures: 0)]:
      self.init(verdict: .passed)
      return
    case .exited(let status) where events.first == .started:
      verdict = .leftEarly
      sentence =
        "the program ended (exit status \(status)) before the test was over. "
        + "Nothing in an exercise may end it."
    case .exited, .notStarted: (verdict, sentence) = (.noTests, "the test was not run.")
    case .timedOut, .signalled(SIGXCPU):
      verdict = .timedOut
      sentence =
        "the test took longer than \(Int(test.timeLimit)) s and was ended. "
        + "Is there a loop without an end?"
    case .flooded:
      verdict = .tooMuchOutput
      sentence = "the test printed too much and was ended. Is there a loop without an end?"
    case .signalled(SIGABRT) where Self.lackedMemory(outcome.output):
      verdict = .outOfMemory
      sentence =
        "the test took all the memory that it may have. Is something made larger and larger?"
    case .signalled(let signal):
      verdict = .crashed
      sentence = "the program was stopped: \(Self.reason(outcome.output, signal))"
    }
    self.init(
      verdict: verdict, message: "\(test.exercise) · \(sentence)", file: test.file, line: test.line)
  }

  /// Whether that is what the runtime says last, before it lists the stack. A program can print it,
  /// but nothing that an exercise may do aborts without another last word.
  private static func lackedMemory(_ output: String) -> Bool {
    let words = ["Fatal error: ", "Could not cast value "]
    let last = output.lines.last { line in words.contains { line.hasPrefix($0) } }
    return last?.hasPrefix("Fatal error: failed to allocate ") ?? false
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
