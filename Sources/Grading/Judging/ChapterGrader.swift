import Course
import Foundation

/// Grades one chapter of one submission, on top of our solutions of the chapters before.
struct ChapterGrader: Sendable {
  let laboratory: GradingLaboratory
  let confinement: Confinement
  let screening: ScreeningProcess
  let chapter: Chapter
  /// The chapter's files as handed out.
  let given: [GivenCode]
  let tests: [SuiteTest]
  let seed: UInt64
  var fences = Fence.all

  typealias Result = (exercises: [ExerciseGrade], notes: [String])

  /// - Parameters:
  ///   - own: what the submission has of the chapter.
  ///   - folder: a folder that is made for this and removed after it.
  func grade(_ own: HandedIn, in folder: URL) throws -> Result {
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var work = Work(folder: folder.resolvingSymlinksInPath())
    try take(own, into: &work)
    let program = try compile(&work)
    return (chapter.exercises.map { grade($0, work, program) }, work.notes)
  }

  struct Work {
    let folder: URL
    /// The submission's files that are compiled.
    var theirs: [String: GivenCode.Accepted] = [:]
    /// Why the exercises of a file get no tests run, by the file's path.
    var obstacles: [String: Finding] = [:]
    var notes: [String] = []
    /// What is left of the time for compiling.
    var time = CompilerTime()
  }

  private func take(_ own: HandedIn, into work: inout Work) throws {
    for file in given where own.files[file.path] == nil { work.obstacles[file.path] = .missing }
    for (path, problem) in own.problems { refuse(path, problem, in: &work) }
    if !fences.contains(.source) {
      work.theirs = own.files.mapValues { GivenCode.Accepted(text: $0) }
      return
    }
    // A file of the student's own may hold what could be added to the others.
    let imports = Set(given.flatMap(\.imports)).sorted().map { "import \($0)\n" }.joined()
    let files = own.files.filter { own.problems[$0.key] == nil }.map { path, text in
      ScreenedFile(
        path: path, given: given.first { $0.path == path }?.text ?? imports,
        isHelper: !isGiven(path), text: text,
        location: work.folder.appendingPathComponent(path).path)
    }
    let results = try screening.results(of: files.sorted { $0.path < $1.path }, in: work.folder)
    for (path, result) in results.sorted(by: { $0.key < $1.key }) {
      switch result {
      case .accepted(let accepted):
        work.theirs[path] = accepted
        if accepted.restored.isEmpty { continue }
        work.notes.append(
          "\(path): \(listed(accepted.restored)) had been changed and was put back as handed out.")
      case .refused(let line, let reason):
        refuse(path, SourceRefusal(line: line, reason: reason), in: &work)
        work.notes.append("\(path):\(line) was left out: \(reason)")
      case .replaced(isSame: false):
        work.notes.append("\(path) holds no exercise; it was graded as handed out.")
      case .replaced: continue
      }
    }
  }

  func isGiven(_ path: String) -> Bool { given.contains { $0.path == path } }

  private func refuse(_ path: String, _ problem: SourceRefusal, in work: inout Work) {
    work.obstacles[path] = Finding(
      verdict: .refused, message: problem.reason, file: path, line: problem.line)
  }

  // MARK: Testing

  private func grade(_ exercise: Exercise, _ work: Work, _ program: URL?) -> ExerciseGrade {
    if let obstacle = work.obstacles[exercise.path] { return exercise.grade(obstacle: obstacle) }
    let line = work.theirs[exercise.path]?.lines[exercise.number]
    // The suite's own tests come first, since they name mistakes; a teacher's hidden ones follow.
    let all = tests.filter { $0.exercise == exercise.number }
    let own = all.filter { !$0.isHidden } + all.filter(\.isHidden)
    guard let program, !own.isEmpty else {
      return exercise.grade(
        obstacle: Finding(
          verdict: .noTests, message: "no test was run: its suite has none for this exercise.",
          file: exercise.path, line: line))
    }
    let start = ContinuousClock().now
    var finding = firstFailure(of: own, program, work.folder) ?? Finding(verdict: .passed)
    let seconds = (ContinuousClock().now - start) / .seconds(1)
    if finding.verdict == .unwritten {
      finding = Finding(
        verdict: .unwritten, message: "Exercise \(exercise.number) is not written yet.",
        file: exercise.path, line: line)
    } else if let other = finding.waitsFor {
      finding.message = "\(exercise.number) · its tests need exercise \(other), which is not there."
    }
    return exercise.grade(finding, seconds: seconds)
  }

  /// Runs tests until one does not pass: the exercise is decided then. Only where one says that it
  /// waits for another exercise do the others have a say, since this one may be unwritten itself,
  /// and where one names a mistake, since they may know better.
  private func firstFailure(of tests: [SuiteTest], _ program: URL, _ folder: URL) -> Finding? {
    var waiting: Finding?
    for (index, test) in tests.enumerated() {
      var (result, _) = run(test, of: program, in: folder)
      switch result.verdict {
      case .passed: continue
      case .waits: waiting = waiting ?? result
      case .failed where result.mistake != nil:
        let reports = tests.map { run($0, of: program, in: folder, weighsMistakes: true).1 }
        result.message = MistakeComparison(reports).settled(result.message, of: index)
        return result
      default: return result
      }
    }
    return waiting
  }

  /// Runs one test of a program that holds somebody else's code.
  ///
  /// - Parameter folder: where the test's own folder stands, as long as the test.
  /// - Parameter weighsMistakes: whether it compares all its results with those of mistakes.
  private func run(
    _ test: SuiteTest, of program: URL, in folder: URL, weighsMistakes: Bool = false
  ) -> (Finding, [ReportEvent]) {
    let files = PackageFolder(root: folder)
    let own = files.url("test-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: own) }
    let (key, keyFile) = (UUID().uuidString, "key-\(UUID().uuidString)")
    let report = own.appendingPathComponent("report.jsonl")
    do {
      try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
      try files.write(key + "\n", to: keyFile)
    } catch {
      return (Finding(test, ChildOutcome(end: .notStarted(errno), output: ""), []), [])
    }
    let limits = ResourceLimits.test(seconds: test.timeLimit)
    let outcome = confinement.run(
      TestRunner.command(for: [test], of: program), in: own,
      laboratory.testView(program: program, writing: own), limits,
      environment: [
        "COURSE_REPORT": report.path, "COURSE_REPORT_KEY": "stdin", "COURSE_SEED": "\(seed)",
        "COURSE_MISTAKES": weighsMistakes ? "weighed" : "", "SWIFT_BACKTRACE": "enable=no",
      ],
      input: files.url(keyFile))
    let contents = plainContents(of: report, upTo: limits.fileSize << 20) ?? Data()
    let events = ReportEvent.events(in: contents, key: key + " ")
    return (Finding(test, outcome, events), events)
  }
}

extension Exercise {
  /// - Parameter obstacle: why no test of it was run, without its number.
  func grade(obstacle: Finding) -> ExerciseGrade {
    var finding = obstacle
    finding.message = "\(number) · \(obstacle.message)"
    return grade(finding)
  }

  fileprivate func grade(_ finding: Finding, seconds: Double = 0) -> ExerciseGrade {
    ExerciseGrade(
      number: number, title: title, points: points, verdict: finding.verdict,
      message: finding.message, mistake: finding.mistake, file: finding.file,
      line: finding.line, seconds: seconds)
  }
}

extension SuiteTest {
  /// Whether it comes from a teacher's folder of hidden tests.
  fileprivate var isHidden: Bool { file.contains("/\(GradingLaboratory.hiddenMark)") }
}
