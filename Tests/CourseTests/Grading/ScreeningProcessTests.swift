import XCTest

@testable import Course
@testable import Grading

/// Files are read in another process, and what happens to that is the file's own.
final class ScreeningProcessTests: SubmissionTestCase {
  private var program: String {
    #if os(macOS)
      let tests = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }!
      return tests.bundleURL.deletingLastPathComponent().appendingPathComponent("course-dev").path
    #else
      return Bundle.main.bundleURL.appendingPathComponent("course-dev").path
    #endif
  }

  private let given = "public func one() -> Int {\n  // EXERCISE 0.1 (1 point): one\n  0\n}\n"

  private func files(_ texts: [String]) -> [ScreenedFile] {
    texts.enumerated().map { index, text in
      ScreenedFile(
        path: "\(index)", given: ["3": "func two() {}\n", "4": ""]["\(index)"] ?? given,
        isHelper: index == 4,
        text: text, location: "/\(index)")
    }
  }

  private func words(_ results: [String: ScreenResult]) -> [String] {
    results.sorted { $0.key < $1.key }.map { _, result in
      switch result {
      case .accepted: "accepted"
      case .refused(let line, let reason): "\(line): \(reason)"
      case .replaced(let isSame): isSame ? "same" : "changed"
      }
    }
  }

  func testFilesAreReadByTheOtherProcess() throws {
    let own = given.replacingOccurrences(of: "  0", with: "  1")
    let results = try ScreeningProcess(program: [program]).results(
      of: files([own, "import Foundation\n" + own, "class", "func two( ) {}", "func own() {}"]),
      in: folder)
    let words = words(results)
    XCTAssertEqual([words[0], words[3], words[4]], ["accepted", "same", "accepted"])
    XCTAssertTrue(words[1].hasPrefix("1: this imports Foundation"), words[1])
    XCTAssertTrue(words[2].hasPrefix("1: "), words[2])
    guard case .accepted(let accepted)? = results["0"] else { return XCTFail("\(results)") }
    XCTAssertEqual(accepted.text, own)
    XCTAssertEqual(accepted.lines, [ExerciseNumber(chapter: 0, index: 1): 1])
  }

  func testAFileThatEndsItsReaderCostsItselfAlone() throws {
    for end in ["kill -SEGV $$", "kill -KILL $$", "exit 0", "ulimit -t 1; while :; do :; done"] {
      let script = "grep -q BAD \"$2/question.json\" && { \(end); }; exec \"$0\" \"$@\""
      let results = try ScreeningProcess(program: ["/bin/sh", "-c", script, program])
        .results(of: files([given, given, given + "// BAD\n", "func two( ) {}"]), in: folder)
      let reason = "reading it ended the grader's reader; look at this file yourself."
      XCTAssertEqual(words(results), ["accepted", "accepted", "1: \(reason)", "same"], end)
    }
  }
}
