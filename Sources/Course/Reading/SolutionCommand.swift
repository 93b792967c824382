extension Command {
  package static let solution = Command(
    name: "solution",
    summary: "shows a solution beside yours",
    usage: "course solution EXERCISE",
    example: "swift run course solution 1.3",
    positionals: 1...1
  ) { arguments in
    let course = try Course.here()
    let exercise = try course.exercise(named: arguments.positionals[0])
    return try showSolution(of: exercise, in: course, arguments.terminal)
  }
}

/// Shows the reader's lines and the solution's: side by side where both fit, else one below the
/// other.
func showSolution(
  of exercise: Exercise, in course: Course, _ terminal: Terminal
) throws -> ExitStatus {
  let number = exercise.number
  let file = try course.readerFile(of: exercise)
  terminal.print(terminal.styled("\(number) · \(exercise.title)", .bold))
  terminal.print()
  let yours = file?.ownLines(of: number).map(unindented)
  let ours = unindented(exercise.solution.solution)
  let state = try course.state(of: exercise, ReaderProgress.load(from: course.folder))
  let isUnwritten = state == .notWritten
  if let yours, !isUnwritten {
    let place = file.map { "\($0.path):\($0.line(of: number))" } ?? exercise.path
    show(yours, "Yours, \(place)", ours, "Ours, \(exercise.solutionPath)", terminal)
  } else {
    show(ours, "Ours, \(exercise.solutionPath)", terminal)
    if let file, let problem = file.regionProblem(number), !isUnwritten {
      terminal.printWrapped("Yours: see \(exercise.path); in it \(problem).", hanging: 2)
    } else if file == nil {
      terminal.printWrapped(
        "\(exercise.path) is missing: swift run course reset \(number.chapter)", hanging: 2)
    } else {
      terminal.printWrapped(
        "Yours is not written yet. Close this, and write it in words of your own.")
    }
  }
  return .done
}

private func show(_ lines: [String], _ title: String, _ terminal: Terminal) {
  terminal.printWrapped(title, hanging: 2, .dim)
  for line in lines.flatMap({ wrappedCode($0, to: terminal.width, gutter: "  ") }) {
    terminal.print(line)
  }
  terminal.print()
}

private func show(
  _ yours: [String], _ yourTitle: String, _ ours: [String], _ ourTitle: String,
  _ terminal: Terminal
) {
  let left = ([yourTitle] + yours).map(\.count).max() ?? 0
  let right = ([ourTitle] + ours).map(\.count).max() ?? 0
  guard left + 3 + right <= terminal.width else {
    show(yours, yourTitle, terminal)
    return show(ours, ourTitle, terminal)
  }
  terminal.print(terminal.styled("\(padded(yourTitle, to: left)) │ \(ourTitle)", .dim))
  for index in 0..<max(yours.count, ours.count) {
    let (your, our) = (
      index < yours.count ? yours[index] : "", index < ours.count ? ours[index] : ""
    )
    terminal.print("\(padded(your, to: left)) │ \(our)")
  }
}

/// The lines without the indentation that all share, and without empty lines at either end.
func unindented(_ lines: [String]) -> [String] {
  let isBlank: (String) -> Bool = { trimmed($0).isEmpty }
  let body = Array(lines.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  let indentation = body.filter { !isBlank($0) }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
  return body.map { String($0.dropFirst(indentation)) }
}
