import Foundation
import XCTest

@testable import Course

final class ChildProcessTests: XCTestCase {
  private let folder = FileManager.default.temporaryDirectory

  private func shell(_ script: String, seconds: Double? = nil, keeping limit: Int = 1 << 20)
    -> ChildOutcome
  {
    runChild(
      ["/bin/sh", "-c", script], in: folder, environment: ["ADDED": "yes"], seconds: seconds,
      keeping: limit)
  }

  func testOutputAndStatusComeBack() {
    let both = shell("echo one; echo two >&2; exit 3")
    XCTAssertEqual(both.end, .exited(3))
    XCTAssertEqual(both.output, "one\ntwo\n")
    // A second of computing, which its own limit ends; a second of sleep is none.
    XCTAssertGreaterThan(shell("ulimit -t 1; while :; do :; done").processorSeconds, 0.9)
    XCTAssertLessThan(shell("sleep 1").processorSeconds, 0.9)
    XCTAssertEqual(shell("echo $ADDED").output, "yes\n")
    XCTAssertEqual(shell("kill -9 $$").end, .signalled(SIGKILL))
    XCTAssertEqual(runChild(["no-such-program"], in: folder).end, .exited(127))
  }

  func testAnEndlessLoopIsToldFromAProcessThatWasKilled() {
    for loop in ["while :; do :; done", "trap '' XCPU; while :; do :; done"] {
      let outcome = runChild(
        ["/bin/sh", "-c", loop], in: folder, seconds: 60, processorSeconds: 1)
      XCTAssertEqual(outcome.end, .signalled(SIGXCPU), loop)
    }
    let early = runChild(["/bin/sh", "-c", "kill -9 $$"], in: folder, seconds: 60)
    XCTAssertEqual(early.end, .signalled(SIGKILL))
  }

  func testWhatAChildWritesIsHeardWhileItRuns() {
    let begun = Date()
    var heard: [(text: String, after: Double)] = []
    _ = runChild(["/bin/sh", "-c", "echo one; sleep 1; echo two"], in: folder) {
      heard.append(($0, Date().timeIntervalSince(begun)))
    }
    XCTAssertEqual(heard.map(\.text).joined(), "one\ntwo\n")
    let first = heard.first?.after ?? .infinity
    XCTAssertGreaterThan((heard.last?.after ?? 0) - first, 0.5)
  }

  func testABuildSaysHowFarItIs() {
    XCTAssertEqual(buildProgress(in: "[3/47] Write sources\n[12/345] Compiling A\n"), "12 of 345")
    XCTAssertEqual(buildProgress(in: "[12/345] Compiling A\n[13/34"), "12 of 345")
    XCTAssertEqual(
      buildProgress(in: "Another instance of SwiftPM (PID: 7) is already running …\n"),
      "another build is running; waiting")
    XCTAssertNil(buildProgress(in: "Building for debugging...\n[a/b] x\n"))
  }

  func testAChildThatTakesTooLongIsEndedWithItsChildren() throws {
    let outcome = shell("sleep 600 & echo $!; sleep 600", seconds: 0.2)
    XCTAssertEqual(outcome.end, .timedOut)
    try assertGone(outcome.output)
  }

  func testWhatAChildLeavesRunningEndsWithIt() throws {
    let outcome = shell("sleep 600 & echo $!")
    XCTAssertEqual(outcome.end, .exited(0))
    try assertGone(outcome.output)
  }

  /// Waits for a process to be gone; it may be a zombie for a moment.
  private func assertGone(_ output: String) throws {
    let id = try XCTUnwrap(pid_t(output.trimmingCharacters(in: .whitespacesAndNewlines)))
    for _ in 0..<200 where isRunning(id) { usleep(10_000) }
    XCTAssertFalse(isRunning(id))
  }

  private func isRunning(_ id: pid_t) -> Bool {
    guard kill(id, 0) == 0 else { return false }
    let state = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
    return state?.contains(") Z ") != true
  }

  func testOutputIsBoundedAndAFloodDoesNotBlock() {
    let outcome = shell("yes | head -c 3000000", keeping: 1000)
    XCTAssertEqual(outcome.end, .exited(0))
    XCTAssertEqual(outcome.output.count, 1000)
  }

  func testAnEndlessFloodIsEnded() {
    XCTAssertEqual(shell("yes", seconds: 0.2, keeping: 1000).end, .timedOut)
  }

  // MARK: Watching

  func testTheWatcherSeesEditsNewAndRemovedFilesOnce() throws {
    let sample = try SampleCourse()
    var watcher = FileWatcher(folder: sample.folder, below: "exercises")
    XCTAssertEqual(watcher.changes(), [])
    try sample.edit(SampleCourse.sums, "notWritten(\"1.1\")", "a + b")
    XCTAssertEqual(watcher.changes(), [SampleCourse.sums])
    XCTAssertEqual(watcher.changes(), [])
    try sample.folder.write("// new\n", to: "exercises/01-sums/New.swift")
    try FileManager.default.removeItem(at: sample.folder.url("exercises/02-last"))
    XCTAssertEqual(
      watcher.changes(), ["exercises/01-sums/New.swift", "exercises/02-last/Last.swift"])
    try sample.folder.write("ignored", to: "exercises/01-sums/notes.txt")
    XCTAssertEqual(watcher.changes(), [])
  }

  func testASaveInStepsCountsOnce() throws {
    let sample = try SampleCourse()
    var watcher = FileWatcher(folder: sample.folder, below: "exercises")
    try sample.edit(SampleCourse.sums, "notWritten(\"1.1\")", "a + b")
    XCTAssertEqual(watcher.next(interval: 0.01), .saved([SampleCourse.sums]))
    XCTAssertEqual(watcher.changes(), [])
  }
}
