import Course

/// Points for a spreadsheet: comma-separated values (RFC 4180), a line a submission, a column an
/// exercise.
enum GradeSheet {
  static func text(of grade: ClassGrade) -> String {
    let numbers = ClassSummary(grade).exercises.map(\.number)
    let header = ["submission", "earned", "points", "refusal"] + numbers.map { "exercise \($0)" }
    let rows = grade.submissions.map { row(of: $0, numbers) }
    return ([header] + rows).map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func row(of grade: SubmissionGrade, _ numbers: [ExerciseNumber]) -> [String] {
    let earned = Dictionary(
      grade.exercises.map { ($0.number, $0.earned) }, uniquingKeysWith: { first, _ in first })
    return [grade.name, "\(grade.earned)", "\(grade.points)", grade.refusal ?? ""]
      + numbers.map { number in earned[number].map { "\($0)" } ?? "" }
  }

  /// A cell, quoted where it must be. An apostrophe keeps a spreadsheet from reading a name as a
  /// formula.
  private static func cell(_ text: String) -> String {
    // Scalars, since a mark that joins the character before it would hide a quote.
    let scalars = Array(text.unicodeScalars)
    let isFormula = scalars.first.map { "=+-@".unicodeScalars.contains($0) } ?? false
    let value = (isFormula ? ["'"] : []) + scalars
    guard value.contains(where: { "\",;\r\n".unicodeScalars.contains($0) }) else {
      return String(String.UnicodeScalarView(value))
    }
    let doubled = value.flatMap { $0 == "\"" ? [$0, $0] : [$0] }
    return "\"" + String(String.UnicodeScalarView(doubled)) + "\""
  }
}
