import Course

/// A class, or one submission, as a table for a terminal of 80 columns.
struct GradeTable {
  let grade: ClassGrade
  let terminal: Terminal

  private var width: Int { max(40, min(terminal.width, 80)) }

  /// The whole, with a line's end after its last line.
  var text: String {
    let body =
      grade.submissions.count == 1
      ? alone(grade.submissions[0]) : rows + notes + finished + hardest
    return (body + [""] + circumstances).map { line in
      String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
    }.joined()
  }

  /// `Seed 7, graded in bubblewrap, 12 s.`
  private var circumstances: [String] {
    let seconds = Int(min(milliseconds(grade.seconds), 1e9).rounded())
    let time = seconds < 60 ? "\(seconds) s" : "\(seconds / 60) min \(seconds % 60) s"
    let all = grade.choice + ["Seed \(grade.seed), graded in \(grade.protection), \(time)."]
    return wrapped(all.joined(separator: " "), to: width)
      .map { terminal.styled($0, .dim) }
  }

  // MARK: A class

  /// A line a submission.
  private var rows: [String] {
    let columns = GradeColumns(grade, width: width)
    return [terminal.styled(columns.header, .bold)]
      + grade.submissions.map { columns.row($0, terminal) }
      + [""] + wrapped(columns.kind.rawValue, to: width)
  }

  /// What else the teacher should know, the first 12 of it, and of nobody more than three.
  private var notes: [String] {
    let all = grade.submissions.flatMap { submission in
      submission.notes.prefix(3).map { "\(shortenedInside(submission.name, to: 28)): \($0)" }
    }
    if all.isEmpty { return [] }
    let rest = grade.submissions.reduce(0) { $0 + $1.notes.count } - min(12, all.count)
    return ["", "Notes"] + all.prefix(12).flatMap { wrapped("  - \($0)", to: width) }
      + (rest > 0 ? ["  and \(rest) more: --format json"] : [])
  }

  /// Who finished what: for each chapter how many.
  private var finished: [String] {
    let chapters = grade.chapters.map { chapter in
      let count = grade.submissions.count { $0.hasFinished(chapter) }
      return "chapter \(chapter) by \(count) of \(grade.submissions.count)"
        .replacing(" ", with: "\u{A0}")
    }
    return [""]
      + wrapped("Finished: \(chapters.joined(separator: ", ")).", to: width, hanging: 2)
      .map(\.softened)
  }

  /// Which exercises failed most often, and with which mistakes.
  private var hardest: [String] {
    let all = grade.hardest
    if all.isEmpty { return [] }
    let rest = all.count - 8
    return ["", terminal.styled("Failed most often", .bold)] + all.prefix(8).flatMap(lines(for:))
      + (rest > 0 ? ["  and \(counted(rest, "more exercise")): --format json"] : [])
  }

  private func lines(for entry: ExerciseSummary) -> [String] {
    let title = shortened("\(entry.number) · \(entry.title)", to: width - 36)
    let open = entry.open > 0 ? ", not written by \(entry.open)" : ""
    let reasons = entry.reasons.prefix(3).flatMap { reason in
      wrapped("    \(reason.count) × \(reason.text)", to: width, hanging: 4)
    }
    return ["  \(padded(title, to: width - 36))  failed by \(entry.failed)\(open)"]
      + reasons.map { terminal.styled($0, .yellow) }
  }

  // MARK: One submission

  /// An exercise a line, and under those that failed what the suite says.
  private func alone(_ submission: SubmissionGrade) -> [String] {
    [terminal.styled(shortened(submission.name, to: width), .bold)]
      + submission.overview.flatMap { wrapped($0, to: width, hanging: 2) } + [""]
      + submission.exercises.flatMap(lines(of:))
  }

  private func lines(of grade: ExerciseGrade) -> [String] {
    let (mark, style) = grade.verdict.sign
    // The mark, number, points and verdict take what the title leaves.
    let number = padded("\(grade.number) ", to: 5)
    let room = max(10, width - 4 - number.count - 2 - 8 - 2 - 16)
    let title = padded(shortened(grade.title, to: room), to: room)
    let head =
      "  \(terminal.sign(mark, style)) \(number)\(title)  "
      + padded("\(grade.earned) of \(grade.points)", to: 8) + "  "
      + terminal.styled(grade.verdict.rawValue, style)
    if grade.verdict.isOpen { return [head] }
    return [head] + grade.message.lines.flatMap { wrapped("      \($0)", to: width, hanging: 2) }
  }
}

