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
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let graders = try chapters.map { try grader(of: $0) }
    let jobs = submissions.indices.flatMap { submission in
      graders.indices.map { (submission: submission, grader: $0) }
    }.filter { submissions[$0.submission].refusal == nil }
    let state = Mutex(State(count: jobs.count))
    let workers = min(8, ProcessInfo.processInfo.activeProcessorCount, max(1, jobs.count))
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while let index = state.withLock({ $0.take() }) {
        let job = jobs[index]
        let result = Result {
          try grade(submissions[job.submission], graders[job.grader], state, folder)
        }
        state.withLock { $0.results[index] = result }
        progress(state.withLock { $0.results.count { $0 != nil } }, jobs.count)
      }
    }
    if state.withLock({ $0.results.contains { $0 == nil } }) {
      throw UserError("stopped before all was graded; nothing was written, nothing is left over")
    }
    let results = try state.withLock { try $0.results.map { try $0?.get() } }
    let grades = submissions.indices.map { submission in
      let own = zip(jobs, results).filter { $0.0.submission == submission }.compactMap(\.1)
      return summary(of: submissions[submission], own)
    }
    return ClassGrade(
      submissions: grades.sorted { $0.name < $1.name }, chapters: chapters.map(\.number),
      seed: seed, protection: confinement.words,
      seconds: (ContinuousClock().now - start) / .seconds(1))
  }

  /// What the workers share.
  private struct State {
    var results: [Result<ChapterGrader.Result, any Error>?]
    /// Results by what was graded: chapters that were not begun are the same for everybody.
    var known: [String: ChapterGrader.Result] = [:]
    private var next = 0

    init(count: Int) {
      results = Array(repeating: nil, count: count)
    }

    mutating func take() -> Int? {
      if next >= results.count || Interruption.wasRequested { return nil }
      next += 1
      return next - 1
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
    _ folder: TemporaryFolder
  ) throws -> ChapterGrader.Result {
    let files = submission.files.filter { file in grader.given.contains { $0.path == file.key } }
    let key = files.sorted { $0.key < $1.key }.map { "\($0.key)\u{0}\($0.value)" }
      .joined(separator: "\u{0}")
    if !files.isEmpty, let known = state.withLock({ $0.known[key] }) { return known }
    let result = try grader.grade(
      files, in: folder.url.appendingPathComponent(UUID().uuidString))
    state.withLock { $0.known[key] = result }
    return result
  }

  private func summary(
    of submission: Submission, _ results: [ChapterGrader.Result]
  ) -> SubmissionGrade {
    let refused = chapters.flatMap(\.exercises).map { exercise in
      exercise.grade(
        .missing, "\(exercise.number) · its file is not in the submission.", nil, nil)
    }
    return SubmissionGrade(
      name: submission.name,
      exercises: submission.refusal == nil ? results.flatMap(\.exercises) : refused,
      notes: submission.notes + results.flatMap(\.notes), refusal: submission.refusal)
  }
}

/// A folder for one run, which goes with it. What a run left that was killed goes with the next.
struct TemporaryFolder: Sendable {
  let url: URL

  private static let prefix = "course-grade-"

  init() throws {
    let place = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
    for name in (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
    where name.hasPrefix(Self.prefix) {
      let owner = name.dropFirst(Self.prefix.count).split(separator: "-").first.flatMap {
        pid_t($0)
      }
      if let owner, kill(owner, 0) != 0, errno == ESRCH {
        try? FileManager.default.removeItem(at: place.appendingPathComponent(name))
      }
    }
    url = place.appendingPathComponent("\(Self.prefix)\(getpid())-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  func remove() {
    try? FileManager.default.removeItem(at: url)
  }
}
