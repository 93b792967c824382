import Course

/// A class, or one submission, as a table for a terminal of 80 columns.
struct GradeTable {
  private let grade: ClassGrade
  private let terminal: Terminal
  private let width: Int

  init(_ grade: ClassGrade, _ terminal: Terminal) {
    self.grade = grade
    self.terminal = terminal
    width = max(40, min(terminal.width, 80))
  }

  /// The whole, with a line's end after its last line.
  var text: String {
    let body =
      grade.submissions.count == 1
      ? SubmissionTable(grade.submissions[0], terminal, width).lines
      : rows + notes + finished + hardest
    return (body + [""] + circumstances).map { line in
      String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
    }.joined()
  }

  /// `Seed 7, graded in bubblewrap, 12 s.`
  private var circumstances: [String] {
    let seconds = Int(min(milliseconds(grade.seconds), 1e9).rounded())
    let time = seconds < 60 ? "\(seconds) s" : "\(seconds / 60) min \(seconds % 60) s"
    return wrapped("Seed \(grade.seed), graded in \(grade.protection), \(time).", to: width)
      .map { terminal.styled($0, .dim) }
  }

  // MARK: A line a submission

  private var rows: [String] {
    let columns = GradeColumns(grade, width: width)
    return [terminal.styled(columns.header, .bold)]
      + grade.submissions.map { columns.row($0, terminal) } + columns.legend(terminal)
  }

  /// What else the teacher should know, the first 12 of it.
  private var notes: [String] {
    let all = grade.submissions.flatMap { submission in
      submission.notes.map { "\(shortened(submission.name, to: 28)): \($0)" }
    }
    if all.isEmpty { return [] }
    let rest = all.count - 12
    let shown = all.prefix(12).flatMap { wrapped("  - \($0)", to: width) }
    return ["", "Notes"] + shown + (rest > 0 ? ["  and \(rest) more: --format json"] : [])
  }

  // MARK: The class

  /// Who finished what: for each chapter how many.
  private var finished: [String] {
    let count = grade.submissions.count
    let chapters = grade.chapters.map { chapter in
      "chapter\u{A0}\(chapter)\u{A0}by\u{A0}"
        + "\(grade.submissions.count { $0.hasFinished(chapter) })\u{A0}of\u{A0}\(count)"
    }
    let line = "Finished: " + chapters.joined(separator: ", ") + "."
    return [""] + wrapped(line, to: width, hanging: 2).map(\.softened)
  }

  /// Which exercises failed most often, and with which mistakes.
  private var hardest: [String] {
    let entries = ClassSummary(grade).hardest
    if entries.isEmpty { return [] }
    let rest = entries.count - 8
    return ["", terminal.styled("Failed most often", .bold)]
      + entries.prefix(8).flatMap(lines)
      + (rest > 0 ? ["  and \(counted(rest, "more exercise")): --format json"] : [])
  }

  private func lines(for entry: ClassSummary.Entry) -> [String] {
    let title = shortened("\(entry.number) · \(entry.title)", to: width - 36)
    let open = entry.open > 0 ? ", not written by \(entry.open)" : ""
    let head = "  \(padded(title, to: width - 36))  failed by \(entry.failed)\(open)"
    let reasons = entry.reasons.prefix(3).flatMap { reason in
      wrapped("    \(reason.count) × \(reason.text)", to: width, hanging: 4)
    }
    return [head] + reasons.map { terminal.styled($0, .yellow) }
  }
}

/// The columns of a class's table: for each chapter a mark an exercise where that fits, else how
/// many passed; where even that is too wide, how many chapters are finished.
private struct GradeColumns {
  private enum Kind { case marks, counts, sums }

  private let chapters: [Int]
  private let kind: Kind
  /// The width of each chapter's column.
  private let cells: [Int]
  private let name: Int
  private let points: Int
  private let width: Int

  init(_ grade: ClassGrade, width: Int) {
    self.width = width
    chapters = grade.chapters
    let counts = grade.chapters.map { chapter in
      grade.submissions.map { $0.exercises(of: chapter).count }.max() ?? 0
    }
    points = max(6, grade.submissions.map { "\($0.earned)/\($0.points)".count }.max() ?? 0)
    let longest = max(10, min(28, grade.submissions.map(\.name.count).max() ?? 0))
    let room = width - points - 2
    let marks = zip(chapters, counts).map { max("\($0)".count, $1) }
    let sums = zip(chapters, counts).map { max("\($0)".count, "\($1)/\($1)".count) }
    if longest + marks.reduce(0, { $0 + $1 + 2 }) <= room {
      (kind, cells) = (.marks, marks)
    } else if 10 + sums.reduce(0, { $0 + $1 + 2 }) <= room {
      (kind, cells) = (.counts, sums)
    } else {
      (kind, cells) = (.sums, [18])
    }
    name = min(longest, room - cells.reduce(0) { $0 + $1 + 2 })
  }

