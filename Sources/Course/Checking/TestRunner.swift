import Foundation
import Synchronization

/// Builds a chapter's suite, mostly on the reader's code, and runs its tests, each in a process of
/// its own.
package struct TestRunner {
  package let folder: PackageFolder
  package let chapter: Chapter
  package let yours: Yours
  /// Where it builds, from the package's root.
  package var scratchPath = Self.scratchPath
  /// The suite's program; nil for the one that `build` makes.
  package var program: URL?

  package init(
    folder: PackageFolder, chapter: Chapter, yours: Yours, scratchPath: String = Self.scratchPath,
    program: URL? = nil
  ) {
    self.folder = folder
    self.chapter = chapter
    self.yours = yours
    self.scratchPath = scratchPath
    self.program = program
  }

  /// The chapters that are built from exercises/; for the others the solutions serve.
  package enum Yours {
    case none
    case thisChapter
    case all
  }

  package static let scratchPath = ".build/check"

  /// Whether a check has been built before; the first one compiles the given modules.
  package var isFirst: Bool {
    !folder.exists("\(scratchPath)/debug")
  }

  /// Builds the suite. Nil where it compiles, else what the compiler says.
  ///
  /// - Parameter progress: told how far it is, in words that follow "Building …".
  package func build(progress: (String) -> Void = { _ in }) throws -> BuildFailure? {
    var outcome = try buildOnce(progress)
    // Somebody saved while it was built: what counts is what stands there now.
    for _ in 0..<5 where outcome.output.contains("was modified during the build") {
      outcome = try buildOnce(progress)
    }
    switch outcome.end {
    case .exited(0): return nil
    case .exited(127): throw UserError("swift is not found; add the toolchain's folder to PATH")
    case .exited, .signalled, .timedOut, .flooded, .notStarted:
      return BuildFailure(output: outcome.output, root: folder.root.path)
    }
  }

  private func buildOnce(_ progress: (String) -> Void) throws -> ChildOutcome {
    try BuiltVersions.dateApart(in: folder, scratchPath: scratchPath)
    return runChild(
      ["swift", "build", "--build-tests", "--scratch-path", scratchPath],
      in: folder.root,
      environment: ["COURSE_YOURS": choice, "COURSE_CHECK": "\(chapter.number)"],
      hear: { said in buildProgress(in: said).map(progress) })
  }

  private var choice: String {
    switch yours {
    case .none: "none"
    case .thisChapter: "\(chapter.number)"
    case .all: "all"
    }
  }

  /// Runs tests, a few at once, and gives their verdicts in the same order. Once a test has taken
  /// too long, the others of its exercise are skipped: one endless loop costs its limit once.
  ///
  /// - Parameter progress: told how many tests have ended.
  package func run(_ tests: [SuiteTest], progress: @Sendable (Int) -> Void) -> [TestVerdict] {
    let state = Mutex(RunState(count: tests.count))
    let workers = min(4, max(2, ProcessInfo.processInfo.activeProcessorCount), tests.count)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while let index = state.withLock({ $0.take(from: tests) }) {
        let (verdict, isLate) = run(tests[index])
        state.withLock { state in
          state.verdicts[index] = verdict
          if isLate { state.late.insert(tests[index].exercise) }
          progress(state.verdicts.count { $0 != nil })
        }
      }
    }
    return state.withLock { $0.verdicts.map { $0 ?? .skipped } }
  }

  /// What the workers share.
  private struct RunState {
    var verdicts: [TestVerdict?]
    var late: Set<ExerciseNumber> = []
    private var next = 0

    init(count: Int) {
      verdicts = Array(repeating: nil, count: count)
    }

    /// The index of the next test to run, or nil.
    mutating func take(from tests: [SuiteTest]) -> Int? {
      while next < tests.count {
        defer { next += 1 }
        if !late.contains(tests[next].exercise) { return next }
        verdicts[next] = .skipped
      }
      return nil
    }
  }

  /// Runs one test in a process of its own.
  package func run(_ test: SuiteTest) -> (TestVerdict, isLate: Bool) {
    let (outcome, events) = process(
      // A busy machine is no mistake of the reader's: what counts is how long the test computes.
      [test], seconds: 6 * testTimeLimit, processorSeconds: Int(testTimeLimit),
      // Where a test traps, one frame of this says where the reader's code stood.
      backtrace: "enable=yes,color=no,interactive=no,output-to=stderr,threads=crashed,"
        + "registers=none,images=none,limit=64,sanitize=no,timeout=5s")
    let isLate = outcome.end == .timedOut || outcome.end == .signalled(SIGXCPU)
    return (verdict(on: test, outcome, events), isLate)
  }

  /// Runs tests in one process, which is quicker, for code that is trusted not to deceive them.
  ///
  /// - Parameter processorSeconds: how long they may compute, all together.
  package func runTogether(_ tests: [SuiteTest], processorSeconds: Int) -> TestsTogether {
    let (outcome, events) = process(
      tests, seconds: 600, processorSeconds: processorSeconds, backtrace: "enable=no")
    return TestsTogether(count: tests.count, events: events, end: outcome.end)
  }

  private func process(
    _ tests: [SuiteTest], seconds: Double, processorSeconds: Int = 600, backtrace: String
  ) -> (ChildOutcome, [ReportEvent]) {
    let report = FileManager.default.temporaryDirectory
      .appendingPathComponent("course-\(UUID().uuidString).jsonl")
    defer { try? FileManager.default.removeItem(at: report) }
    let outcome = runChild(
      command(for: tests), in: folder.root,
      environment: ["COURSE_REPORT": report.path, "SWIFT_BACKTRACE": backtrace],
      seconds: seconds, processorSeconds: processorSeconds)
    return (outcome, (try? Data(contentsOf: report)).map { ReportEvent.events(in: $0) } ?? [])
  }

  private func command(for tests: [SuiteTest]) -> [String] {
    // The whole path, so that a list of processes says whose test it is.
    let built = folder.url("\(scratchPath)/debug/LearnLSTMPackageTests.xctest")
    return Self.command(for: tests, of: program ?? built)
  }

  /// The command that runs tests of a suite's program in one process.
  package static func command(for tests: [SuiteTest], of program: URL) -> [String] {
    let names = tests.map { "\($0.className)/\($0.method)" }.joined(separator: ",")
    #if os(macOS)
      return ["/usr/bin/xcrun", "xctest", "-XCTest", names, program.path]
    #else
      return [program.path, names]
    #endif
  }
}

/// Why a suite could not be built.
package struct BuildFailure: Error, Equatable, Sendable {
  package let errors: [Diagnostic]
  /// The last lines of the build, for where it failed without naming a place.
  package let tail: [String]

  package init(output: String, root: String) {
    errors = diagnostics(in: output, root: root).filter { $0.severity == "error" }
    tail = lines(of: output).filter { !$0.hasPrefix("[") && !trimmed($0).isEmpty }.suffix(20)
  }

  /// The first error, or the last line of a build that names none; nil where it said nothing.
  package var firstLine: String? { errors.first?.lines[0] ?? tail.last }
}
