import Foundation
import Synchronization

typealias JudgedTest = (test: SuiteTest, verdict: TestVerdict)

/// Runs tests of a suite's program, each in a process of its own.
package struct TestRunner {
  package let folder: PackageFolder
  /// The suite's program, as `SuiteBuild` links it.
  package let program: URL

  package init(folder: PackageFolder, program: URL) {
    self.folder = folder
    self.program = program
  }

  /// Runs tests, a few at once, and gives their verdicts in the same order. Once a test has taken
  /// too long, the others of its exercise are skipped and those of other exercises, which may call
  /// the same endless loop, get less time: the reader is told of it within seconds. One that such a
  /// shorter time ends was not judged.
  ///
  /// - Parameter progress: told how many tests have ended.
  func run(_ tests: [SuiteTest], progress: @Sendable (Int) -> Void = { _ in }) -> [JudgedTest] {
    let state = Mutex(RunState(verdicts: Array(repeating: nil, count: tests.count)))
    let workers = min(4, max(2, ProcessInfo.processInfo.activeProcessorCount), tests.count)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while let (index, seconds) = state.withLock({ $0.take(from: tests) }) {
        let (verdict, isLate) = run(tests[index], seconds: seconds)
        let isCutShort = isLate && seconds < Int(tests[index].timeLimit)
        state.withLock { state in
          state.verdicts[index] = isCutShort ? .skipped : verdict
          if isLate { state.late.insert(tests[index].exercise) }
          progress(state.verdicts.count { $0 != nil })
        }
      }
    }
    let verdicts = state.withLock { $0.verdicts.map { $0 ?? .skipped } }
    return zip(tests, verdicts).map { (test: $0, verdict: $1) }
  }

  private struct RunState {
    var verdicts: [TestVerdict?]
    var late: Set<ExerciseNumber> = []
    var next = 0
    private static let secondsAfterALate = 2

    /// The index of the next test to run and the seconds that it may compute, or nil.
    mutating func take(from tests: [SuiteTest]) -> (index: Int, seconds: Int)? {
      while next < tests.count {
        defer { next += 1 }
        if !late.contains(tests[next].exercise) {
          return (next, late.isEmpty ? Int(tests[next].timeLimit) : Self.secondsAfterALate)
        }
        verdicts[next] = .skipped
      }
      return nil
    }
  }

  package func run(_ test: SuiteTest, seconds: Int? = nil) -> (TestVerdict, isLate: Bool) {
    let seconds = seconds ?? Int(test.timeLimit)
    let (outcome, events) = process(
      // A busy machine is no mistake of the reader's: what counts is how long the test computes.
      // The clock only guards against a test that waits for what never comes.
      [test], seconds: testPatience(for: test), processorSeconds: seconds,
      // Where a test traps, one frame of this says where the reader's code stood.
      backtrace: "enable=yes,color=no,interactive=no,output-to=stderr,threads=crashed,"
        + "registers=none,images=none,limit=64,sanitize=no,timeout=5s")
    let isLate = outcome.end == .timedOut || outcome.end == .signalled(SIGXCPU)
    return (verdict(on: test, outcome, events, seconds: seconds), isLate)
  }

  /// Runs the tests of an exercise again and compares what they say of mistakes.
  func compareMistakes(in tests: [SuiteTest]) -> MistakeComparison {
    let reports = Mutex([[ReportEvent]](repeating: [], count: tests.count))
    DispatchQueue.concurrentPerform(iterations: tests.count) { index in
      let (_, events) = process(
        [tests[index]], seconds: testPatience(for: tests[index]), processorSeconds: 2,
        backtrace: "enable=no", weighsMistakes: true)
      reports.withLock { $0[index] = events }
    }
    return MistakeComparison(reports.withLock { $0 })
  }

  /// Runs tests in one process, which is quicker, for code that is trusted not to deceive them.
  ///
  /// - Parameter processorSeconds: how long they may compute, all together.
  /// - Parameter weighsMistakes: whether they compare all their results with those of mistakes.
  package func runTogether(
    _ tests: [SuiteTest], processorSeconds: Int, weighsMistakes: Bool = false
  ) -> TestsTogether {
    let (outcome, events) = process(
      tests, seconds: 600, processorSeconds: processorSeconds, backtrace: "enable=no",
      weighsMistakes: weighsMistakes)
    return TestsTogether(count: tests.count, events: events, end: outcome.end)
  }

  private func process(
    _ tests: [SuiteTest], seconds: Double, processorSeconds: Int = 600, backtrace: String,
    weighsMistakes: Bool = false
  ) -> (ChildOutcome, [ReportEvent]) {
    let report = FileManager.default.temporaryDirectory
      .appendingPathComponent("course-\(UUID().uuidString).jsonl")
    defer { try? FileManager.default.removeItem(at: report) }
    let outcome = runChild(
      Self.command(for: tests, of: program), in: folder.root,
      environment: [
        "COURSE_REPORT": report.path, "SWIFT_BACKTRACE": backtrace,
        "COURSE_MISTAKES": weighsMistakes ? "weighed" : "",
      ],
      seconds: seconds, processorSeconds: processorSeconds)
    return (outcome, (try? Data(contentsOf: report)).map { ReportEvent.events(in: $0) } ?? [])
  }

  /// The command that runs tests of a suite's program in one process.
  package static func command(for tests: [SuiteTest], of program: URL) -> [String] {
    let names = tests.map { "\($0.className)/\($0.method)" }.joined(separator: ",")
    #if os(macOS)
      let bundle = (1...3).reduce(program) { place, _ in place.deletingLastPathComponent() }
      return ["/usr/bin/xcrun", "xctest", "-XCTest", names, bundle.path]
    #else
      return [program.path, names]
    #endif
  }
}
