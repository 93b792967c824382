import Course
import Foundation

/// JUnit's XML, a suite a submission. It has what both schemas that CI servers validate with ask
/// for: Windy Road's of Ant's reports and the xUnit plug-in's of Jenkins.
enum JUnitReport {
  static func text(of grade: ClassGrade, at date: Date) -> String {
    var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites>"]
    for (index, submission) in grade.submissions.enumerated() {
      lines += suite(submission, index, of: grade, at: date)
    }
    return (lines + ["</testsuites>"]).joined(separator: "\n") + "\n"
  }

  private static func suite(
    _ submission: SubmissionGrade, _ index: Int, of grade: ClassGrade, at date: Date
  ) -> [String] {
    let kinds = submission.exercises.map(\.verdict.junitElement)
    let attributes = [
      ("package", "LearnLSTM"), ("id", "\(index)"), ("name", submission.name),
      ("timestamp", timestamp(date)), ("hostname", "localhost"), ("tests", "\(kinds.count)"),
      ("failures", "\(kinds.count { $0 == "failure" })"),
      ("errors", "\(kinds.count { $0 == "error" })"), ("time", seconds(submission.seconds)),
    ]
    let properties = [
      ("earned", "\(submission.earned)"), ("points", "\(submission.points)"),
      ("seed", "\(grade.seed)"), ("protection", grade.protection),
    ].map { "      " + tag("property", [("name", $0.0), ("value", $0.1)], isEmpty: true) }
    return ["  " + tag("testsuite", attributes), "    <properties>"] + properties
      + ["    </properties>"]
      + submission.exercises.flatMap { testCase($0, of: submission) }
      + [
        "    <system-out>\(escaped(submission.overview.joined(separator: "\n")))</system-out>",
        "    <system-err></system-err>", "  </testsuite>",
      ]
  }

  private static func testCase(_ grade: ExerciseGrade, of submission: SubmissionGrade) -> [String] {
    let attributes = [
      ("name", grade.heading), ("classname", "\(submission.name).Chapter \(grade.number.chapter)"),
      ("time", seconds(grade.seconds)),
    ]
    guard let element = grade.verdict.junitElement else {
      return ["    " + tag("testcase", attributes, isEmpty: true)]
    }
    let first = grade.explanation.lines.first ?? ""
    let place = grade.file.map { file in "\n\(file)" + (grade.line.map { ":\($0)" } ?? "") } ?? ""
    let opening = tag(element, [("message", first), ("type", grade.verdict.rawValue)])
    return [
      "    " + tag("testcase", attributes),
      "      \(opening)\(escaped(grade.explanation + place))</\(element)>", "    </testcase>",
    ]
  }

  // MARK: XML

  private static func tag(
    _ name: String, _ attributes: [(String, String)], isEmpty: Bool = false
  ) -> String {
    let written = attributes.map { " \($0.0)=\"\(escaped(PlainText.line($0.1, limit: 500)))\"" }
    return "<\(name)\(written.joined())\(isEmpty ? "/" : "")>"
  }

  /// The text with XML's own marks written as entities, and without the characters that XML 1.0
  /// does not allow at all (its rule 2, `Char`).
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", " "..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"..."\u{10FFFF}":
        result.unicodeScalars.append(scalar)
      default: break
      }
    }
    return result
  }

  private static func seconds(_ value: Double) -> String {
    let thousandths = Int(min(milliseconds(value), 1e9) * 1000)
    let fraction = "\(1000 + thousandths % 1000)".dropFirst()
    return "\(thousandths / 1000).\(fraction)"
  }

  /// `2026-11-21T16:32:15`, in universal time: the schema allows no zone.
  private static func timestamp(_ date: Date) -> String {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [
      .withFullDate, .withTime, .withColonSeparatorInTime, .withDashSeparatorInDate,
    ]
    return formatter.string(from: date)
  }
}

extension GradeVerdict {
  /// A `failure` is what a suite found; an `error` is what kept it from finding anything.
  fileprivate var junitElement: String? {
    switch self {
    case .passed: nil
    case .failed, .unwritten, .waits: "failure"
    default: "error"
    }
  }
}
