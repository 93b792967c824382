import Course
import Foundation

/// Grades one chapter of one submission, on top of our solutions of the chapters before.
struct ChapterGrader: Sendable {
  let laboratory: GradingLaboratory
  let confinement: Confinement
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
    for file in given where own.problems[file.path] == nil {
      take(file, own.files[file.path], into: &work)
    }
    for (path, problem) in own.problems { refuse(path, problem, in: &work) }
    for path in own.files.keys.sorted() where !given.contains(where: { $0.path == path }) {
      try takeHelper(path, own.files[path], into: &work)
    }
    let program = try compile(&work)
    return (chapter.exercises.map { grade($0, work, program) }, work.notes)
  }

  private struct Work {
    let folder: URL
    /// The submission's files that are compiled.
    var theirs: [String: GivenCode.Accepted] = [:]
    /// Why the exercises of a file get no tests run, by the file's path.
    var obstacles: [String: Finding] = [:]
    var notes: [String] = []
  }

  private func take(_ file: GivenCode, _ text: String?, into work: inout Work) {
    let path = file.path
    guard let text else {
      work.obstacles[path] = .missing
      return
    }
    // Nothing in it is the student's to write.
    if file.exercises.isEmpty, !file.isHelper {
      if !file.isSame(as: text) {
        work.notes.append("\(path) holds no exercise; it was graded as handed out.")
      }
      return
    }
    do {
      let accepted =
        fences.contains(.source)
        ? try file.accept(text, at: work.folder.appendingPathComponent(path).path)
        : GivenCode.Accepted(text: text)
      work.theirs[path] = accepted
      if !accepted.restored.isEmpty {
        work.notes.append(
          "\(path): \(listed(accepted.restored)) had been changed and was put back as handed out.")
      }
    } catch {
      refuse(path, error, in: &work)
    }
  }

  private func refuse(_ path: String, _ problem: SourceRefusal, in work: inout Work) {
    work.obstacles[path] = Finding(
      verdict: .refused, message: problem.reason, file: path, line: problem.line)
  }

  /// A file of the student's own may hold what could be added to the others.
  private func takeHelper(_ path: String, _ text: String?, into work: inout Work) throws {
    let imports = Set(given.flatMap(\.imports)).sorted().map { "import \($0)\n" }.joined()
    take(try GivenCode(path: path, text: imports, isHelper: true), text, into: &work)
    guard let problem = work.obstacles[path] else { return }
    work.notes.append("\(path):\(problem.line ?? 1) was left out: \(problem.message)")
  }

  // MARK: Compiling

  /// Compiles what can be compiled. A file that cannot is replaced by the one that was handed out,
  /// so that it costs its own exercises only. Nil where nothing is left that has tests to run.
  private func compile(_ work: inout Work) throws -> URL? {
    while !work.theirs.isEmpty {
      let outcome = try build(work.theirs, work)
      if case .built(let program) = outcome { return program }
      guard case .errors(let errors) = outcome else { break }
      let own = Set(errors.map(\.file)).filter { work.theirs[$0] != nil }
      if own.isEmpty { break }
      for path in own { drop(path, outcome, from: &work) }
    }
    return try compileOneByOne(&work)
  }

  /// Adds one file after the other, and leaves out each with which it no longer compiles.
  private func compileOneByOne(_ work: inout Work) throws -> URL? {
    var program: URL?
    var kept: [String: GivenCode.Accepted] = [:]
    let names = Set(given.map(\.path))
    // The student's own helpers come first: the others may need them.
    func rank(_ path: String) -> (Int, String) { (names.contains(path) ? 1 : 0, path) }
    for (path, file) in work.theirs.sorted(by: { rank($0.key) < rank($1.key) }) {
      kept[path] = file
      let outcome = try build(kept, work)
      program = outcome.program
      if program == nil {
        kept[path] = nil
        drop(path, outcome, from: &work)
      }
    }
    return program == nil && !kept.isEmpty ? try build(kept, work).program : program
  }

  private func build(
    _ theirs: [String: GivenCode.Accepted], _ work: Work
  ) throws -> BuildOutcome {
    let texts = Dictionary(uniqueKeysWithValues: given.map { ($0.path, $0.text) })
    return try build(texts.merging(theirs.mapValues(\.text)) { $1 }, in: work.folder)
  }

  /// Leaves out a file with which the chapter does not compile.
  private func drop(_ path: String, _ outcome: BuildOutcome, from work: inout Work) {
    switch outcome {
    case .built: return
    case .failed(let verdict, let message):
      work.obstacles[path] = Finding(verdict: verdict, message: message, file: path)
    case .errors(let errors):
      let first = errors.first { $0.file == path } ?? errors[0]
      work.obstacles[path] = Finding(
        verdict: .doesNotCompile,
        message: "its file does not compile: \(first.message) (\(first.file):\(first.line)).",
        file: path, line: first.file == path ? first.line : nil)
    }
    work.theirs[path] = nil
    let isGiven = given.contains { $0.path == path }
    let fate = isGiven ? "replaced by the file as handed out" : "left out"
    work.notes.append("\(path) was \(fate), for the other exercises.")
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
    let outcome = confinement.run(
      TestRunner.command(for: [test], of: program), in: own,
      laboratory.testView(program: program, writing: own), .test,
      environment: [
        "COURSE_REPORT": report.path, "COURSE_REPORT_KEY": "stdin", "COURSE_SEED": "\(seed)",
        "COURSE_MISTAKES": weighsMistakes ? "weighed" : "", "SWIFT_BACKTRACE": "enable=no",
      ],
      input: files.url(keyFile))
    let contents = plainContents(of: report, upTo: ResourceLimits.test.fileSize << 20) ?? Data()
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

extension GivenCode {
  /// Whether a text differs in nothing but formatting and comments.
  fileprivate func isSame(as text: String) -> Bool {
    text == self.text || (try? SwiftLexer(text).tokens.map(\.text)) == tokens.map(\.text)
  }
}

extension SuiteTest {
  /// Whether it comes from a teacher's folder of hidden tests.
  fileprivate var isHidden: Bool { file.contains("/\(GradingLaboratory.hiddenMark)") }
}
