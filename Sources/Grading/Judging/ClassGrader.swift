import Course
import Foundation
import Synchronization

/// Grades submissions, several chapters at a time.
struct ClassGrader: Sendable {
  let course: Course
  let laboratory: GradingLaboratory
  let confinement: Confinement
  /// The chapters that are graded.
  let chapters: [Chapter]
  let seed: UInt64
  var fences = Fence.all

  /// - Parameter progress: told how many of the chapters of all submissions are done.
  /// - Throws: `UserError` after Ctrl-C, since what was graded then is not all of it.
  func grade(
    _ submissions: [Submission], progress: @Sendable (_ done: Int, _ all: Int) -> Void
  ) throws -> ClassGrade {
    let start = ContinuousClock().now
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let graders = try chapters.map(grader)
    let jobs = submissions.indices.filter { submissions[$0].refusal == nil }.flatMap { index in
      graders.map { (submission: index, grader: $0) }
    }
    let state = Mutex(State(count: jobs.count))
    let workers = min(8, ProcessInfo.processInfo.activeProcessorCount, max(1, jobs.count))
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while let index = state.withLock({ $0.take() }) {
        let (submission, grader) = jobs[index]
        let result = Result { try grade(submissions[submission], grader, state, folder) }
        progress(state.withLock { $0.finish(index, result) }, jobs.count)
      }
    }
    let results = state.withLock { $0.results.compactMap { $0 } }
    if results.count < jobs.count {
      throw UserError("stopped before all was graded; nothing was written, nothing is left over")
    }
    let graded = try zip(jobs, results).map { ($0.submission, try $1.get()) }
    let grades = submissions.enumerated().map { index, submission in
      summary(of: submission, graded.filter { $0.0 == index }.map(\.1))
    }
    return ClassGrade(
      submissions: grades.sorted { $0.name < $1.name }, chapters: chapters.map(\.number),
      seed: seed, protection: confinement.sandbox.rawValue,
      seconds: (ContinuousClock().now - start) / .seconds(1))
  }

  /// What the workers share.
  private struct State {
    var results: [Result<ChapterGrader.Result, any Error>?]
    /// Results by what was graded: chapters that were not begun are the same for everybody.
    var known: [String: ChapterGrader.Result] = [:]
    private var next = 0

    init(count: Int) { results = Array(repeating: nil, count: count) }

    mutating func take() -> Int? {
      if next >= results.count || Interruption.wasRequested { return nil }
      next += 1
      return next - 1
    }

    /// How many are done with this one.
    mutating func finish(_ index: Int, _ result: Result<ChapterGrader.Result, any Error>) -> Int {
      results[index] = result
      return results.count { $0 != nil }
    }
  }

  private func grader(of chapter: Chapter) throws -> ChapterGrader {
    let given = try chapter.solutionFiles.map { file in
      let path = SolutionFile.releasedPath(of: file.path)
      do {
        return try GivenCode(path: path, text: course.released(file, of: chapter))
      } catch let problem as SourceRefusal {
        throw UserError("\(path):\(problem.line) cannot be graded: \(problem.reason)")
      }
    }
    return ChapterGrader(
      laboratory: laboratory, confinement: confinement, chapter: chapter, given: given,
      tests: try chapter.tests(in: laboratory.copy), seed: seed, fences: fences)
  }

  private func grade(
    _ submission: Submission, _ grader: ChapterGrader, _ state: borrowing Mutex<State>,
    _ folder: URL
  ) throws -> ChapterGrader.Result {
    let files = submission.files.filter { file in grader.given.contains { $0.path == file.key } }
    let key = files.sorted { $0.key < $1.key }.map { "\($0.key)\u{0}\($0.value)" }
      .joined(separator: "\u{0}")
    if !files.isEmpty, let known = state.withLock({ $0.known[key] }) { return known }
    let result = try grader.grade(files, in: folder.appendingPathComponent(UUID().uuidString))
    state.withLock { $0.known[key] = result }
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
