extension Command {
  package static let hint = Command(
    name: "hint", summary: "shows the next hint of an exercise",
    usage: "course hint [EXERCISE] [--again | --all]", example: "swift run course hint 1.3",
    flags: [
      Flag(name: "--again", help: "repeats the hints that were shown"),
      Flag(name: "--all", help: "shows every hint"),
    ],
    positionals: 0...1
  ) { arguments in
    let course = try Course.here()
    let exercise =
      try arguments.positionals.first.map { try course.exercise(named: $0) }
      ?? course.exerciseAtHand()
    let hints = exercise.section?.hints ?? []
    if hints.isEmpty { throw UserError("exercise \(exercise.number) has no hints") }
    // The weakest comes first; after the last, the last is shown again.
    var progress = course.progress
    let key = "\(exercise.number)"
    let shownBefore = min(progress.hints[key] ?? 0, hints.count)
    let (all, again) = (arguments.has("--all"), arguments.has("--again"))
    let shown = all ? hints.count : again ? max(1, shownBefore) : min(shownBefore + 1, hints.count)
    let terminal = arguments.terminal
    terminal.print(terminal.styled("\(key) · \(exercise.title)", .bold))
    for index in (all || again ? 0 : shown - 1)..<shown {
      terminal.print()
      terminal.print(terminal.styled("Hint \(index + 1) of \(hints.count)", .bold))
      terminal.print(MarkdownView(terminal).render(hints[index].text))
    }
    terminal.print()
    terminal.print(
      shown < hints.count
        ? "For the next one: swift run course hint \(key)"
        : "That was the last. To see a solution: swift run course solution \(key)")
    progress.hints[key] = max(shown, shownBefore)
    try progress.save(to: course.folder)
    return .done
  }
}

extension Course {
  /// The exercise that a word names.
  ///
  /// - Throws: `UserError` where it names none, or a chapter.
  package func exercise(named word: String) throws -> Exercise {
    let (chapter, exercise) = try selection(word)
    if let exercise { return exercise }
    throw UserError("name an exercise, not a chapter; \(Self.exerciseRange(of: chapter))")
  }
}
