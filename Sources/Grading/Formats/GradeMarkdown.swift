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
    let chapters = grade.chapters
    let header = ["submission", "points"] + chapters.map { "chapter \($0)" }
    let rows = grade.submissions.map { submission in
      [escaped(submission.name), "\(submission.earned) of \(submission.points)"]
        + chapters.map { chapter in
          let own = submission.exercises(of: chapter)
          return "\(own.count { $0.verdict == .passed }) of \(own.count)"
        }
    }
    return ["## \(counted(grade.submissions.count, "submission"))", table(header, rows)]
  }

  private static func hardest(_ grade: ClassGrade) -> [String] {
    let entries = ClassSummary(grade).hardest
    if entries.isEmpty { return [] }
    let rows = entries.map { entry in
      let reasons = entry.reasons.map { "\($0.count) × \(escaped($0.text))" }
      return [
        "\(entry.number)", escaped(entry.title), "\(entry.failed)",
        reasons.joined(separator: "<br>"),
      ]
    }
    return ["### Failed most often", table(["no.", "exercise", "failed", "why"], rows)]
  }

  private static func submission(_ grade: SubmissionGrade, level: String) -> [String] {
    let rows = grade.exercises.map { exercise in
      [
        "\(exercise.number)", escaped(exercise.title), "\(exercise.earned) of \(exercise.points)",
        escaped(exercise.verdict.words), escaped(exercise.explanation),
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
      trimmed(line).unicodeScalars.reduce(into: "") { result, scalar in
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "@": result += "&#64;"
        case "|", "\\", "`", "*", "_", "[", "]", "~", "#", "$", "!": result += "\\\(scalar)"
        default: result.unicodeScalars.append(scalar)
        }
      }
    }.filter { !$0.isEmpty }.joined(separator: "<br>")
  }
}
