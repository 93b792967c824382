import Foundation
import HeatStrips

/// How one test ended.
package enum TestVerdict: Equatable, Sendable {
  case passed
  /// It met an exercise, its own or an earlier one, that is still to be written.
  case unwritten(ExerciseNumber)
  case failed(TestFailure)
  /// Another test of its exercise took too long, so this one was not begun.
  case skipped
}

/// A failure as the reader sees it.
package struct TestFailure: Equatable, Sendable {
  package let message: String
  /// Where it happened: the test's line, or the line of the reader's code that stopped it.
  let file: String
  let line: Int
  /// Where its numbers are wrong, where the test can tell.
  var strip: HeatStrip?
  /// What the reader's code printed until then, the first lines of it.
  var printed: [String] = []
}

/// A line of a test's report; the other end of `TestReport.Event` in CourseTesting, which this
/// module does not import since it brings XCTest.
package enum ReportEvent: Codable, Equatable {
  case started
  case failure(message: String, unwritten: String?, file: String, line: Int)
  case strip(HeatStrip)
  case finished(failures: Int)

  /// - Parameter key: what a line must begin with to be believed.
  package static func events(in report: Data, key: String = "") -> [ReportEvent] {
    report.split(separator: UInt8(ascii: "\n")).filter { $0.starts(with: key.utf8) }.compactMap {
      try? JSONDecoder().decode(ReportEvent.self, from: Data($0.dropFirst(key.utf8.count)))
    }
  }
}

/// What tests reported that were run in one process.
package struct TestsTogether: Equatable, Sendable {
  let count: Int
  let events: [ReportEvent]
  let end: ChildOutcome.End

  /// The verdicts on those that failed and said why.
  package var failures: [TestVerdict] { ReportEvent.failures(in: events) }

  /// Whether each test came to its end, and each that failed said why. Where not, one of them ended
  /// the program or would not end, and they must be run one by one.
  package var isWhole: Bool {
    let counts = events.compactMap { event -> Int? in
      if case .finished(let failures) = event { return min(failures, 1) }
      return nil
    }
    let failed = counts.reduce(0, +)
    return counts.count == count && failed == failures.count
      && end == .exited(failed == 0 ? 0 : 1)
  }

  package var isPassed: Bool { isWhole && count > 0 && failures.isEmpty }
}

extension ReportEvent {
  /// The verdicts on the tests that report these, as far as they say that they failed.
  fileprivate static func failures(in events: [ReportEvent]) -> [TestVerdict] {
    events.reduce(into: []) { verdicts, event in
      switch event {
      case .started, .finished: break
      case .failure(let message, let unwritten, let file, let line):
        let number = unwritten.flatMap { ExerciseNumber($0) }
        let failure = TestFailure(message: message, file: file, line: line)
        verdicts.append(number.map { .unwritten($0) } ?? .failed(failure))
      case .strip(let strip):
        guard case .failed(var failure) = verdicts.last else { break }
        failure.strip = strip
        verdicts[verdicts.count - 1] = .failed(failure)
      }
    }
  }
}

/// The seconds that a test may compute. On a busy machine it may take some times as long.
package let testTimeLimit = 10.0

/// Judges a test by its report and by how its process ended. It has passed only if it says that
/// it finished without a failure, and its process says the same.
package func verdict(
  on test: SuiteTest, _ outcome: ChildOutcome, _ events: [ReportEvent]
) -> TestVerdict {
  var verdict = verdictWithoutPrints(on: test, outcome, events)
  if case .failed(var failure) = verdict {
    failure.printed = printedLines(in: outcome.output)
    verdict = .failed(failure)
  }
  return verdict
}

/// The lines between XCTest's own: after the test's start, before its failure or its end.
private func printedLines(in output: String) -> [String] {
  let after = lines(of: output).drop { !($0.hasPrefix("Test Case ") && $0.contains("started")) }
  let printed = after.dropFirst().prefix { line in
    !line.hasPrefix("Test Case ") && !line.contains(": error: ")
      && !line.contains("Fatal error: ") && !line.hasPrefix("*** ")
  }
  return Array(printed.filter { !trimmed($0).isEmpty }.prefix(20))
}

private func verdictWithoutPrints(
  on test: SuiteTest, _ outcome: ChildOutcome, _ events: [ReportEvent]
) -> TestVerdict {
  if let failure = ReportEvent.failures(in: events).first { return failure }
  let problem: String
  switch outcome.end {
  case .exited(0) where events.last == .finished(failures: 0): return .passed
  case .exited(0) where events.first != .started:
    problem = "the test was not run.\(indented(outcome.output))"
  case .exited(let status) where events.last == .started:
    problem =
      "your code ended the program (exit status \(status)) before the test was over. "
      + "Take the call of exit out."
  case .exited(let status):
    problem = "the test's program ended with status \(status).\(indented(outcome.output))"
  case .timedOut, .signalled(SIGXCPU):
    problem =
      "the test took longer than \(Int(testTimeLimit)) s and was ended. "
      + "Is there a loop without an end?"
  case .signalled(let signal): return .failed(trap(on: test, signal, outcome.output))
  case .flooded:
    problem = "the test printed too much and was ended. Is there a loop without an end?"
  case .notStarted(let number): problem = "the test could not be started (error \(number))."
  }
  return .failed(
    TestFailure(message: "\(test.exercise) · \(problem)", file: test.file, line: test.line))
}

/// The failure of a test whose process was stopped by a signal: the message of the trap, and the
/// first line of the reader's code above it.
private func trap(on test: SuiteTest, _ signal: Int32, _ output: String) -> TestFailure {
  let reason = trapMessage(in: output) ?? signalName(signal)
  let place = readerFrame(in: output)
  return TestFailure(
    message: "\(test.exercise) · your code stopped the program: \(reason)",
    file: place?.file ?? test.file, line: place?.line ?? test.line)
}

/// The text after `Fatal error: `, or what the backtrace calls the failure.
private func trapMessage(in output: String) -> String? {
  if let mark = output.range(of: "Fatal error: ") {
    return trimmed(output[mark.upperBound...].prefix { !$0.isNewline })
  }
  guard let mark = output.range(of: "Swift runtime failure: ") else { return nil }
  let line = output[mark.upperBound...].prefix { !$0.isNewline }
  return trimmed(line.range(of: " in ").map { line[..<$0.lowerBound] } ?? line)
}

private func signalName(_ number: Int32) -> String {
  switch number {
  case SIGSEGV, SIGBUS: "a bad memory access. Does a function call itself without an end?"
  case SIGILL, SIGTRAP: "a trap without a message. Is there an overflow or a nil?"
  case SIGKILL: "it was ended from outside. Did it use up the memory?"
  default: "signal \(number)."
  }
}

/// The topmost frame of a backtrace that lies in exercises/.
private func readerFrame(in output: String) -> (file: String, line: Int)? {
  for line in lines(of: output) {
    guard let start = line.range(of: "/exercises/", options: .backwards),
      line.contains(" at /")
    else { continue }
    // The package itself may lie below a folder of that name; a chapter's begins with its number.
    guard line[start.upperBound...].first?.isNumber == true else { continue }
    let parts = ("exercises/" + line[start.upperBound...]).split(separator: ":")
    if parts.count >= 2, let number = wholeNumber(parts[1]) { return (String(parts[0]), number) }
  }
  return nil
}

/// The last lines of an output under a sentence.
private func indented(_ output: String) -> String {
  lines(of: output).suffix(8).map { "\n    " + $0 }.joined()
}
