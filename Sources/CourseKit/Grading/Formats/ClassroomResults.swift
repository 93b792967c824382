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

    private enum Key: String, CodingKey {
      case name, status, score, message, filename, lineNo, testCode, duration
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(grade.heading, forKey: .name)
      try container.encode(grade.classroomStatus, forKey: .status)
      try container.encode(grade.earned, forKey: .score)
      let message = grade.verdict == .passed ? nil : grade.explanation
      try container.encode(message, forKey: .message)
      try container.encode(grade.file ?? "", forKey: .filename)
      // The reporter leaves a line of zero out.
      try container.encode(grade.line ?? 0, forKey: .lineNo)
      try container.encode("swift run course check \(grade.number)", forKey: .testCode)
      try container.encode(Int(milliseconds(grade.seconds) * 1000), forKey: .duration)
    }
  }

  init(of grade: SubmissionGrade) {
    let isDone = grade.exercises.allSatisfy { $0.verdict == .passed }
    status = grade.refusal != nil ? "error" : isDone ? "pass" : "fail"
    maxScore = grade.points
    tests = grade.exercises.map(Test.init)
  }

  /// One line of base64.
  func encoded() throws -> String {
    Data(try jsonText(self, isIndented: false).utf8).base64EncodedString() + "\n"
  }
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
