extension Command {
  package static let check = Command(
    name: "check",
    summary: "checks what you wrote",
    usage: "course check [CHAPTER | EXERCISE] [--mine]",
    example: "swift run course check 1.3",
    flags: [
      Flag(name: "--mine", help: "builds on your earlier chapters, not on the solutions"),
      Flag(name: "--tests", help: "lists every test, too"),
    ],
    positionals: 0...1
  ) { arguments in
    let course = try Course.here()
    let options = CheckOptions(
      onMine: arguments.has("--mine"), listsTests: arguments.has("--tests"))
    let terminal = arguments.terminal
    if let word = arguments.positionals.first {
      let (chapter, exercise) = try course.selection(word)
      return try runCheck(on: course, chapter, only: exercise, options, terminal)
    }
    guard let chapter = try course.firstUnfinishedChapter() else {
      let points = course.exercises.reduce(0) { $0 + $1.points }
      let sentence = "Every exercise is done: \(points) of \(counted(points, "point"))."
      terminal.print(terminal.styled(sentence, .green, .bold))
      return .done
    }
    return try runCheck(on: course, chapter, only: nil, options, terminal)
  }
}

extension Course {
  /// The first chapter with an exercise that is not known to be done.
  func firstUnfinishedChapter() throws -> Chapter? {
    let progress = ReaderProgress.load(from: folder)
    return try chapters.first { chapter in
      try chapter.exercises.contains { try state(of: $0, progress) != .done }
    }
  }
}

/// How a check is to be made and told.
struct CheckOptions: Sendable {
  /// On the reader's earlier chapters, where else the solutions serve.
  var onMine = false
  var listsTests = false
}

/// Checks a chapter, or one exercise of it, tells what came of it and remembers it.
func runCheck(
  on course: Course, _ chapter: Chapter, only exercise: Exercise?, _ options: CheckOptions,
  _ terminal: Terminal
) throws -> ExitStatus {
  if chapter.exercises.isEmpty { throw UserError("chapter \(chapter.number) has no exercises") }
  let missing = chapter.exercises.map(\.path).first { !course.folder.exists($0) }
  if let missing {
    throw UserError(
      "\(missing) is missing; put it back: swift run course reset \(chapter.number)")
  }
  let chosen = exercise.map { [$0] } ?? chapter.exercises
  let files = try chosen.map { try course.readerFile(of: $0) }
  let report = CheckReport(course: course, terminal: terminal)
  let build: SuiteBuild
  do {
    build = try suite(of: chapter, in: course.folder, options, terminal)
  } catch let failure as BuildFailure {
    try report.show(failure, chapter, exercise)
    return .failed
  }
  let runner = TestRunner(folder: course.folder, program: build.program)
  let numbers = Set(chosen.map(\.number))
  let tests = build.tests.filter { numbers.contains($0.exercise) }
  let verdicts = zip(
    tests,
    runner.run(tests) { terminal.showProgress("Running the tests: \($0) of \(tests.count) …") }
  ).map { (test: $0, verdict: $1) }
  terminal.clearProgress()
  var result = CheckResult(
    chapter: chapter,
    exercises: zip(chosen, files).map { exercise, file in
      let own = verdicts.filter { $0.test.exercise == exercise.number }
      let isUnwritten = file?.isUnwritten(exercise.number) ?? true
      return (exercise, ExerciseVerdict(of: exercise, isUnwritten: isUnwritten, own))
    },
    tests: verdicts)
  if let exercise, !result.failures.isEmpty {
    result.earlierFailure = try runner.earlierFailure(before: exercise, of: chapter, in: course)
  }
  try remember(result, files, in: course.folder)
  try report.show(result, listsTests: options.listsTests)
  return result.isDone ? .done : .failed
}

/// Builds the suite of a chapter on the reader's code, and says that it does.
private func suite(
  of chapter: Chapter, in folder: PackageFolder, _ options: CheckOptions, _ terminal: Terminal
) throws -> SuiteBuild {
  let isFirst = !folder.exists(SuiteBuild.checks)
  let notice = isFirst ? "Building the checks, this once …" : "Building …"
  if isFirst { terminal.announce(notice) } else { terminal.showProgress(notice) }
  defer { terminal.clearProgress() }
  return try SuiteBuild.upToDate(
    of: chapter, yours: options.onMine ? .all : .thisChapter, in: folder, at: SuiteBuild.checks
  ) { terminal.showProgress("\(notice) \($0)") }
}

private func remember(
  _ result: CheckResult, _ files: [ReaderFile?], in folder: PackageFolder
) throws {
  var progress = ReaderProgress.load(from: folder)
  for ((exercise, verdict), file) in zip(result.exercises, files) {
    let fingerprint = file?.fingerprint(of: exercise.number) ?? ""
    switch verdict {
    case .done:
      progress.remember(.done, of: exercise.number, fingerprint: fingerprint)
    case .failing:
      progress.remember(.failing, of: exercise.number, fingerprint: fingerprint)
    case .notWritten, .waits: progress.forget(exercise.number)
    }
  }
  try progress.save(to: folder)
}
