import Foundation

extension Command {
  package static let reset = Command(
    name: "reset", summary: "puts an exercise back, keeping a copy of yours",
    usage: "course reset EXERCISE | CHAPTER [--file]", example: "swift run course reset 1.3",
    flags: [Flag(name: "--file", help: "puts back the whole file that the exercise is in")],
    positionals: 1...1
  ) { arguments in
    let course = try Course.here()
    let (chapter, exercise) = try course.selection(arguments.positionals[0])
    let reset = Reset(course: course, chapter: chapter, terminal: arguments.terminal)
    if let exercise {
      try reset.putBack(exercise, wholeFile: arguments.has("--file"))
    } else {
      try reset.putBackChapter()
    }
    return .done
  }
}

private struct Reset {
  let course: Course
  let chapter: Chapter
  let terminal: Terminal

  /// Puts one exercise's lines back and leaves the rest of its file alone, unless all of it is
  /// asked for.
  func putBack(_ exercise: Exercise, wholeFile: Bool) throws {
    let (path, number) = (exercise.path, exercise.number)
    guard let released = course.releasedFiles().first(where: { $0.path == path })?.text else {
      throw UserError("\(path) has no solution")
    }
    guard let yours = try course.readerFile(of: exercise) else {
      return try restore(path, released)
    }
    let original = ReaderFile(path: path, text: released)
    guard let region = original.region(of: number) else {
      throw UserError("\(exercise.solutionPath) does not close exercise \(number)")
    }
    let lines = Array(original.lines[region.markerLine..<region.closingLine])
    guard let restored = wholeFile ? released : yours.replacing(number, with: lines) else {
      throw UserError(
        "in \(path) \(yours.regionProblem(number) ?? "the braces do not match"); to put this one "
          + "file back\(company(of: exercise)), keeping a copy of yours: "
          + "swift run course reset \(number) --file")
    }
    if try course.folder.contents(path) == Data(restored.utf8) {
      let others = chapter.exercises.filter { $0.path == path }.map(\.number)
      let differs = !wholeFile && original.rest(without: others) != yours.rest(without: others)
      terminal.print(
        "\(wholeFile ? path : "\(number)") is as it was handed out."
          + (differs ? " Other lines of \(path) are not:" : ""))
      if differs { terminal.print("  swift run course reset \(number) --file") }
      return
    }
    try replace(path, with: restored)
    try forget { $0.path == path && (wholeFile || $0.number == number) }
  }

  /// Restores a chapter's missing files; where none is missing, puts all of them back.
  func putBackChapter() throws {
    let files = course.releasedFiles().filter { $0.path.hasPrefix("exercises/\(chapter.name)/") }
    let missing = files.filter { !course.folder.exists($0.path) }
    for (path, text) in missing { try restore(path, text) }
    if !missing.isEmpty { return }
    let changed = try files.filter { try course.folder.contents($0.path) != Data($0.text.utf8) }
    for (path, text) in changed { try replace(path, with: text) }
    if changed.isEmpty { terminal.print("Chapter \(chapter.number) is as it was handed out.") }
    try forget { _ in true }
  }

  /// `, and with it 1.7 and 1.8`: the exercises that share a file with one; empty where none does.
  private func company(of exercise: Exercise) -> String {
    let others = chapter.exercises.filter {
      $0.path == exercise.path && $0.number != exercise.number
    }
    return others.isEmpty ? "" : ", and with it \(listed(others.map { "\($0.number)" }))"
  }

  private func restore(_ path: String, _ text: String) throws {
    try course.folder.write(text, to: path)
    terminal.print("\(path) was missing and is back.")
  }

  private func replace(_ path: String, with text: String) throws {
    let copy = try course.folder.keepCopy(of: path)
    try course.folder.write(text, to: path)
    terminal.print("\(path) is put back.")
    if let copy { terminal.print("Yours is kept in \(copy)") }
  }

  private func forget(where isPutBack: (Exercise) -> Bool) throws {
    var progress = course.progress
    for exercise in chapter.exercises where isPutBack(exercise) { progress.forget(exercise.number) }
    try progress.save(to: course.folder)
  }
}
