import Course
import Foundation

/// How `course grade` tells what it found.
enum GradeFormat: String, CaseIterable, Sendable {
  /// For people: 80 columns.
  case table
  /// Everything, for a teacher's own scripts: see `GradeDocument`.
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
    let grade = grade.harmless
    switch self {
    case .table: return GradeTable(grade, terminal).text
    case .json: return try jsonText(GradeDocument(grade))
    case .csv: return GradeSheet.text(of: grade)
    case .gradescope: return try jsonText(GradescopeResults(of: only(grade)))
    case .classroom: return try ClassroomResults.line(of: only(grade))
    case .junit: return JUnitReport.text(of: grade, at: date)
    case .markdown: return GradeMarkdown.text(of: grade)
    }
  }

  private func only(_ grade: ClassGrade) throws -> SubmissionGrade {
    guard let submission = grade.submissions.first, grade.submissions.count == 1 else {
      throw UserError(severalProblem(grade.submissions.count))
    }
    return submission
  }

  /// Why several submissions cannot go into one text of this format, and what to do.
  func severalProblem(_ count: Int) -> String {
    "--format \(rawValue) tells of one submission, and there are \(count); "
      + "name a folder for a file each: --output \(rawValue)/"
  }
}

/// A value as JSON, its keys in snake case, as all sites here want them, and sorted so that equal
/// grades are equal files.
func jsonText(_ value: some Encodable, isIndented: Bool = true) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  encoder.keyEncodingStrategy = .convertToSnakeCase
  if isIndented { encoder.outputFormatting.insert(.prettyPrinted) }
  return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
}

/// Seconds with three decimals at most, as JSON and JUnit show them; zero for what is no number.
func milliseconds(_ seconds: Double) -> Double {
  seconds.isFinite ? (max(0, seconds) * 1000).rounded() / 1000 : 0
}

extension ExerciseGrade {
  /// `2.2 · The unrolled sequence`.
  package var heading: String { "\(number) · \(title)" }

  /// The message; where there is none, the verdict in words. Empty for what passed.
  package var explanation: String {
    if verdict == .passed { return "" }
    return message.isEmpty ? "\(number) · \(verdict.words)" : message
  }
}
