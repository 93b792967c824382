extension Command {
  package static let dashboard = Command(
    name: "", summary: "shows where you stand and what comes next", usage: "course [--all]",
    example: "swift run course",
    flags: [
      Flag("--all", "lists the exercises of every chapter"),
      Flag("--version", "says which version of the course this is"),
    ], positionals: 0...0
  ) { arguments in
    if arguments.has("--version") {
      arguments.terminal.print("LearnLSTM \(try PackageFolder.containing().version())")
      return .done
    }
    try Dashboard(.here(), arguments.terminal).show(everything: arguments.has("--all"))
    return .done
  }
}

/// Where the reader stands, told without building: from the files and from what was checked last.
package struct Dashboard {
  private typealias Entry = (exercise: Exercise, state: ExerciseState)

  private let course: Course
  private let terminal: Terminal
  private let chapters: [(chapter: Chapter, exercises: [Entry])]

  package init(_ course: Course, _ terminal: Terminal) throws {
    let progress = course.progress
    self.course = course
    self.terminal = terminal
    chapters = try course.chapters.map { chapter in
      (chapter, try chapter.exercises.map { ($0, try course.state(of: $0, progress)) })
    }
  }

  package func show(everything: Bool) throws {
    let number = try course.nextExercise()?.number
    let next = chapters.flatMap(\.exercises).first { $0.exercise.number == number }
    showTotal()
    terminal.print()
    var isSpaced = true
    for (chapter, exercises) in chapters {
      let isOpen = everything || chapter.number == next?.exercise.number.chapter
      if isOpen && !isSpaced { terminal.print() }
      showHeading(of: chapter, exercises)
      for (exercise, state) in exercises where isOpen {
        terminal.print(exerciseLine(exercise, state.standing, terminal))
      }
      isSpaced = isOpen
      if isOpen && chapter.number != chapters.last?.chapter.number { terminal.print() }
    }
    terminal.print()
    if let next {
      try course.showNextStep(for: next.exercise, next.state, on: terminal)
    } else {
      try course.showEnd(on: terminal)
    }
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
  private func showHeading(of chapter: Chapter, _ exercises: [Entry]) {
    let most = chapters.map(\.exercises.count).max() ?? 0
    let isNarrow = terminal.width < 50 + 2 * most
    let signs = exercises.map { terminal.sign($0.state.standing.symbol, $0.state.standing.style) }
    let column = isNarrow ? max(16, min(50, terminal.width - most)) : 50
    let title = shortened("\(chapter.number) · \(chapter.title)", to: column - (isNarrow ? 2 : 4))
    let strip = signs.joined(separator: isNarrow ? "" : " ")
    terminal.print(terminal.styled(padded(title, to: column), .bold) + strip)
  }
}

extension ExerciseState {
  fileprivate var standing: Standing {
    switch self {
    case .done: ("✓", "done", .green)
    case .failing: ("✗", "failing", .red)
    case .unchecked: ("?", "not checked yet", .yellow)
    case .changed: ("?", "changed since", .yellow)
    case .notWritten: ("·", "not written yet", .dim)
    case .missing: ("!", "file missing", .red)
    }
  }
}
