import Course
import Foundation

extension SubmissionGrade {
  /// What GitHub Classroom's reporter (`classroom-resources/autograding-grading-reporter`) reads of
  /// a step's output: JSON, in base64 so that it is one line. The reporter gets it in an
  /// environment variable, of which Linux takes 128 KB, so the messages are cut until it fits.
  ///
  /// - Parameter limit: how many scalars of each message are kept.
  func classroomLine(limit: Int = 4000) throws -> String {
    let isDone = exercises.allSatisfy { $0.verdict == .passed }
    let results: JSONObject = [
      "version": 1, "status": refusal != nil ? "error" : isDone ? "pass" : "fail",
      "max_score": points, "tests": exercises.map { $0.classroomTest(limit: limit) },
    ]
    let line = Data(try results.text(isIndented: false).utf8).base64EncodedString()
    if line.utf8.count < 100_000 || limit < 10 { return line + "\n" }
    return try classroomLine(limit: limit / 2)
  }
}

extension ExerciseGrade {
  fileprivate func classroomTest(limit: Int) -> JSONObject {
    let message = PlainText.lines(explanation, limit: limit)
    // The reporter shows the message of an `error` and only the name of a `fail`, and leaves a line
    // of zero out.
    return [
      "name": heading,
      "status": verdict == .passed ? "pass" : verdict.isFinding ? "fail" : "error",
      "score": earned, "message": message.isEmpty ? nil : withoutCommands(message),
      "filename": file ?? "", "line_no": line ?? 0,
      "test_code": "swift run course check \(number)",
      "duration": Int(milliseconds(seconds) * 1000),
    ]
  }
}

/// The message with what GitHub's runner would obey, were it printed (`::error::`, `##[group]`),
/// made plain text.
private func withoutCommands(_ message: String) -> String {
  message.lines.map { line in
    let marked = line.components(separatedByMark: "##[").joined(separator: "## [")
    return trimmed(marked).hasPrefix("::") ? "| " + marked : marked
  }.joined(separator: "\n")
}
