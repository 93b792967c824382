import HeatStrips

/// Tells what a check found: a line an exercise, the first failure in full, and what to type next.
package struct CheckReport {
  package let course: Course
  package let terminal: Terminal

  package init(course: Course, terminal: Terminal) {
    self.course = course
    self.terminal = terminal
  }

  // MARK: Verdicts

  package func show(_ result: CheckResult, listsTests: Bool = false) throws {
    terminal.print(heading(of: result.chapter))
    terminal.print()
    for (exercise, verdict) in result.exercises {
      terminal.print(line(for: exercise, verdict))
      if listsTests {
        for (test, verdict) in result.tests where test.exercise == exercise.number {
          let symbol = verdict == .passed ? "✓" : "✗"
          terminal.printWrapped("      \(symbol) \(test.sentence)", hanging: 2)
        }
      }
    }
    if let first = result.failures.first {
      terminal.print()
      let count = result.failures.count
      if count > 1 { terminal.print("The first of \(count) exercises that fail:") }
      try show(first.failure, of: first.exercise, first.test)
      showOthers(result.failures.dropFirst())
    }
    terminal.print()
    try showNext(result)
  }

  /// The failures of other exercises, a line each.
  private func showOthers(_ failures: some Collection<CheckResult.Failure>) {
    if failures.isEmpty { return }
    terminal.print()
    terminal.print(failures.count == 1 ? "The other:" : "The others:")
    for other in failures {
      let sentence = lines(of: other.failure.message).first ?? ""
      terminal.print("  " + shortenedFailure(sentence, to: terminal.width - 2))
    }
  }

  package func heading(of chapter: Chapter) -> String {
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
    for (index, line) in lines(of: failure.message).enumerated() {
      terminal.printWrapped(line, hanging: index == 0 ? 4 : 0, .red)
    }
    if let strip = failure.strip { show(strip) }
    if !test.method.isEmpty {
      terminal.printWrapped("    test: \(test.sentence)", hanging: 2)
    }
    terminal.printWrapped("    at \(failure.file):\(failure.line)", hanging: 2)
    if failure.file != exercise.path, let file = try course.readerFile(of: exercise) {
      let place = "\(exercise.path):\(file.line(of: exercise.number))"
      terminal.printWrapped("    your code: \(place)", hanging: 2)
    }
    if failure.printed.isEmpty { return }
    terminal.print("    it printed:")
    for line in failure.printed {
      for part in wrappedCode(line, to: terminal.width, gutter: "    | ") { terminal.print(part) }
    }
  }

  private func show(_ strip: HeatStrip) {
    terminal.print()
    let lines = strip.drawn(width: max(40, min(terminal.width, 80) - 4)) { mark, level in
      switch level {
      case 0: terminal.styled(mark, .green)
      case 1...4: terminal.styled(mark, .yellow)
      case 5...7: terminal.styled(mark, .red)
      default: terminal.styled(mark, .red, .bold)
      }
    }
    let sentences = strip.note == nil ? 1 : 2
    for line in lines.dropLast(sentences) { terminal.print("    " + line) }
    for line in lines.suffix(sentences) { terminal.printWrapped("    " + line) }
    terminal.print()
  }

  // MARK: What next

  private func showNext(_ result: CheckResult) throws {
    if let failing = result.failures.first?.exercise.number {
      if let earlier = result.earlierFailure {
        terminal.printWrapped(
          "\(earlier) fails too, and \(failing) may stand on it. Look there first:")
        return terminal.print(command("check \(earlier)"))
      }
      terminal.print("For a hint: swift run course hint \(failing)")
      terminal.print("Next: correct it, then")
      terminal.print(command("check \(failing)"))
    } else if let (exercise, verdict) = result.firstOpen {
      // An exercise that is written can still wait for one before it.
      var open = exercise
      if case .waits(let other) = verdict { open = try course.exercise(other).1 }
      try showNext(open, in: result.chapter)
    } else {
      try showNextAfterDone(result)
    }
  }

  private func showNext(_ exercise: Exercise, in chapter: Chapter) throws {
    let state = try course.state(of: exercise, ReaderProgress.load(from: course.folder))
    let isBegun = exercise.number.chapter <= chapter.number
    try course.nextStep(for: exercise, state, isBegun: isBegun).show(on: terminal)
  }

  private func showNextAfterDone(_ result: CheckResult) throws {
    if let number = result.exercises.last?.exercise.number {
      terminal.print("To compare: swift run course solution \(number)")
    }
    let progress = ReaderProgress.load(from: course.folder)
    let open = try course.exercises(after: result).first {
      try course.state(of: $0, progress) != .done
    }
    guard let open else {
      return terminal.print(terminal.styled("Every exercise is done.", .green, .bold))
    }
    try showNext(open, in: result.chapter)
  }

  package func command(_ words: String) -> String {
    terminal.styled("  swift run course \(words)", .bold)
  }
}

extension Course {
  /// All exercises in the order in which a reader who has just done these is likely to want them:
  /// the rest of the chapter, the chapters after it, and last what was skipped before.
  fileprivate func exercises(after result: CheckResult) -> [Exercise] {
    let chapter = result.chapter.number
    let done = result.exercises.last?.exercise.number ?? ExerciseNumber(chapter: chapter, index: 0)
    let here = exercises.filter { $0.number.chapter == chapter }
    return here.filter { $0.number > done } + here.filter { $0.number <= done }
      + exercises.filter { $0.number.chapter > chapter }
      + exercises.filter { $0.number.chapter < chapter }
  }
}

/// `  ✓ 1.3  Softmax, row by row                          3 points  done`, 80 columns at most; a
/// narrow window has no room for the points.
func exerciseLine(
  _ exercise: Exercise, symbol: String, words: String, _ style: Terminal.Style,
  _ terminal: Terminal
) -> String {
  let number = padded("\(exercise.number)", to: 5)
  let width = min(terminal.width, 80)
  let points = width < 60 ? "" : padded(counted(exercise.points, "point"), to: 9) + "  "
  let room = max(10, width - 4 - 5 - 2 - points.count - 16)
  let title = padded(shortened(exercise.title, to: room), to: room)
  let state = terminal.styled(words, style)
  return "  \(terminal.sign(symbol, style)) \(number)\(title)  \(points)\(state)"
}
