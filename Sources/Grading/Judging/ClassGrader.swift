import Course
import Foundation
import Synchronization

/// Grades submissions, several chapters at a time.
struct ClassGrader: Sendable {
  /// The chapters that are graded.
  let chapters: [Chapter]
  let seed: UInt64
  /// What holds the submissions' programs, in words that follow "graded in".
  let protection: String
  /// Grades a chapter of what was handed in, in a folder of its own.
  let judge: @Sendable (Chapter, HandedIn, URL) throws -> ChapterGrader.Result

  /// - Parameter progress: told how many of the chapters of all submissions are done.
  /// - Throws: `UserError` after Ctrl-C, since what was graded then is not all of it.
  func grade(
    _ submissions: [Submission], progress: @Sendable (_ done: Int, _ all: Int) -> Void
  ) throws -> ClassGrade {
    let start = ContinuousClock().now
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let jobs = submissions.indices.filter { submissions[$0].refusal == nil }.flatMap { index in
      chapters.map { (submission: index, chapter: $0) }
    }
    let state = Mutex(State())
    let workers = min(8, ProcessInfo.processInfo.activeProcessorCount, max(1, jobs.count))
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while !Interruption.wasRequested {
        let index = state.withLock { state in
          state.next += 1
          return state.next - 1
        }
        guard index < jobs.count else { return }
        let (submission, chapter) = jobs[index]
        let result = Result { try grade(submissions[submission], chapter, state, folder) }
        let done = state.withLock { state in
          state.results[index] = result
          return state.results.count
        }
        progress(done, jobs.count)
      }
    }
    let results = state.withLock { state in jobs.indices.compactMap { state.results[$0] } }
    if results.count < jobs.count || Interruption.wasRequested {
      throw UserError("stopped before all was graded; nothing was written, nothing is left over")
    }
    // What keeps one chapter of one submission from being graded costs no other its grade.
    if let first = results.first, !results.contains(where: { (try? $0.get()) != nil }) {
      _ = try first.get()
    }
    let graded = zip(jobs, results).map { ($0.submission, Self.result(of: $0.chapter, $1)) }
    let grades = submissions.enumerated().map { index, submission in
      summary(of: submission, graded.filter { $0.0 == index }.map(\.1))
    }
    return ClassGrade(
      submissions: grades.sorted { $0.name < $1.name }, chapters: chapters.map(\.number),
      seed: seed,
      protection: protection, seconds: (ContinuousClock().now - start) / .seconds(1))
  }

  private static func result(
    of chapter: Chapter, _ result: Result<ChapterGrader.Result, any Error>
  ) -> ChapterGrader.Result {
    do { return try result.get() } catch {
      let problem =
        "was not graded: \((error as? UserError)?.message ?? "\(error)"). Grade it again."
      let obstacle = Finding(verdict: .noTests, message: "it \(problem)")
      return (
        chapter.exercises.map { $0.grade(obstacle: obstacle) },
        ["Chapter \(chapter.number) \(problem)"]
      )
    }
  }

  /// What the workers share.
  private struct State {
    var results: [Int: Result<ChapterGrader.Result, any Error>] = [:]
    /// Results by what was graded: chapters that were not begun are the same for everybody.
    var known: [HandedIn: ChapterGrader.Result] = [:]
    var next = 0
  }

  private func grade(
    _ submission: Submission, _ chapter: Chapter, _ state: borrowing Mutex<State>, _ folder: URL
  ) throws -> ChapterGrader.Result {
    let own = HandedIn(submission, chapter)
    if let known = state.withLock({ $0.known[own] }) { return known }
    let result = try judge(chapter, own, folder.appendingPathComponent(UUID().uuidString))
    state.withLock { $0.known[own] = result }
    return result
  }

  private func summary(
    of submission: Submission, _ results: [ChapterGrader.Result]
  ) -> SubmissionGrade {
    let missing = chapters.flatMap(\.exercises).map { $0.grade(obstacle: .missing) }
    return SubmissionGrade(
      name: submission.name,
      exercises: submission.refusal == nil ? results.flatMap(\.exercises) : missing,
      notes: submission.notes + results.flatMap(\.notes), refusal: submission.refusal)
  }
}

extension ClassGrader {
  /// Judges with the suites of a laboratory.
  init(
    course: Course, laboratory: GradingLaboratory, confinement: Confinement,
    screening: ScreeningProcess, chapters: [Chapter], seed: UInt64, fences: Set<Fence> = Fence.all
  ) throws {
    let graders = try chapters.map { chapter in
      let given = try chapter.solutionFiles.map { file in
        let path = SolutionFile.releasedPath(of: file.path)
        do {
          return try GivenCode(path: path, text: course.released(file, of: chapter))
        } catch let problem as SourceRefusal {
          throw UserError("\(path):\(problem.line) cannot be graded: \(problem.reason)")
        }
      }
      let grader = ChapterGrader(
        laboratory: laboratory, confinement: confinement, screening: screening, chapter: chapter,
        given: given, tests: try chapter.tests(in: laboratory.copy), seed: seed, fences: fences)
      return (chapter.number, grader)
    }
    let byNumber = Dictionary(uniqueKeysWithValues: graders)
    self.init(chapters: chapters, seed: seed, protection: confinement.sandbox.rawValue) {
      guard let grader = byNumber[$0.number] else { return ([], []) }
      return try grader.grade($1, in: $2)
    }
  }
}

/// What a submission has of one chapter. Equal ones are graded once.
struct HandedIn: Hashable, Sendable {
  let chapter: Int
  /// Its texts by their paths from the package's root.
  let files: [String: String]
  /// Files that are there and cannot be judged, and why.
  let problems: [String: SourceRefusal]
  /// The texts again: as texts, é and e with an accent would be equal.
  private let bytes: [String: Data]

  init(_ submission: Submission, _ chapter: Chapter) {
    let isOwn = { (path: String) in path.hasPrefix("exercises/\(chapter.name)/") }
    self.chapter = chapter.number
    files = submission.files.filter { isOwn($0.key) }
    problems = submission.problems.filter { isOwn($0.key) }
    bytes = files.mapValues { Data($0.utf8) }
  }
}

/// A new folder for one run. What a run left that was killed goes with the next.
private func temporaryFolder() throws -> URL {
  let place = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
  let prefix = "course-grade-"
  for name in PackageFolder(root: place).names(in: "") where name.hasPrefix(prefix) {
    let owner = name.dropFirst(prefix.count).split(separator: "-").first.flatMap { pid_t($0) }
    if let owner, kill(owner, 0) != 0, errno == ESRCH {
      try? FileManager.default.removeItem(at: place.appendingPathComponent(name))
    }
  }
  let url = place.appendingPathComponent("\(prefix)\(getpid())-\(UUID().uuidString)")
  try FileManager.default.createDirectory(
    at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  return url
}
