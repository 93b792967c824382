import Course

/// Points for a spreadsheet: comma-separated values (RFC 4180), a line a submission, a column an
/// exercise.
enum GradeSheet {
  static func text(of grade: ClassGrade) -> String {
    let numbers = grade.exercises.map(\.number)
    let header = ["submission", "earned", "points", "refusal"] + numbers.map { "exercise \($0)" }
    let rows = grade.submissions.map { submission in
      [submission.name, "\(submission.earned)", "\(submission.points)", submission.refusal ?? ""]
        + numbers.map { number in
          submission.exercises.first { $0.number == number }.map { "\($0.earned)" } ?? ""
        }
    }
    return ([header] + rows).map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
  }

  /// A cell, quoted where it must be. An apostrophe keeps a spreadsheet from reading a name as a
  /// formula.
  private static func cell(_ text: String) -> String {
    // Scalars, since a mark that joins the character before it would hide a quote.
    let scalars = text.unicodeScalars
    let isFormula = scalars.first.map { "=+-@".unicodeScalars.contains($0) } ?? false
    let start = isFormula ? "'" : ""
    if !scalars.contains(where: { "\",;\r\n".unicodeScalars.contains($0) }) { return start + text }
    return "\"" + start + scalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
  }
}
