import Foundation

extension Command {
  static let devMutants = Command(
    name: "dev mutants",
    summary: "tries known mistakes against the suites",
    usage: "course dev mutants [CHAPTER | EXERCISE | MUTANT]",
    example: "swift run course dev mutants 2.1-no-bias",
    positionals: 0...1
  ) { arguments in
    let course = try Course.here()
    let mutants = try course.mutants(selectedBy: arguments.positionals.first)
    let laboratory = try MutantLaboratory(of: course)
    return try laboratory.tryOut(mutants, arguments.terminal)
  }
}

extension Course {
  /// The mutants of a chapter or of an exercise, or one by its name, or all; by their exercises.
  ///
  /// - Throws: `UserError` where there are none, or a file is wrong.
  func mutants(selectedBy word: String?) throws -> [Mutant] {
    let all: [Mutant]
    do {
      all = try mutants().map { try $0.get() }
    } catch let problem as SourceProblem {
      throw UserError("\(problem)")
    }
    let selected = all.filter { mutant in
      guard let word else { return true }
      if let number = wholeNumber(word) { return mutant.exercise.chapter == number }
      if let number = ExerciseNumber(word) { return mutant.exercise == number }
      return mutant.name == word
    }
    if selected.isEmpty {
      guard let word else { throw UserError("\(Mutant.folder) has no mutants") }
      let near = nearestSpelling(to: word, among: all.map(\.name))
      throw UserError(
        "no mutant is chosen by \"\(word)\"; "
          + (near.map { "did you mean \($0)?" } ?? "name a chapter (2), an exercise (2.1) or one"))
    }
    return selected.sorted { ($0.exercise, $0.name) < ($1.exercise, $1.name) }
  }
}

/// A copy of the package in which solutions are spoilt and suites run, so that the package itself
/// is never touched, whatever happens.
struct MutantLaboratory {
  let course: Course
  let copy: PackageFolder

  static let path = ".build/mutants"
  /// All that a suite is built from.
  private static let parts = ["Package.swift", "Sources", "Tests", "solutions"]

  /// Brings the copy up to date. Two that try mutants in one copy would spoil each other's, so it
  /// is locked until the process ends.
  init(of course: Course) throws {
    self.course = course
    copy = PackageFolder(root: course.folder.url("\(Self.path)/package"))
    try FileManager.default.createDirectory(at: copy.root, withIntermediateDirectories: true)
    let lock = open(copy.root.path + ".lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
    guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      throw UserError("mutants are being tried in this package already; wait for the other to end")
    }
    try course.folder.mirror(Self.parts, in: copy)
  }

  /// Tries mutants, chapter by chapter, and tells of each that is not killed and named.
  func tryOut(_ mutants: [Mutant], _ terminal: Terminal) throws -> ExitStatus {
    var tally = MutantTally()
    for chapter in course.chapters {
      let own = mutants.filter { $0.exercise.chapter == chapter.number }
      if own.isEmpty { continue }
      let runner = TestRunner(folder: copy, chapter: chapter, yours: .none)
      let tests = try chapter.tests(in: copy)
      terminal.showProgress("Chapter \(chapter.number) without a mutant …")
      try proveSound(tests.filter { test in own.contains { $0.exercise == test.exercise } }, runner)
      for mutant in own {
        terminal.showProgress("\(tally.count + 1) of \(mutants.count): \(mutant.name) …")
        let verdict = try judge(mutant, tests.filter { $0.exercise == mutant.exercise }, runner)
        tally.add(verdict)
        terminal.clearProgress()
        if let problem = verdict.problem(with: mutant) { terminal.print("\(problem)") }
      }
    }
    terminal.print(tally.sentence)
    return tally.isGood ? .done : .failed
  }

  /// A suite that fails without a mutant shows nothing about any.
  private func proveSound(_ tests: [SuiteTest], _ runner: TestRunner) throws {
    if let failure = try runner.build() {
      throw UserError("the suite does not build without a mutant: \(failure.firstLine)")
    }
    for (test, verdict) in zip(tests, runner.run(tests) { _ in }) where verdict != .passed {
      throw UserError("\(test.className).\(test.method) fails without a mutant; mend that first")
    }
  }

  /// Puts the mistake into the copy, runs the exercise's tests and takes it out again.
  private func judge(
    _ mutant: Mutant, _ tests: [SuiteTest], _ runner: TestRunner
  ) throws -> MutantVerdict {
    let solution = try copy.text(mutant.file) ?? ""
    let mutated: String
    do {
      mutated = try mutant.applied(to: solution)
    } catch let problem as SourceProblem {
      return .doesNotApply(problem)
    }
    try copy.writeForBuild(mutated, to: mutant.file)
    let verdict: MutantVerdict
    if let failure = try runner.build() {
      verdict = .doesNotCompile(failure.firstLine)
    } else {
      verdict = MutantVerdict(of: mutant, runner.run(tests) { _ in })
    }
    try copy.writeForBuild(solution, to: mutant.file)
    return verdict
  }
}

extension BuildFailure {
  /// The first error, or the last line of a build that names none.
  fileprivate var firstLine: String {
    errors.first?.lines[0] ?? tail.last ?? "swift build failed without a word"
  }
}

extension PackageFolder {
  /// Writes a file and dates it a whole second later than it was. The compiler takes a file for
  /// unchanged where its time is the same in whole seconds, and would leave in the mutant before.
  func writeForBuild(_ text: String, to path: String) throws {
    try writeForBuild(Data(text.utf8), to: path)
  }

  private func writeForBuild(_ contents: Data, to path: String) throws {
    let before = try modified(path)
    try write(contents, to: path)
    let now = try modified(path) ?? 0
    let time = max(now, (before ?? now) + 1)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceReferenceDate: time)],
      ofItemAtPath: url(path).path)
  }

  /// When a file was changed, in whole seconds; nil where there is none.
  private func modified(_ path: String) throws -> Double? {
    guard exists(path) else { return nil }
    let found = try FileManager.default.attributesOfItem(atPath: url(path).path)
    return (found[.modificationDate] as? Date)?.timeIntervalSinceReferenceDate.rounded(.down)
  }

  /// Makes files and folders of another place equal to these. What is equal already is left, so
  /// that a build there has little to do.
  func mirror(_ parts: [String], in other: PackageFolder) throws {
    for part in parts {
      let wanted = files(below: part)
      for path in wanted.isEmpty && exists(part) ? [part] : wanted {
        guard let contents = try contents(path), try other.contents(path) != contents else {
          continue
        }
        try other.writeForBuild(contents, to: path)
      }
      for path in Set(other.files(below: part)).subtracting(wanted) {
        try FileManager.default.removeItem(at: other.url(path))
      }
    }
  }
}
