import Course

extension Command {
  static let devRelease = Command(
    name: "dev release",
    summary: "writes exercises/ from solutions/, and the suites' names of mistakes",
    usage: "course dev release [--check] [--force]",
    example: "swift run course dev release --check",
    flags: [
      Flag(
        name: "--check", help: "writes nothing; lists the files that differ, and fails if any do"),
      Flag(name: "--force", help: "writes over exercises that are written, too, keeping a copy"),
    ], positionals: 0...0
  ) { arguments in
    let course = try Course.here()
    return arguments.has("--check")
      ? try checkRelease(of: course, arguments.terminal)
      : try release(course, force: arguments.has("--force"), arguments.terminal)
  }
}

/// Lists what `course dev release` would change.
private func checkRelease(of course: Course, _ terminal: Terminal) throws -> ExitStatus {
  let released = course.releasedFiles()
  let (files, known) = (try released + course.releasedMistakes(), released.map(\.path))
  let strays = course.folder.swiftFiles(below: "exercises").filter { !known.contains($0) }
  let differences = try course.folder.differences(
    from: files, remedy: "write it: swift run course dev release"
  ) { $0.hasPrefix("exercises/") ? "solutions/" : KnownMistake.folder }
  return terminal.list(
    course.markerProblems + differences
      + strays.map { SourceProblem($0, nil, "has no file in solutions/; remove it") },
    orSay: "exercises/ is what solutions/ releases: \(counted(released.count, "file")).")
}

/// Writes the released files that differ. Where an exercise is written, it writes nothing unless
/// forced.
private func release(_ course: Course, force: Bool, _ terminal: Terminal) throws -> ExitStatus {
  if let problem = course.markerProblems.first { throw problem }
  let files = try course.releasedFiles() + course.releasedMistakes()
  for (path, text) in force ? [] : files {
    guard let present = try course.folder.text(path), present != text,
      let number = writtenExercise(in: ReaderFile(path: path, text: present))
    else { continue }
    throw UserError(
      "\(path) has exercise \(number) written; to replace it, keeping a copy: "
        + "swift run course dev release --force")
  }
  return try course.folder.write(files, called: "file", terminal)
}

extension Course {
  fileprivate var markerProblems: [SourceProblem] {
    chapters.flatMap(\.solutionFiles).flatMap(\.problems)
  }
}

/// The first marked exercise in a reader's file that no longer calls `notWritten`.
private func writtenExercise(in file: ReaderFile) -> ExerciseNumber? {
  file.lines.compactMap { ExerciseMarker(line: $0)?.number }.first { !file.isUnwritten($0) }
}
