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
    ],
    positionals: 0...0
  ) { arguments in
    let course = try Course.here()
    return arguments.has("--check")
      ? try checkRelease(of: course, arguments.terminal)
      : try release(course, force: arguments.has("--force"), arguments.terminal)
  }
}

/// Lists what `course dev release` would change.
func checkRelease(of course: Course, _ terminal: Terminal) throws -> ExitStatus {
  var problems = course.chapters.flatMap { $0.solutionFiles.flatMap(\.problems) }
  let released = course.releasedFiles()
  for (path, text) in try released + course.releasedMistakes() {
    let present = try course.folder.text(path)
    guard let line = firstDifference(present ?? "", text) else { continue }
    let source = path.hasPrefix("exercises/") ? "solutions/" : KnownMistake.folder
    let problem = present == nil ? "is missing" : "differs from \(source)"
    problems.append(
      SourceProblem(
        path, present == nil ? nil : line, "\(problem); write it: swift run course dev release"))
  }
  for path in course.folder.swiftFiles(below: "exercises") {
    if !released.contains(where: { $0.path == path }) {
      problems.append(SourceProblem(path, nil, "has no file in solutions/; remove it"))
    }
  }
  for problem in problems { terminal.print("\(problem)") }
  if !problems.isEmpty { return .failed }
  terminal.print("exercises/ is what solutions/ releases: \(counted(released.count, "file")).")
  return .done
}

/// Writes the released files that differ. A file with a written exercise is left alone unless
/// forced; of whatever is written over, a copy is kept.
func release(_ course: Course, force: Bool, _ terminal: Terminal) throws -> ExitStatus {
  if let problem = course.chapters.flatMap({ $0.solutionFiles.flatMap(\.problems) }).first {
    throw UserError("\(problem)")
  }
  var written = 0
  let files = try course.releasedFiles() + course.releasedMistakes()
  let changed = try files.filter { try course.folder.text($0.path) != $0.text }
  if !force {
    for (path, _) in changed {
      guard let number = try writtenExercise(in: path, course.folder) else { continue }
      throw UserError(
        "\(path) has exercise \(number) written; to replace it, keeping a copy: "
          + "swift run course dev release --force")
    }
  }
  for (path, text) in changed {
    let copy = path.hasPrefix("exercises/") ? try course.folder.keepCopy(of: path) : nil
    try course.folder.write(text, to: path)
    written += 1
    terminal.print(copy.map { "\(path)  (before: \($0))" } ?? path)
  }
  terminal.print("\(written) of \(counted(files.count, "file")) written.")
  return .done
}

/// The first marked exercise in a reader's file that no longer calls `notWritten`.
private func writtenExercise(in path: String, _ folder: PackageFolder) throws -> ExerciseNumber? {
  guard let text = try folder.text(path) else { return nil }
  let numbers = lines(of: text).compactMap { ExerciseMarker(line: $0)?.number }
  let file = ReaderFile(path: path, text: text)
  return numbers.first { !file.isUnwritten($0) }
}

/// The first line, counted from 1, in which two texts differ; nil where they are equal.
func firstDifference(_ left: String, _ right: String) -> Int? {
  if left == right { return nil }
  let (left, right) = (lines(of: left), lines(of: right))
  let pairs = zip(left, right).enumerated()
  return (pairs.first { $0.element.0 != $0.element.1 }?.offset ?? min(left.count, right.count)) + 1
}
