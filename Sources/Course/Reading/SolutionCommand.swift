extension Command {
  package static let solution = Command(
    name: "solution", summary: "shows a solution beside yours", usage: "course solution EXERCISE",
    example: "swift run course solution 1.3", positionals: 0...1
  ) { arguments in
    let course = try Course.here()
    let exercise = try course.exercise(
      named: arguments.positionals.first ?? course.refuseGuessing("solution"))
    let (number, terminal) = (exercise.number, arguments.terminal)
    let file = try course.readerFile(of: exercise)
    terminal.print(terminal.styled("\(number) · \(exercise.title)", .bold))
    terminal.print()
    let ours = Excerpt(
      title: "Ours, \(exercise.solutionPath)", lines: unindented(exercise.solution.solution))
    let isUnwritten = try course.state(of: exercise, course.progress) == .notWritten
    if let file, let lines = file.ownLines(of: number), !isUnwritten {
      let title = "Yours, \(file.path):\(file.line(of: number))"
      let yours = Excerpt(title: title, lines: unindented(lines))
      if yours.lines == ours.lines {
        ours.show(terminal)
        terminal.printWrapped("\(title), is the same.", hanging: 2)
      } else {
        yours.show(beside: ours, terminal)
      }
      return .done
    }
    ours.show(terminal)
    if let file, let problem = file.regionProblem(number), !isUnwritten {
      terminal.printWrapped("Yours: see \(exercise.path); in it \(problem).", hanging: 2)
    } else if file == nil {
      terminal.printWrapped(
        "\(exercise.path) is missing: swift run course reset \(number.chapter)", hanging: 2)
    } else {
      terminal.printWrapped(
        "Yours is not written yet. Close this, and write it in words of your own.")
    }
    return .done
  }
}

private struct Excerpt {
  let title: String
  let lines: [String]

  func show(_ terminal: Terminal) {
    terminal.printWrapped(title, hanging: 2, .dim)
    for line in lines { terminal.printCode(line, gutter: "  ") }
    terminal.print()
  }

  /// Side by side where both fit, else one below the other.
  func show(beside other: Excerpt, _ terminal: Terminal) {
    let left = ([title] + lines).map(\.columns).max() ?? 0
    let right = ([other.title] + other.lines).map(\.columns).max() ?? 0
    guard left + 3 + right <= terminal.width else {
      show(terminal)
      return other.show(terminal)
    }
    terminal.print(terminal.styled("\(padded(title, to: left)) │ \(other.title)", .dim))
    for index in 0..<max(lines.count, other.lines.count) {
      let mine = index < lines.count ? lines[index] : ""
      let its = index < other.lines.count ? other.lines[index] : ""
      terminal.print("\(padded(mine, to: left)) │ \(its)")
    }
  }
}

/// The lines without the indentation that all share, and without empty lines at either end.
func unindented(_ lines: [String]) -> [String] {
  let body = lines.dropEnds { trimmed($0).isEmpty }
  let indentation =
    body.filter { !trimmed($0).isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
  return body.map { PlainText.visible(String($0.dropFirst(indentation))) }
}
