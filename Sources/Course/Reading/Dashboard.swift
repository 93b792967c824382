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
    showMilestones()
    terminal.print()
    let isDivided = Set(chapters.compactMap(\.chapter.part?.number)).count > 1
    var (isSpaced, part) = (true, Part?.none)
    for (chapter, exercises) in chapters {
      if isDivided, let next = chapter.part, next != part {
        terminal.print((isSpaced ? "" : "\n") + terminal.styled(next.title, .underline))
        (isSpaced, part) = (true, next)
      }
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

  /// The papers whose claims were seen with the reader's code; nothing before the first.
  private func showMilestones() {
    let reached = (course.progress.milestones ?? [:]).filter(\.value.isReached)
    if reached.isEmpty { return }
    let names = reached.sorted { ($0.value.year, $0.key) < ($1.value.year, $1.key) }.map {
      "\($0.key) (\($0.value.authors)\u{A0}\($0.value.year))"
    }
    let sign = terminal.sign("✓", .green)
    terminal.printWrapped(
      "\(sign) \(counted(names.count, "milestone")): \(listed(names))", hanging: 2)
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
