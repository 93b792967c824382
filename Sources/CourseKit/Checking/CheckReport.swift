/// Tells what a check found: a line an exercise, the first failure in full, and what to type next.
struct CheckReport {
  let course: Course
  let terminal: Terminal

  // MARK: Verdicts

  func show(_ result: CheckResult, listsTests: Bool = false) throws {
    terminal.print(heading(of: result.chapter))
    terminal.print()
    for (exercise, verdict) in result.exercises {
      terminal.print(line(for: exercise, verdict))
      if listsTests {
        for (test, verdict) in result.tests where test.exercise == exercise.number {
          terminal.print("      \(verdict == .passed ? "✓" : "✗") \(test.sentence)")
        }
      }
    }
    if let first = result.firstFailure {
      terminal.print()
      try show(first.failure, of: first.exercise, first.test)
    }
    terminal.print()
    try showNext(result)
  }

  func heading(of chapter: Chapter) -> String {
    terminal.styled("\(chapter.number) · \(chapter.title)", .bold)
  }

  private func line(for exercise: Exercise, _ verdict: ExerciseVerdict) -> String {
    let (symbol, words, style) = Self.words(for: verdict)
    return exerciseLine(exercise, symbol: symbol, words: words, style, terminal)
  }

  private static func words(
    for verdict: ExerciseVerdict
  ) -> (symbol: String, words: String, style: Terminal.Style) {
    switch verdict {
    case .done: ("✓", "done", .green)
    case .notWritten: ("·", "not written yet", .dim)
    case .waits(let other): ("·", "waits for \(other)", .dim)
    case .failing: ("✗", "failing", .red)
    }
  }

  // MARK: The first failure

  private func show(_ failure: TestFailure, of exercise: Exercise, _ test: SuiteTest) throws {
    terminal.print(terminal.styled(failure.message, .red))
    if !test.method.isEmpty {
      terminal.print("    test: \(test.sentence)")
    }
    terminal.print("    at \(failure.file):\(failure.line)")
    if failure.file != exercise.path, let file = try course.readerFile(of: exercise) {
      terminal.print("    your code: \(exercise.path):\(file.line(of: exercise.number))")
    }
    if !failure.printed.isEmpty {
      terminal.print("    it printed:")
      for line in failure.printed { terminal.print("    | \(line)") }
    }
  }

  /// What the compiler says: the errors in the reader's files before those in others, and no more
  /// than can be read at once.
  func show(_ failure: BuildFailure, _ chapter: Chapter, _ exercise: Exercise?) {
    let own = failure.errors.filter { $0.file.hasPrefix("exercises/") }
    let shown = own.isEmpty ? failure.errors : own
    if shown.isEmpty {
      terminal.print(failure.tail.joined(separator: "\n"))
    }
    for error in shown.prefix(3) {
      terminal.print(terminal.styled(error.lines[0], .red))
      terminal.print((error.excerpt + [""]).joined(separator: "\n"))
    }
    if shown.count > 3 { terminal.print("and \(counted(shown.count - 3, "more error")).\n") }
    if own.isEmpty && shown.contains(where: { $0.file.hasPrefix("Tests/") }) {
      terminal.print(
        "The suite cannot call your code: has the name or type of a declaration changed?\n")
    }
    let again = exercise.map { "\($0.number)" } ?? "\(chapter.number)"
    terminal.print("Next: correct this, then")
    terminal.print(command("check \(again)"))
  }

  // MARK: What next

  private func showNext(_ result: CheckResult) throws {
    if let failing = result.firstFailure?.exercise.number {
      terminal.print("For a hint: swift run course hint \(failing)")
      terminal.print("Next: correct it, then")
      terminal.print(command("check \(failing)"))
    } else if let (exercise, verdict) = result.firstOpen {
      // An exercise that is written can still wait for one before it.
      var open = exercise
      if case .waits(let other) = verdict { open = try course.exercise(other).1 }
      try showNext(open)
    } else {
      try showNextAfterDone(result)
    }
  }

  private func showNext(_ exercise: Exercise) throws {
    let line = try course.readerFile(of: exercise)?.line(of: exercise.number) ?? 1
    terminal.print("Next: write exercise \(exercise.number) at \(exercise.path):\(line), then")
    terminal.print(command("check \(exercise.number)"))
  }

  private func showNextAfterDone(_ result: CheckResult) throws {
    if let number = result.exercises.last?.exercise.number {
      terminal.print("To compare: swift run course solution \(number)")
    }
    let progress = ReaderProgress.load(from: course.folder)
    let open = try course.exercises.first { try course.state(of: $0, progress) != .done }
    guard let open else {
      return terminal.print(terminal.styled("Every exercise is done.", .green, .bold))
    }
    if open.number.chapter == result.chapter.number {
      return try showNext(open)
    }
    terminal.print("Next:")
    terminal.print(command("read \(open.number.chapter)"))
  }

  private func command(_ words: String) -> String {
    terminal.styled("  swift run course \(words)", .bold)
  }
}

/// `  ✓ 1.3  Softmax, row by row                          3 points  done`, 80 columns at most.
func exerciseLine(
  _ exercise: Exercise, symbol: String, words: String, _ style: Terminal.Style,
  _ terminal: Terminal
) -> String {
  let number = padded("\(exercise.number)", to: 5)
  let points = padded(counted(exercise.points, "point"), to: 9)
  let room = max(10, min(terminal.width, 80) - 4 - 5 - 2 - 9 - 2 - 16)
  let title = padded(shortened(exercise.title, to: room), to: room)
  let state = terminal.styled(words, style)
  return "  \(terminal.styled(symbol, style)) \(number)\(title)  \(points)  \(state)"
}

/// The text, cut with an ellipsis where it is longer than a number of columns.
func shortened(_ text: String, to width: Int) -> String {
  text.count <= width ? text : text.prefix(max(0, width - 1)) + "…"
}
