import Course
import Foundation

/// How `course grade` tells what it found.
enum GradeFormat: String, CaseIterable, Sendable {
  /// For people: 80 columns.
  case table
  /// Everything, for a teacher's own scripts: see `ClassGrade.document`.
  case json
  /// Points for a spreadsheet, a line a submission.
  case csv
  /// The `results.json` of Gradescope's autograders.
  case gradescope
  /// The line that GitHub Classroom's reporter reads.
  case classroom
  /// For CI servers.
  case junit
  /// For a comment or a job's summary.
  case markdown

  /// A site reads it, and asks for one submission at a time.
  var holdsOneSubmission: Bool { self == .gradescope || self == .classroom }

  /// Without its dot.
  var fileExtension: String {
    switch self {
    case .table, .classroom: "txt"
    case .json, .gradescope: "json"
    case .csv: "csv"
    case .junit: "xml"
    case .markdown: "md"
    }
  }

  /// The grade in this format, with a line's end after its last line.
  ///
  /// - Parameters:
  ///   - terminal: how wide a table may be, and whether it is coloured.
  ///   - date: when the submissions were graded, which JUnit's schema asks for.
  /// - Throws: `UserError` where a format that holds one submission is given several.
  func text(of grade: ClassGrade, for terminal: Terminal, at date: Date) throws -> String {
    try check(grade.submissions.count)
    let grade = grade.harmless
    switch self {
    case .table: return GradeTable(grade: grade, terminal: terminal).text
    case .json: return try grade.document.text()
    case .csv: return GradeSheet.text(of: grade)
    case .gradescope: return try grade.submissions[0].gradescopeResults.text()
    case .classroom: return try grade.submissions[0].classroomLine()
    case .junit: return JUnitReport.text(of: grade, at: date)
    case .markdown: return GradeMarkdown.text(of: grade)
    }
  }

  /// - Throws: `UserError` where so many submissions cannot go into one text of this format.
  func check(_ count: Int) throws {
    if !holdsOneSubmission || count == 1 { return }
    throw UserError(
      "--format \(rawValue) tells of one submission, and there are \(count); "
        + "name a folder for a file each: --output \(rawValue)/")
  }
}

/// Seconds with three decimals at most, as JSON and JUnit show them; zero for what is no number.
func milliseconds(_ seconds: Double) -> Double {
  seconds.isFinite ? (max(0, seconds) * 1000).rounded() / 1000 : 0
}

extension ExerciseGrade {
  /// `2.2 · The unrolled sequence`.
  var heading: String { "\(number) · \(title)" }

  /// The message; where there is none, the verdict in words. Empty for what passed.
  var explanation: String {
    if verdict == .passed { return "" }
    return message.isEmpty ? "\(number) · \(verdict.rawValue)" : message
  }
}
