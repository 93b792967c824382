import Foundation
import HeatStrips

package enum TestVerdict: Equatable, Sendable {
  case passed
  /// It met an exercise, its own or an earlier one, that is still to be written.
  case unwritten(ExerciseNumber)
  case failed(TestFailure)
  /// Another test took too long, so this one was not begun or was not given its whole time.
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
  var isNamed: Bool { !sayings.isEmpty }

  /// What the message says of that, each sentence without its indentation.
  var sayings: [String] { lines(of: message).dropFirst().map { trimmed($0) } }

  /// Whether it happened in a case that was drawn at random: then the message names the seed.
  var isDrawn: Bool { lines(of: message).first?.contains(" (seed ") == true }

  /// Whether the program was stopped in it.
  var isStop: Bool { message.contains(" · your code stopped the program: ") }

  /// What a message begins with that repeats another test's saying.
  static let hearsay = "Another test: "

  /// Adds what another test of the exercise says.
  mutating func add(_ sayings: [String]) {
    for (index, saying) in sayings.enumerated() {
      message += "\n    \(index == 0 ? Self.hearsay : "")\(saying)"
    }
  }
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
/// - Parameters:
///   - seconds: how long it was allowed to compute.
///   - load: how busy the machine is, for where the test ran out of patience and not of time.
package func verdict(
  on test: SuiteTest, _ outcome: ChildOutcome, _ events: [ReportEvent],
  seconds: Int = Int(testTimeLimit), load: MachineLoad = .now
) -> TestVerdict {
  var verdict = verdictWithoutPrints(on: test, outcome, events, seconds, load)
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
  on test: SuiteTest, _ outcome: ChildOutcome, _ events: [ReportEvent], _ seconds: Int,
  _ load: MachineLoad
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
  case .signalled(SIGXCPU):
    problem =
      "the test computed for \(seconds) s and was ended. Is there a loop without an end?"
  case .timedOut: problem = waiting(test, computed: outcome.processorSeconds, load)
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

/// What was seen of a test that the clock ended, not its computing.
private func waiting(_ test: SuiteTest, computed: Double, _ load: MachineLoad) -> String {
  let seen =
    "the test was ended after \(Int(testPatience(for: test))) s, in which it computed for "
    + "\(fixed(computed, 1)) s. "
  if load.isHigh {
    return seen + "This machine is busy: \(load.programs) programs want its "
      + "\(counted(load.processors, "processor")). Check again when it is calmer."
  }
  return seen + "Does your code wait for something, such as input, that never comes?"
}

/// How many programs want to compute, on how many processors.
package struct MachineLoad: Sendable {
  let programs: Int
  let processors: Int

  /// Whether a program gets less than half of what it could compute.
  var isHigh: Bool { programs > 2 * processors }

  /// The mean of the last minute.
  package static var now: MachineLoad {
    var mean = [0.0]
    let isKnown = getloadavg(&mean, 1) == 1
    return MachineLoad(
      programs: isKnown ? Int(mean[0].rounded()) : 0,
      processors: ProcessInfo.processInfo.activeProcessorCount)
  }
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