  var header: String {
    let titles = kind == .sums ? ["finished"] : chapters.map { "\($0)" }
    return padded("submission", to: name) + "  " + padded("points", to: points)
      + zip(titles, cells).map { "  " + padded($0, to: $1) }.joined()
  }

  /// What the columns mean.
  func legend(_ terminal: Terminal) -> [String] {
    let words =
      switch kind {
      case .marks:
        "A column a chapter: ✓ passed  ✗ failed  · not written  ! stopped or refused"
      case .counts: "A column a chapter: how many of its exercises passed"
      case .sums: "finished: every exercise of the chapter passed"
      }
    return [""] + wrapped(words, to: max(40, min(terminal.width, 80)))
  }

  func row(_ submission: SubmissionGrade, _ terminal: Terminal) -> String {
    let name = padded(shortened(submission.name, to: name), to: name)
    let start = name + "  " + padded("\(submission.earned)/\(submission.points)", to: points)
    if let refusal = submission.refusal {
      return start + "  " + terminal.styled(shortened(refusal, to: width - start.count - 2), .red)
    }
    if kind == .sums {
      let count = chapters.count(where: submission.hasFinished)
      return "\(start)  \(count) of \(chapters.count) chapters"
    }
    return start
      + zip(chapters, cells).map { chapter, cell in
        "  " + self.cell(submission.exercises(of: chapter), cell, terminal)
      }.joined()
  }

  private func cell(_ grades: [ExerciseGrade], _ cell: Int, _ terminal: Terminal) -> String {
    if kind == .counts {
      return padded("\(grades.count { $0.verdict == .passed })/\(grades.count)", to: cell)
    }
    let marks = grades.map { terminal.sign($0.verdict.mark, $0.verdict.style) }
    return marks.joined() + padded("", to: cell - grades.count)
  }
}

/// One submission: an exercise a line, and under those that failed what the suite says.
private struct SubmissionTable {
  private let submission: SubmissionGrade
  private let terminal: Terminal
  private let width: Int

  init(_ submission: SubmissionGrade, _ terminal: Terminal, _ width: Int) {
    self.submission = submission
    self.terminal = terminal
    self.width = width
  }

  var lines: [String] {
    [terminal.styled(shortened(submission.name, to: width), .bold)]
      + submission.overview.flatMap { wrapped($0, to: width, hanging: 2) } + [""]
      + submission.exercises.flatMap(lines)
  }

  private func lines(of grade: ExerciseGrade) -> [String] {
    let mark = terminal.sign(grade.verdict.mark, grade.verdict.style)
    let number = padded("\(grade.number)", to: 5)
    let points = padded("\(grade.earned) of \(grade.points)", to: 8)
    let room = max(10, width - 4 - 5 - 2 - 8 - 2 - 16)
    let title = padded(shortened(grade.title, to: room), to: room)
    let words = terminal.styled(grade.verdict.words, grade.verdict.style)
    let head = "  \(mark) \(number)\(title)  \(points)  \(words)"
    if grade.verdict.isOpen || grade.message.isEmpty { return [head] }
    let message = grade.message.lines.flatMap { line in
      wrapped("      \(line)", to: width, hanging: 2)
    }
    return [head] + message
  }
}

extension GradeVerdict {
  /// One character for a table.
  package var mark: String {
    switch self {
    case .passed: "✓"
    case .failed: "✗"
    case .unwritten, .waits, .missing: "·"
    default: "!"
    }
  }

  fileprivate var style: Terminal.Style {
    switch self {
    case .passed: .green
    case .failed: .red
    case .unwritten, .waits, .missing: .dim
    default: .yellow
    }
  }
}

/// The line that is written over while a class is graded: `██████░░░░ 12 of 30 chapters · 3 min left`.
///
/// - Parameters:
///   - done: how many chapters of all submissions are graded.
///   - seconds: how long they took.
func gradingProgress(_ done: Int, of count: Int, after seconds: Double) -> String {
  let bar = Terminal.bar(Double(done) / Double(max(1, count)), width: 24)
  let state = "Grading \(bar) \(done) of \(counted(count, "chapter"))"
  guard done > 0, done < count else { return state }
  let left = milliseconds(seconds / Double(done) * Double(count - done))
  return state
    + (left < 60 ? " · \(Int(left.rounded(.up))) s left" : " · \(Int(left / 60)) min left")
}
