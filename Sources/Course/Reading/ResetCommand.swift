extension Command {
  package static let reset = Command(
    name: "reset",
    summary: "puts an exercise back, keeping a copy of yours",
    usage: "course reset EXERCISE | CHAPTER [--file]",
    example: "swift run course reset 1.3",
    flags: [Flag(name: "--file", help: "puts back the whole file that the exercise is in")],
    positionals: 1...1
  ) { arguments in
    let course = try Course.here()
    let (chapter, exercise) = try course.selection(arguments.positionals[0])
    if let exercise {
      try putBack(
        exercise, of: chapter, wholeFile: arguments.has("--file"), in: course, arguments.terminal)
    } else {
      try putBackChapter(chapter, in: course, arguments.terminal)
    }
    return .done
  }
}

/// Puts one exercise's lines back and leaves the rest of its file alone, unless all of it is asked
/// for.
private func putBack(
  _ exercise: Exercise, of chapter: Chapter, wholeFile: Bool, in course: Course,
  _ terminal: Terminal
) throws {
  let path = exercise.path
  let released = try releasedText(of: path, chapter, in: course)
  guard let yours = try course.readerFile(of: exercise) else {
    try course.folder.write(released, to: path)
    return terminal.print("\(path) was missing and is back.")
  }
  let original = ReaderFile(path: path, text: released)
  guard let region = original.region(of: exercise.number) else {
    throw UserError("\(exercise.solutionPath) does not close exercise \(exercise.number)")
  }
  let lines = Array(original.lines[region.markerLine..<region.closingLine])
  guard let restored = wholeFile ? released : yours.replacing(exercise.number, with: lines) else {
    throw UserError(
      "in \(path) \(yours.regionProblem(exercise.number) ?? "the braces do not match"); "
        + "to put this one file back\(company(of: exercise, in: chapter)), keeping a copy of "
        + "yours: swift run course reset \(exercise.number) --file")
  }
  if try course.folder.text(path) == restored {
    let what = wholeFile ? path : "\(exercise.number)"
    return terminal.print("\(what) is as it was handed out.")
  }
  try replace(path, with: restored, in: course.folder, terminal)
  try forget(
    chapter.exercises.filter { $0.path == path && (wholeFile || $0.number == exercise.number) },
    in: course.folder)
}

/// `, and with it 1.7 and 1.8`: the exercises that share a file with one; empty where none does.
private func company(of exercise: Exercise, in chapter: Chapter) -> String {
  let others = chapter.exercises.filter {
    $0.path == exercise.path && $0.number != exercise.number
  }
  return others.isEmpty ? "" : ", and with it \(listed(others.map { "\($0.number)" }))"
}

/// Restores a chapter's missing files; where none is missing, puts all of them back.
private func putBackChapter(_ chapter: Chapter, in course: Course, _ terminal: Terminal) throws {
  let files = course.releasedFiles().filter { $0.path.hasPrefix("exercises/\(chapter.name)/") }
  let missing = files.filter { !course.folder.exists($0.path) }
  for (path, text) in missing {
    try course.folder.write(text, to: path)
    terminal.print("\(path) was missing and is back.")
  }
  if !missing.isEmpty { return }
  let changed = try files.filter { try course.folder.text($0.path) != $0.text }
  for (path, text) in changed {
    try replace(path, with: text, in: course.folder, terminal)
  }
  if changed.isEmpty { terminal.print("Chapter \(chapter.number) is as it was handed out.") }
  try forget(chapter.exercises, in: course.folder)
}

private func releasedText(
  of path: String, _ chapter: Chapter, in course: Course
) throws -> String {
  guard let file = course.releasedFiles().first(where: { $0.path == path }) else {
    throw UserError("\(path) has no solution")
  }
  return file.text
}

private func replace(
  _ path: String, with text: String, in folder: PackageFolder, _ terminal: Terminal
) throws {
  let copy = try folder.keepCopy(of: path)
  try folder.write(text, to: path)
  terminal.print("\(path) is put back.")
  if let copy { terminal.print("Yours is kept in \(copy)") }
}

private func forget(_ exercises: [Exercise], in folder: PackageFolder) throws {
  var progress = ReaderProgress.load(from: folder)
  for exercise in exercises { progress.forget(exercise.number) }
  try progress.save(to: folder)
}