/// The columns of a class's table: for each chapter a mark an exercise where that fits, else how
/// many passed; where even that is too wide, how many chapters are finished.
private struct GradeColumns {
  /// What the columns hold, as a legend.
  enum Kind: String {
    case marks = "A column a chapter: ✓ passed  ✗ failed  · not written  ! stopped or refused"
    case counts = "A column a chapter: how many of its exercises passed"
    case sums = "finished: every exercise of the chapter passed"
  }

  private let chapters: [Int]
  private let width: Int
  let kind: Kind
  // The widths of the columns.
  private let name: Int
  private let points: Int
  private let cells: [Int]

  init(_ grade: ClassGrade, width: Int) {
    self.width = width
    chapters = grade.chapters
    points = max(6, grade.submissions.map { "\($0.earned)/\($0.points)".count }.max() ?? 0)
    let longest = max(10, min(28, grade.submissions.map(\.name.count).max() ?? 0))
    let room = width - points - 2
    let counts = chapters.map { chapter in
      grade.submissions.map { $0.exercises(of: chapter).count }.max() ?? 0
    }
    let marks = zip(chapters, counts).map { max("\($0)".count, $1) }
    let sums = zip(chapters, counts).map { max("\($0)".count, "\($1)/\($1)".count) }
    if longest + Self.total(marks) <= room {
      (kind, cells) = (.marks, marks)
    } else if 10 + Self.total(sums) <= room {
      (kind, cells) = (.counts, sums)
    } else {
      (kind, cells) = (.sums, [18])
    }
    name = min(longest, room - Self.total(cells))
  }

  /// What columns take with the two spaces before each.
  private static func total(_ cells: [Int]) -> Int { cells.reduce(0) { $0 + $1 + 2 } }

  var header: String {
    let titles = kind == .sums ? ["finished"] : chapters.map { "\($0)" }
    return padded("submission", to: name) + "  " + padded("points", to: points)
      + zip(titles, cells).map { "  " + padded($0, to: $1) }.joined()
  }

  func row(_ submission: SubmissionGrade, _ terminal: Terminal) -> String {
    let start =
      padded(shortenedInside(submission.name, to: name), to: name) + "  "
      + padded("\(submission.earned)/\(submission.points)", to: points) + "  "
    if let refusal = submission.refusal {
      let lines = wrapped(refusal, to: width - start.count).map { terminal.styled($0, .red) }
      return start + lines.joined(separator: "\n" + padded("", to: start.count))
    }
    if kind == .sums {
      let count = chapters.count(where: submission.hasFinished)
      return start + "\(count) of \(chapters.count) chapters"
    }
    return start
      + zip(chapters, cells).map { chapter, cell in
        let grades = submission.exercises(of: chapter)
        if kind == .counts {
          return padded("\(grades.count { $0.verdict == .passed })/\(grades.count)", to: cell)
        }
        let marks = grades.map { terminal.sign($0.verdict.sign.mark, $0.verdict.sign.style) }
        return marks.joined() + padded("", to: cell - grades.count)
      }.joined(separator: "  ")
  }
}

/// The line that is written over while a class is graded: `██████░░░░ 12 of 30 chapters · 3 min left`,
/// where `done` chapters of all submissions took some seconds.
func gradingProgress(_ done: Int, of count: Int, after seconds: Double) -> String {
  let bar = Terminal.bar(Double(done) / Double(max(1, count)), width: 24)
  let state = "Grading \(bar) \(done) of \(counted(count, "chapter"))"
  guard done > 0, done < count else { return state }
  let left = milliseconds(seconds / Double(done) * Double(count - done))
  return state
    + (left < 60 ? " · \(Int(left.rounded(.up))) s left" : " · \(Int(left / 60)) min left")
}

/// A name, cut in its middle where it is too long: a course's repositories begin alike, and a site's
/// files end alike.
private func shortenedInside(_ name: String, to width: Int) -> String {
  name.count <= width ? name : "\(name.prefix((width - 1) / 2))…\(name.suffix(width / 2))"
}
