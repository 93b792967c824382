import Course
import Foundation

/// JUnit's XML, a suite a submission. It has what both schemas that CI servers validate with ask
/// for: Windy Road's of Ant's reports and the xUnit plug-in's of Jenkins.
enum JUnitReport {
  static func text(of grade: ClassGrade, at date: Date) -> String {
    let suites = grade.submissions.enumerated().map { suite($1, $0, of: grade, at: date) }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites>
      \(suites.map { $0 + "\n" }.joined())</testsuites>

      """
  }

  private static func suite(
    _ submission: SubmissionGrade, _ index: Int, of grade: ClassGrade, at date: Date
  ) -> String {
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
    ].map { "      <\(tag("property", [("name", $0.0), ("value", $0.1)]))/>\n" }
    return """
        <\(tag("testsuite", attributes))>
          <properties>
      \(properties.joined())    </properties>
      \(submission.exercises.map { testCase($0, of: submission) + "\n" }.joined())\
          <system-out>\(escaped(submission.overview.joined(separator: "\n")))</system-out>
          <system-err></system-err>
        </testsuite>
      """
  }

  private static func testCase(_ grade: ExerciseGrade, of submission: SubmissionGrade) -> String {
    let opening = tag(
      "testcase",
      [
        ("name", grade.heading),
        ("classname", "\(submission.name).Chapter \(grade.number.chapter)"),
        ("time", seconds(grade.seconds)),
      ])
    guard let element = grade.verdict.junitElement else { return "    <\(opening)/>" }
    let place = grade.file.map { file in "\n\(file)" + (grade.line.map { ":\($0)" } ?? "") } ?? ""
    let attributes = [
      ("message", grade.explanation.lines.first ?? ""), ("type", "\(grade.verdict)"),
    ]
    return """
          <\(opening)>
            <\(tag(element, attributes))>\(escaped(grade.explanation + place))</\(element)>
          </testcase>
      """
  }

  // MARK: XML

  /// A tag without its angle brackets.
  private static func tag(_ name: String, _ attributes: [(String, String)]) -> String {
    name + attributes.map { " \($0)=\"\(escaped(PlainText.line($1, limit: 500)))\"" }.joined()
  }

  /// The text with XML's own marks written as entities, and without the characters that XML 1.0
  /// does not allow at all (its rule 2, `Char`).
  static func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case "\t", "\n", " "..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"..."\u{10FFFF}":
        String(scalar)
      default: ""
      }
    }.joined()
  }

  private static func seconds(_ value: Double) -> String { fixed(min(milliseconds(value), 1e9), 3) }

  /// `2026-11-21T16:32:15`, in universal time: the schema allows no zone.
  private static func timestamp(_ date: Date) -> String {
    date.formatted(.iso8601.year().month().day().time(includingFractionalSeconds: false))
  }
}

extension GradeVerdict {
  /// A `failure` is what a suite found; an `error` is what kept it from finding anything.
  fileprivate var junitElement: String? {
    self == .passed ? nil : isFinding ? "failure" : "error"
  }
}
