import Course
import Foundation

/// What GitHub Classroom's reporter (`classroom-resources/autograding-grading-reporter`) reads of
/// a step's output: JSON, in base64 so that it is one line.
struct ClassroomResults: Encodable {
  let version = 1
  /// `pass` or `fail`, or `error` where nothing could be graded.
  let status: String
  let maxScore: Int
  let tests: [Test]

  /// One exercise.
  struct Test: Encodable {
    let grade: ExerciseGrade
    /// How many scalars of its message are kept.
    let limit: Int

    private enum Key: String, CodingKey {
      case name, status, score, message, filename, lineNo, testCode, duration
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(grade.heading, forKey: .name)
      try container.encode(grade.classroomStatus, forKey: .status)
      try container.encode(grade.earned, forKey: .score)
      let message = PlainText.lines(grade.explanation, limit: limit)
      try container.encode(message.isEmpty ? nil : withoutCommands(message), forKey: .message)
      try container.encode(grade.file ?? "", forKey: .filename)
      // The reporter leaves a line of zero out.
      try container.encode(grade.line ?? 0, forKey: .lineNo)
      try container.encode("swift run course check \(grade.number)", forKey: .testCode)
      try container.encode(Int(milliseconds(grade.seconds) * 1000), forKey: .duration)
    }
  }

  init(of grade: SubmissionGrade, limit: Int = 4000) {
    let isDone = grade.exercises.allSatisfy { $0.verdict == .passed }
    status = grade.refusal != nil ? "error" : isDone ? "pass" : "fail"
    maxScore = grade.points
    tests = grade.exercises.map { Test(grade: $0, limit: limit) }
  }

  /// One line of base64. The reporter gets it in an environment variable, of which Linux takes
  /// 128 KB, so the messages are cut until it fits.
  static func line(of grade: SubmissionGrade) throws -> String {
    var limit = 4000
    while true {
      let json = try jsonText(ClassroomResults(of: grade, limit: limit), isIndented: false)
      let line = Data(json.utf8).base64EncodedString()
      if line.utf8.count < 100_000 || limit < 10 { return line + "\n" }
      limit /= 2
    }
  }
}

/// The message with what GitHub's runner would obey, were it printed (`::error::`, `##[group]`),
/// made plain text.
private func withoutCommands(_ message: String) -> String {
  lines(of: message).map { line in
    let marked = line.components(separatedByMark: "##[").joined(separator: "## [")
    return trimmed(marked).hasPrefix("::") ? "| " + marked : marked
  }.joined(separator: "\n")
}

extension ExerciseGrade {
  /// The reporter shows the message of an `error` and only the name of a `fail`; a suite's finding
  /// is a `fail`, and what kept the suite from finding anything an `error`.
  fileprivate var classroomStatus: String {
    switch verdict {
    case .passed: "pass"
    case .failed, .unwritten, .waits: "fail"
    default: "error"
    }
  }
}
