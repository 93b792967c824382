import XCTest

@testable import Course
@testable import Grading

/// What is said of a program, and of the compiler, from how it ended.
final class FindingTests: XCTestCase {
  private func verdict(_ signal: Int32, _ output: String) -> GradeVerdict {
    let test = SuiteTest(
      exercise: ExerciseNumber(chapter: 0, index: 1), className: "A", method: "test_0_1_a",
      file: "Tests/A.swift", line: 1)
    return Finding(test, ChildOutcome(end: .signalled(signal), output: output), [.started]).verdict
  }

  func testWhatIsPrintedDoesNotDecide() {
    let runtime = "Fatal error: failed to allocate 8388640 bytes of memory with alignment 16\n"
    XCTAssertEqual(verdict(SIGABRT, "out of memory\n" + runtime), .outOfMemory)
    let stack =
      "Current stack trace:\n0    libswiftCore.so    0x00007f57a2d5f130 swift_reportError\n"
    XCTAssertEqual(verdict(SIGABRT, runtime + stack), .outOfMemory)
    XCTAssertEqual(verdict(SIGILL, "out of memory\n"), .crashed)
    XCTAssertEqual(verdict(SIGILL, runtime), .crashed)
    XCTAssertEqual(
      verdict(SIGABRT, runtime + "Could not cast value of type 'A' to 'B'.\n"), .crashed)
    XCTAssertEqual(verdict(SIGSEGV, "bad_alloc"), .crashed)
  }

  private func failure(_ output: String, _ end: ChildOutcome.End = .exited(1)) -> String {
    let folder = URL(fileURLWithPath: "/tmp/course-grade-1")
    switch ChapterGrader.failure(of: ChildOutcome(end: end, output: output), in: folder) {
    case .failed(let verdict, let message): return "\(verdict): \(message)"
    case .errors(let errors): return "errors: \(errors[0].message)"
    case .built: return "built"
    case nil: return "nothing"
    }
  }

  func testACompilerThatCrashesIsCalledThat() {
    let dump = """
      error: compile command failed due to signal 11 (use -v to see invocation)
      Please submit a bug report (https://swift.org/contributing/#reporting-bugs).
      Stack dump:
      0.\tProgram arguments: /opt/swift/usr/bin/swift-frontend -frontend -c /tmp/course-grade-1/x.swift
      1.\tSwift version 6.3, error at out of memory
      """
    let sentence =
      "doesNotCompile: the compiler crashed on its file (signal 11). "
      + "Is something in it huge, or nested or chained very deep?"
    XCTAssertEqual(failure(dump), sentence)
    XCTAssertEqual(failure("Stack dump:\n0.\terror /tmp", .signalled(11)), sentence)
    XCTAssertTrue(failure(dump.replacing("signal 11", with: "signal 24")).hasPrefix("timedOut"))
    let wrong = "/tmp/course-grade-1/exercises/x/A.swift:1:1: error: no\n 1 | // out of memory\n"
    XCTAssertEqual(failure(wrong), "errors: no")
    XCTAssertEqual(
      failure("error: filename \"A.swift\" used twice: '/tmp/course-grade-1/exercises/x/A.swift'"),
      "doesNotCompile: its file does not compile: "
        + "error: filename \"A.swift\" used twice: 'exercises/x/A.swift'")
    let warning = "/tmp/course-grade-1/exercises/x/A.swift:1:1: warning: no error\n"
    XCTAssertEqual(
      failure(warning + "/tmp/course-gr", .flooded),
      "doesNotCompile: the compiler has more to say of its file than anybody reads.")
    XCTAssertEqual(failure(wrong, .signalled(SIGXCPU)), "errors: no")
  }
}
