extension Command {
  package static let check = Command(
    name: "check", summary: "checks what you wrote",
    usage: "course check [CHAPTER | EXERCISE] [--mine]", example: "swift run course check 1.3",
    flags: [
      Flag(name: "--mine", help: "builds on your earlier chapters, not on the solutions"),
      Flag(name: "--tests", help: "lists every test, too"),
    ],
    positionals: 0...1
  ) { arguments in
    let course = try Course.here()
    let terminal = arguments.terminal
    let check = Check(
      course: course, terminal: terminal, isOnMine: arguments.has("--mine"),
      listsTests: arguments.has("--tests"))
    if let word = arguments.positionals.first {
      let (chapter, exercise) = try course.selection(word)
      return try check.run(chapter, only: exercise)
    }
    if let chapter = try course.firstUnfinishedChapter() { return try check.run(chapter) }
    try course.showEnd(on: terminal)
    return .done
  }
}

/// Checks a chapter, or one exercise of it, tells what came of it and remembers it.
struct Check {
  let course: Course
  let terminal: Terminal
  /// On the reader's earlier chapters, where else the solutions serve.
  let isOnMine: Bool
  var listsTests = false

  func run(_ chapter: Chapter, only exercise: Exercise? = nil) throws -> ExitStatus {
    if chapter.exercises.isEmpty { throw UserError("chapter \(chapter.number) has no exercises") }
    if let missing = chapter.exercises.map(\.path).first(where: { !course.folder.exists($0) }) {
      throw UserError(
        "\(missing) is missing; put it back: swift run course reset \(chapter.number)")
    }
    let chosen = exercise.map { [$0] } ?? chapter.exercises
    let files = try chosen.map { try course.readerFile(of: $0) }
    let report = CheckReport(course: course, terminal: terminal)
    let build: SuiteBuild
    do {
      build = try suite(of: chapter)
    } catch let failure as BuildFailure {
      try report.show(failure, chapter, exercise)
      return .failed
    }
    let runner = TestRunner(folder: course.folder, program: build.program)
    // What trains is run where it is asked for by its number.
    let short = chosen.filter { !$0.isLong || exercise != nil }.map(\.number)
    let tests = build.tests.filter { short.contains($0.exercise) }
    var results = runner.run(tests) {
      terminal.showProgress("Running the tests: \($0) of \(tests.count) …")
    }
    terminal.clearProgress()
    settleMistakes(in: &results, runner)
    let progress = course.progress
    let exercises = try zip(chosen, files).map { exercise, file in
      if !short.contains(exercise.number) {
        return (exercise, ExerciseVerdict(passingOver: try course.state(of: exercise, progress)))
      }
      let own = results.filter { $0.test.exercise == exercise.number }
      let isUnwritten = file?.isUnwritten(exercise.number) ?? true
      return (exercise, ExerciseVerdict(of: exercise, isUnwritten: isUnwritten, own))
    }
    var result = CheckResult(chapter: chapter, exercises: exercises, tests: results)
    if let exercise, !result.failures.isEmpty {
      result.earlierFailure = try earlierFailure(before: exercise, of: chapter, build.tests, runner)
    }
    try remember(result, files)
    try report.show(result, listsTests: listsTests)
    return result.isDone ? .done : .failed
  }

  /// Builds the suite of a chapter on the reader's code, and says that it does.
  private func suite(of chapter: Chapter) throws -> SuiteBuild {
    let isFirst = !course.folder.exists(SuiteBuild.checks)
    let notice =
      isFirst ? "Building the checks, which takes a few minutes, this once …" : "Building …"
    if isFirst { terminal.announceBuild(notice) } else { terminal.showProgress(notice) }
    defer { terminal.clearProgress() }
    return try SuiteBuild.upToDate(
      of: chapter, yours: isOnMine ? .all : .thisChapter, in: course.folder, at: SuiteBuild.checks
    ) { terminal.showProgress("\(notice) \($0)") }
  }

  /// Takes back what a test says of the first exercise that fails and another test contradicts.
  private func settleMistakes(in results: inout [JudgedTest], _ runner: TestRunner) {
    guard let failing = results.filter({ $0.verdict.isNamed }).map(\.test.exercise).min() else {
      return
    }
    let own = results.indices.filter { results[$0].test.exercise == failing }
    let comparison = runner.compareMistakes(in: own.map { results[$0].test })
    for (place, index) in own.enumerated() {
      results[index].verdict = results[index].verdict.saying { comparison.settled($0, of: place) }
    }
  }

  /// The first exercise before one in its chapter that it calls, that is written and that fails.
  /// Those that are known to be done are not run again.
  private func earlierFailure(
    before exercise: Exercise, of chapter: Chapter, _ tests: [SuiteTest], _ runner: TestRunner
  ) throws -> ExerciseNumber? {
    let progress = course.progress
    let paths = Set(chapter.exercises.map(\.path)).sorted()
    let calls = Calls(in: try paths.map { ($0, try course.folder.text($0) ?? "") })
    func place(_ exercise: Exercise) throws -> (path: String, line: Int) {
      (exercise.path, try course.readerFile(of: exercise)?.line(of: exercise.number) ?? 0)
    }
    let before = chapter.exercises.filter { $0.number < exercise.number && !$0.isLong }
    return try before.first { earlier in
      guard try course.state(of: earlier, progress) != .done,
        try course.readerFile(of: earlier)?.isUnwritten(earlier.number) == false,
        calls.lead(from: try place(exercise), to: try place(earlier))
      else { return false }
      let results = runner.run(tests.filter { $0.exercise == earlier.number })
      if case .failing = ExerciseVerdict(of: earlier, results) { return true }
      return false
    }?.number
  }

  private func remember(_ result: CheckResult, _ files: [ReaderFile?]) throws {
    var progress = course.progress
    progress.chapter = result.chapter.number
    for ((exercise, verdict), file) in zip(result.exercises, files) {
      let number = exercise.number
      let fingerprint = file?.fingerprint(of: number) ?? ""
      switch verdict {
      case .done: progress.remember(.done, of: number, fingerprint: fingerprint)
      case .failing: progress.remember(.failing, of: number, fingerprint: fingerprint)
      case .notWritten, .waits: progress.forget(number)
      case .passedOver, .cutShort: break
      }
    }
    try progress.save(to: course.folder)
  }
}
