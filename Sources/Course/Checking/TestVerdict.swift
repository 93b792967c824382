import Foundation
import HeatStrips

package enum TestVerdict: Equatable, Sendable {
  case passed
  /// It met an exercise, its own or an earlier one, that is still to be written.
  case unwritten(ExerciseNumber)
  case failed(TestFailure)
  /// Another test of its exercise took too long, so this one was not begun.
  case skipped

  /// Whether it failed and says more than that something is off.
  var isNamed: Bool { if case .failed(let failure) = self { failure.isNamed } else { false } }

  /// The verdict with another message, where the test failed.
  package func saying(_ message: (String) -> String) -> TestVerdict {
    guard case .failed(var failure) = self else { return self }
    failure.message = message(failure.message)
    return .failed(failure)
  }
}

package struct TestFailure: Equatable, Sendable {
  package fileprivate(set) var message: String
  /// Where it happened: the test's line, or the line of the reader's code that stopped it.
  let file: String
  let line: Int
  /// Where its numbers are wrong, where the test can tell.
  var strip: HeatStrip?
  /// What the reader's code printed until then, the first lines of it.
  var printed: [String] = []

  /// Whether the message says more than that something is off.
  var isNamed: Bool { lines(of: message).count > 1 }
}

/// A line of a test's report; the other end of `TestReport.Event` in CourseTesting, which this
/// module does not import since it brings XCTest.
package enum ReportEvent: Codable, Equatable {
  case started
  case failure(message: String, unwritten: String?, file: String, line: Int)
  case note(String)
  case observation(String)
  case strip(HeatStrip)
  case mistake(sentence: String, standing: MistakeStanding)
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

  /// The same, without the sentences that other tests contradict.
  package var settledFailures: [TestVerdict] {
    let tests = events.split(separator: .started).map { Array($0) }
    let comparison = MistakeComparison(tests)
    return tests.enumerated().flatMap { index, events in
      ReportEvent.failures(in: events).map { $0.saying { comparison.settled($0, of: index) } }
    }
  }

  /// Whether each test came to its end, and each that failed said why. Where not, one of them ended
  /// the program or would not end, and they must be run one by one.
  package var isWhole: Bool {
    let counts = events.compactMap { event -> Int? in
      if case .finished(let failures) = event { min(failures, 1) } else { nil }
    }
    let failed = counts.reduce(0, +)
    return counts.count == count && failed == failures.count && end == .exited(failed == 0 ? 0 : 1)
  }

  package var isPassed: Bool { isWhole && count > 0 && failures.isEmpty }
}

extension ReportEvent {
  /// What is true of the case in which a test ended, on a line of its own; nothing where no case
  /// was told.
  fileprivate static func note(in events: [ReportEvent]) -> String {
    guard case .note(let note)? = events.last, !note.isEmpty else { return "" }
    return "\n    \(note)"
  }

  /// The verdicts on the tests that report these, as far as they say that they failed.
  fileprivate static func failures(in events: [ReportEvent]) -> [TestVerdict] {
    events.reduce(into: []) { verdicts, event in
      switch event {
      case .started, .finished, .note, .mistake: break
      case .failure(let message, let unwritten, let file, let line):
        let number = unwritten.flatMap { ExerciseNumber($0) }
        let failure = TestFailure(message: message, file: file, line: line)
        verdicts.append(number.map { .unwritten($0) } ?? .failed(failure))
      case .observation(let sentence):
        if let last = verdicts.popLast() {
          verdicts.append(last.saying { "\($0)\n    \(sentence)" })
        }
      case .strip(let strip):
        guard case .failed(var failure) = verdicts.last else { break }
        failure.strip = strip
        verdicts[verdicts.count - 1] = .failed(failure)
      }
    }
  }
}

/// Judges a test by its report and by how its process ended. It has passed only if it says that
/// it finished without a failure, and its process says the same.
///
/// - Parameter seconds: how long it was allowed to compute.
package func verdict(
  on test: SuiteTest, _ outcome: ChildOutcome, _ events: [ReportEvent],
  seconds: Int = Int(testTimeLimit)
) -> TestVerdict {
  var verdict = verdictWithoutPrints(on: test, outcome, events, seconds)
  if case .failed(var failure) = verdict {
    failure.printed = printedLines(in: outcome.output).flatMap { PlainText.lines($0).lines }
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
  on test: SuiteTest, _ outcome: ChildOutcome, _ events: [ReportEvent], _ seconds: Int
) -> TestVerdict {
  if let failure = ReportEvent.failures(in: events).first { return failure }
  var place = (file: test.file, line: test.line)
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
      "the test took longer than \(seconds) s and was ended. "
      + "Is there a loop without an end?"
  case .signalled(let signal):
    let reason = trapMessage(in: outcome.output) ?? signalName(signal)
    problem = "your code stopped the program: \(reason)" + ReportEvent.note(in: events)
    place = readerFrame(in: outcome.output) ?? place
  case .flooded:
    problem = "the test printed too much and was ended. Is there a loop without an end?"
  case .notStarted(let number): problem = "the test could not be started (error \(number))."
  }
  let message = "\(test.exercise) · \(problem)"
  return .failed(TestFailure(message: message, file: place.file, line: place.line))
}

/// The text after `Fatal error: `, or what the backtrace calls the failure.
private func trapMessage(in output: String) -> String? {
  if let mark = output.range(of: "Fatal error: ") {
    return trimmed(output[mark.upperBound...].prefix { !$0.isNewline })
  }
  guard let mark = output.range(of: "Swift runtime failure: ") else { return nil }
  let line = output[mark.upperBound...].prefix { !$0.isNewline }
  let name = trimmed(line.range(of: " in ").map { line[..<$0.lowerBound] } ?? line)
  return name == "arithmetic overflow"
    ? name + ". A result does not fit its type: it is too large, or below 0 in a UInt64." : name
}

private func signalName(_ number: Int32) -> String {
  switch number {
  case SIGSEGV, SIGBUS: "a bad memory access. Does a function call itself without an end?"
  case SIGILL, SIGTRAP:
    "a trap without a message. Does a number not fit its type, or is there a nil?"
  case SIGKILL: "it was ended from outside. Did it use up the memory?"
  default: "signal \(number)."
  }
}

/// The topmost frame of a backtrace that lies in exercises/.
private func readerFrame(in output: String) -> (file: String, line: Int)? {
  // The package itself may lie below a folder of that name; a chapter's begins with its number.
  let pattern = #/ at /.*/(exercises/[0-9][^:]*):([0-9]+)/#
  let match = lines(of: output).lazy.compactMap { $0.firstMatch(of: pattern) }.first
  return match.map { (String($0.output.1), Int($0.output.2) ?? 1) }
}

/// The last lines of an output under a sentence.
private func indented(_ output: String) -> String {
  lines(of: output).suffix(8).map { "\n    " + $0 }.joined()
}
