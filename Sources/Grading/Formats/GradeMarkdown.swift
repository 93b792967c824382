import Course

/// Tables for a comment, an issue or the summary of a CI job.
enum GradeMarkdown {
  static func text(of grade: ClassGrade) -> String {
    let parts =
      grade.submissions.count == 1
      ? submission(grade.submissions[0], level: "##")
      : classTable(grade) + hardest(grade)
        + grade.submissions.flatMap { submission($0, level: "###") }
    let end = "Seed \(grade.seed), graded in \(grade.protection)."
    return (parts + [end]).joined(separator: "\n\n") + "\n"
  }

  private static func classTable(_ grade: ClassGrade) -> [String] {
    let header = ["submission", "points"] + grade.chapters.map { "chapter \($0)" }
    let rows = grade.submissions.map { submission in
      [escaped(submission.name), "\(submission.earned) of \(submission.points)"]
        + grade.chapters.map(submission.exercises(of:)).map { own in
          "\(own.count { $0.verdict == .passed }) of \(own.count)"
        }
    }
    return ["## \(counted(grade.submissions.count, "submission"))", table(header, rows)]
  }

  private static func hardest(_ grade: ClassGrade) -> [String] {
    let rows = grade.hardest.map { entry in
      let reasons = entry.reasons.map { "\($0.count) × \(escaped($0.text))" }
      return [
        "\(entry.number)", escaped(entry.title), "\(entry.failed)",
        reasons.joined(separator: "<br>"),
      ]
    }
    return rows.isEmpty
      ? [] : ["### Failed most often", table(["no.", "exercise", "failed", "why"], rows)]
  }

  private static func submission(_ grade: SubmissionGrade, level: String) -> [String] {
    let rows = grade.exercises.map { exercise in
      [
        "\(exercise.number)", escaped(exercise.title), "\(exercise.earned) of \(exercise.points)",
        escaped(exercise.verdict.rawValue), escaped(exercise.explanation),
      ]
    }
    return [
      "\(level) \(escaped(grade.name))",
      grade.overview.map { "- \(escaped($0))" }.joined(separator: "\n"),
      table(["no.", "exercise", "points", "verdict", "what the suite says"], rows),
    ]
  }

  private static func table(_ header: [String], _ rows: [[String]]) -> String {
    ([header, header.map { _ in "---" }] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
      .joined(separator: "\n")
  }

  /// The text as one line that Markdown shows as it is: its marks escaped, also those of HTML, of
  /// mathematics and of mentions, which would call people; a line's end as a break.
  static func escaped(_ text: String) -> String {
    text.lines.map { line in
      trimmed(line).unicodeScalars.map { scalar in
        switch scalar {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        case "@": "&#64;"
        case "|", "\\", "`", "*", "_", "[", "]", "~", "#", "$", "!": "\\\(scalar)"
        default: String(scalar)
        }
      }.joined()
    }.filter { !$0.isEmpty }.joined(separator: "<br>")
  }
}
