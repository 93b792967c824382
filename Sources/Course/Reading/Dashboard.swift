extension Command {
  package static let dashboard = Command(
    name: "",
    summary: "shows where you stand and what comes next",
    usage: "course [--all]",
    example: "swift run course",
    flags: [Flag(name: "--all", help: "lists the exercises of every chapter")],
    positionals: 0...0
  ) { arguments in
    let course = try Course.here()
    let dashboard = try Dashboard(course, arguments.terminal)
    try dashboard.show(everything: arguments.has("--all"))
    return .done
  }
}

/// Where the reader stands, told without building: from the files and from what was checked last.
package struct Dashboard {
  private let terminal: Terminal
  private let chapters:
    [(chapter: Chapter, exercises: [(exercise: Exercise, state: ExerciseState)])]
  private let course: Course

  package init(_ course: Course, _ terminal: Terminal) throws {
    let progress = ReaderProgress.load(from: course.folder)
    self.terminal = terminal
    self.course = course
    chapters = try course.chapters.map { chapter in
      (chapter, try chapter.exercises.map { ($0, try course.state(of: $0, progress)) })
    }
  }

  private var next: (exercise: Exercise, state: ExerciseState)? {
    chapters.flatMap(\.exercises).first { $0.state != .done }
  }

  package func show(everything: Bool) throws {
    showTotal()
    terminal.print()
    var isSpaced = true
    for (chapter, exercises) in chapters {
      let isCurrent = chapter.number == next?.exercise.number.chapter
      if (isCurrent || everything) && !isSpaced { terminal.print() }
      showHeading(of: chapter, exercises)
      if isCurrent || everything {
        for (exercise, state) in exercises {
          let (symbol, words, style) = Self.words(for: state)
          terminal.print(exerciseLine(exercise, symbol: symbol, words: words, style, terminal))
        }
      }
      isSpaced = isCurrent || everything
      if isSpaced && chapter.number != chapters.last?.chapter.number { terminal.print() }
    }
    try showNext()
  }

  /// The name, a bar and the points on one line, the bar shorter where the window is narrow.
  private func showTotal() {
    let all = chapters.flatMap(\.exercises)
    let total = all.reduce(0) { $0 + $1.exercise.points }
    let reached = all.filter { $0.state == .done }.reduce(0) { $0 + $1.exercise.points }
    let fraction = total == 0 ? 0 : Double(reached) / Double(total)
    let points = "\(reached) of \(counted(total, "point"))"
    let room = terminal.width - points.count - 2
    let title = padded("LearnLSTM", to: room < 32 + 24 ? 11 : 32)
    let length = max(4, min(24, room - title.count))
    let bar = terminal.styled(Terminal.bar(fraction, width: length), .green)
    terminal.print("\(terminal.styled(title, .bold))\(bar)  \(points)")
  }

  /// A chapter's title and a sign for each of its exercises, which stand close where the window is
  /// narrow.
  private func showHeading(
    of chapter: Chapter, _ exercises: [(exercise: Exercise, state: ExerciseState)]
  ) {
    let most = chapters.map(\.exercises.count).max() ?? 0
    let isNarrow = terminal.width < 50 + 2 * most
    let strip = exercises.map { entry in
      let (symbol, _, style) = Self.words(for: entry.state)
      return terminal.sign(symbol, style)
    }.joined(separator: isNarrow ? "" : " ")
    let column = isNarrow ? max(16, min(50, terminal.width - most)) : 50
    let gap = isNarrow ? 2 : 4
    let title = shortened("\(chapter.number) · \(chapter.title)", to: column - gap)
    terminal.print(terminal.styled(padded(title, to: column), .bold) + strip)
  }

  private func showNext() throws {
    terminal.print()
    guard let (exercise, state) = next else {
      return terminal.print(terminal.styled("Every exercise is done.", .green, .bold))
    }
    try course.nextStep(for: exercise, state).show(on: terminal)
  }

  private static func words(
    for state: ExerciseState
  ) -> (symbol: String, words: String, style: Terminal.Style) {
    switch state {
    case .done: ("✓", "done", .green)
    case .failing: ("✗", "failing", .red)
    case .unchecked: ("?", "not checked yet", .yellow)
    case .changed: ("?", "changed since", .yellow)
    case .notWritten: ("·", "not written yet", .dim)
    case .missing: ("!", "file missing", .red)
    }
  }
}
