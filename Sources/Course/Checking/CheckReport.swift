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
    let chapter = result.chapter
    terminal.print(terminal.styled("\(chapter.number) · \(chapter.title)", .bold))
    terminal.print()
    for (exercise, verdict) in result.exercises {
      terminal.print(exerciseLine(exercise, verdict.standing, terminal))
      for (test, verdict) in result.tests where listsTests && test.exercise == exercise.number {
        let symbol = verdict == .passed ? "✓" : "✗"
        terminal.printWrapped("      \(symbol) \(test.sentence)", hanging: 2)
      }
    }
    showPassedOver(result)
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

  private func showPassedOver(_ result: CheckResult) {
    if result.passedOver.isEmpty && result.cutShort.isEmpty { return }
    terminal.print()
    for number in result.passedOver {
      terminal.printWrapped(
        "\(number) trains for some seconds and is passed over: swift run course check\u{A0}\(number)",
        hanging: 2)
    }
    for number in result.cutShort {
      terminal.printWrapped(
        "\(number) was given little time, since a test of another exercise did not end: "
          + "swift run course check\u{A0}\(number)", hanging: 2)
    }
  }

  private func showOthers(_ failures: some Collection<CheckResult.Failure>) {
    if failures.isEmpty { return }
    terminal.print()
    terminal.print(failures.count == 1 ? "The other:" : "The others:")
    for other in failures {
      let message = PlainText.lines(other.failure.message)
      terminal.print("  " + shortenedFailure(message, to: min(terminal.width, 80) - 2))
    }
  }

  // MARK: The first failure

  private func show(_ failure: TestFailure, of exercise: Exercise, _ test: SuiteTest) throws {
    for (index, line) in lines(of: PlainText.lines(failure.message)).enumerated() {
      terminal.printWrapped(line, hanging: index == 0 ? 4 : 0, .red)
    }
    if let strip = failure.strip { show(strip, saysWhere: !failure.isNamed) }
    if !test.method.isEmpty { terminal.printWrapped("    test: \(test.sentence)", hanging: 2) }
    terminal.printWrapped("    at \(failure.file):\(failure.line)", hanging: 2)
    if failure.file != exercise.path, let file = try course.readerFile(of: exercise) {
      let place = "\(exercise.path):\(file.line(of: exercise.number))"
      terminal.printWrapped("    your code: \(place)", hanging: 2)
    }
    if failure.printed.isEmpty { return }
    terminal.print("    it printed:")
    for line in failure.printed { terminal.printCode(line, gutter: "    | ") }
  }

  private func show(_ strip: HeatStrip, saysWhere: Bool) {
    terminal.print()
    let width = max(40, min(terminal.width, 80) - 4)
    let lines = strip.drawn(width: width, saysWhere: saysWhere) { mark, level in
      switch level {
      case 0: terminal.styled(mark, .green)
      case 1...4: terminal.styled(mark, .yellow)
      case 5...7: terminal.styled(mark, .red)
      default: terminal.styled(mark, .red, .bold)
      }
    }
    let sentences = (strip.note == nil ? 0 : 1) + (saysWhere ? 1 : 0)
    for line in lines.dropLast(sentences) { terminal.print("    " + line) }
    for line in lines.suffix(sentences) { terminal.printWrapped("    " + line) }
    terminal.print()
  }

  // MARK: What next

  private func showNext(_ result: CheckResult) throws {
    if let failing = result.failures.first?.exercise.number {
      if let earlier = result.earlierFailure {
        terminal.printWrapped("\(failing) calls \(earlier), which fails too. Look there first:")
        return terminal.print(command("check \(earlier)"))
      }
      terminal.print("For a hint: swift run course hint \(failing)")
      terminal.print("Next: correct it, then")
      return terminal.print(command("check \(failing)"))
    }
    let progress = course.progress
    var open = result.firstOpen?.exercise
    // An exercise that is written can still wait for one before it.
    if case .waits(let other) = result.firstOpen?.verdict { open = try course.exercise(other).1 }
    if open == nil {
      if let number = result.exercises.last?.exercise.number {
        terminal.print("To compare: swift run course solution \(number)")
      }
      open = try course.exercises(after: result).first {
        try course.state(of: $0, progress) != .done
      }
    }
    try showPoints(of: result, progress)
    guard let open else { return try course.showEnd(on: terminal) }
    let isBegun = open.number.chapter <= result.chapter.number
    let state = try course.state(of: open, progress)
    try course.showNextStep(for: open, state, isBegun: isBegun, on: terminal)
  }

  /// What the exercises that pass are worth, and all that are done.
  private func showPoints(of result: CheckResult, _ progress: ReaderProgress) throws {
    let done = result.exercises.filter { $0.verdict == .done }.map(\.exercise.points)
    guard !done.isEmpty else { return }
    let all = course.exercises.reduce(0) { $0 + $1.points }
    terminal.printWrapped(
      "\(counted(done.reduce(0, +), "point")); \(try course.earnedPoints(progress)) of \(all) in all."
    )
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

/// How an exercise stands, as a sign and in words, in a style for both.
typealias Standing = (symbol: String, words: String, style: Terminal.Style)

extension ExerciseVerdict {
  fileprivate var standing: Standing {
    switch self {
    case .done: ("✓", "done", .green)
    case .notWritten: ("·", "not written yet", .dim)
    case .waits(let other): ("·", "waits for \(other)", .dim)
    case .failing: ("✗", "failing", .red)
    case .passedOver: ("?", "passed over", .yellow)
    case .cutShort: ("?", "not judged", .yellow)
    }
  }
}

/// `  ✓ 1.3  Softmax, row by row                          3 points  done`, 80 columns at most; a
/// narrow window has no room for the points.
func exerciseLine(_ exercise: Exercise, _ standing: Standing, _ terminal: Terminal) -> String {
  let number = padded("\(exercise.number) ", to: 5)
  let width = min(terminal.width, 80)
  let points = width < 60 ? "" : padded(counted(exercise.points, "point"), to: 9) + "  "
  let room = max(10, width - 4 - number.count - 2 - points.count - 16)
  let mark = exercise.isLong ? " (long)" : ""
  let title = padded(shortened(exercise.title, to: room - mark.count) + mark, to: room)
  let sign = terminal.sign(standing.symbol, standing.style)
  return "  \(sign) \(number)\(title)  \(points)\(terminal.styled(standing.words, standing.style))"
}
