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

  /// What came of it.
  struct Result: Sendable {
    var exercises: [ExerciseGrade]
    var notes: [String] = []
  }

  /// Why an exercise gets no tests run.
  private struct Obstacle {
    let verdict: GradeVerdict
    let message: String
    let file: String?
    let line: Int?
  }

  /// - Parameters:
  ///   - files: the submission's, by their paths from the package's root.
  ///   - folder: a folder that is made for this and removed after it.
  func grade(_ files: [String: String], in folder: URL) throws -> Result {
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var work = Work(
      build: ChapterBuild(
        laboratory: laboratory, confinement: confinement, chapter: chapter,
        folder: folder.resolvingSymlinksInPath(), fences: fences))
    for file in given { take(file, files[file.path], into: &work) }
    let program = try compile(&work)
    var result = Result(exercises: [], notes: work.notes)
    for exercise in chapter.exercises {
      result.exercises.append(grade(exercise, work, program))
    }
    return result
  }

  private struct Work {
    let build: ChapterBuild
    /// The submission's files that are compiled.
    var theirs: [String: GivenCode.Accepted] = [:]
    /// By a file's path.
    var obstacles: [String: Obstacle] = [:]
    var notes: [String] = []
  }

  // MARK: Files

  private func take(_ file: GivenCode, _ text: String?, into work: inout Work) {
    guard let text else {
      work.obstacles[file.path] = Obstacle(
        verdict: .missing, message: "its file is not in the submission.", file: nil, line: nil)
      return
    }
    // Nothing in it is the student's to write.
    if file.exercises.isEmpty {
      if !file.isSame(as: text) {
        work.notes.append("\(file.path) holds no exercise; it was graded as handed out.")
      }
      return
    }
    do {
      let location = work.build.place(of: file.path).path
      let accepted =
        fences.contains(.source)
        ? try file.accept(text, at: location) : GivenCode.Accepted(text: text)
      work.theirs[file.path] = accepted
      if !accepted.restored.isEmpty {
        work.notes.append(
          "\(file.path): \(listed(accepted.restored)) had been changed and was put back as "
            + "handed out.")
      }
    } catch {
      work.obstacles[file.path] = Obstacle(
        verdict: .refused, message: error.reason, file: file.path, line: error.line)
    }
  }

  // MARK: Compiling

  /// Compiles what can be compiled. A file that cannot is replaced by the one that was handed out,
  /// so that it costs its own exercises only. Nil where nothing is left that has tests to run.
  private func compile(_ work: inout Work) throws -> URL? {
    while !work.theirs.isEmpty {
      let outcome = try work.build.build(texts(work.theirs.mapValues(\.text)))
      switch outcome {
      case .built(let program): return program
      case .errors(let errors):
        let own = errors.filter { work.theirs[$0.file] != nil }
        if own.isEmpty { return try compileOneByOne(&work) }
        for path in Set(own.map(\.file)) { drop(path, outcome, from: &work) }
      case .calls, .late, .outOfMemory, .other: return try compileOneByOne(&work)
      }
    }
    return nil
  }

  /// Adds one file after the other, and leaves out each with which it no longer compiles.
  private func compileOneByOne(_ work: inout Work) throws -> URL? {
    var program: URL?
    var kept: [String: String] = [:]
    for (path, file) in work.theirs.sorted(by: { $0.key < $1.key }) {
      kept[path] = file.text
      let outcome = try work.build.build(texts(kept))
      if case .built(let built) = outcome {
        program = built
      } else {
        kept[path] = nil
        program = nil
        drop(path, outcome, from: &work)
      }
    }
    if program == nil, !kept.isEmpty, case .built(let built) = try work.build.build(texts(kept)) {
      program = built
    }
    return program
  }

  private func texts(_ theirs: [String: String]) -> [String: String] {
    Dictionary(uniqueKeysWithValues: given.map { ($0.path, theirs[$0.path] ?? $0.text) })
  }

  private func drop(_ path: String, _ outcome: ChapterBuild.Outcome, from work: inout Work) {
    work.theirs[path] = nil
    var line: Int?
    let (verdict, message): (GradeVerdict, String)
    switch outcome {
    case .errors(let errors):
      let first = errors.first { $0.file == path } ?? errors.first
      line = first?.file == path ? first?.line : nil
      (verdict, message) = (
        .doesNotCompile,
        "its file does not compile: \(first?.message ?? "an error") "
          + "(\(first?.file ?? path):\(first?.line ?? 1))."
      )
    case .calls(let symbol):
      (verdict, message) = (
        .refused, "its file calls \(symbol), which no exercise needs."
      )
    case .late:
      (verdict, message) = (
        .timedOut,
        "the compiler took too long with its file. Is there an expression that is too complex?"
      )
    case .outOfMemory:
      (verdict, message) = (.outOfMemory, "the compiler took all memory with its file.")
    case .other(let text):
      (verdict, message) = (.doesNotCompile, "its file does not compile: \(text)")
    case .built: return
    }
    work.obstacles[path] = Obstacle(verdict: verdict, message: message, file: path, line: line)
    work.notes.append("\(path) was replaced by the file as handed out, for the other exercises.")
  }

  // MARK: Testing

  private func grade(_ exercise: Exercise, _ work: Work, _ program: URL?) -> ExerciseGrade {
    if let obstacle = work.obstacles[exercise.path] {
      return exercise.grade(
        obstacle.verdict, "\(exercise.number) · \(obstacle.message)", obstacle.file, obstacle.line)
    }
    let line = work.theirs[exercise.path]?.lines[exercise.number]
    // The suite's own tests come first, since they name mistakes; a teacher's hidden ones follow.
    let all = tests.filter { $0.exercise == exercise.number }
    let own = all.filter { !$0.isHidden } + all.filter(\.isHidden)
    guard let program, !own.isEmpty else {
      let message = "\(exercise.number) · no test was run: its suite has none for this exercise."
      return exercise.grade(.noTests, message, exercise.path, line)
    }
    let runner = ConfinedTests(
      laboratory: laboratory, confinement: confinement, program: program,
      folder: work.build.folder, seed: seed)
    let start = ContinuousClock().now
    let failure = firstFailure(of: own, runner)
    let seconds = (ContinuousClock().now - start) / .seconds(1)
    guard let failure else { return exercise.grade(.passed, "", nil, nil, seconds: seconds) }
    if failure.verdict == .unwritten {
      let message = "Exercise \(exercise.number) is not written yet."
      return exercise.grade(.unwritten, message, exercise.path, line, seconds: seconds)
    }
    let message = failure.waitsFor.map {
      "\(exercise.number) · its tests need exercise \($0), which is not there."
    }
    return exercise.grade(
      failure.verdict, message ?? failure.message, failure.file, failure.line, seconds: seconds)
  }

  /// Runs tests until one does not pass: the exercise is decided then. Only where one says that it
  /// waits for another exercise do the others have a say, since this one may be unwritten itself.
  private func firstFailure(of tests: [SuiteTest], _ runner: ConfinedTests) -> GradedTest? {
    var waiting: GradedTest?
    for test in tests {
      let result = runner.run(test)
      switch result.verdict {
      case .passed: continue
      case .waits: waiting = waiting ?? result
      default: return result
      }
    }
    return waiting
  }
}

extension Exercise {
  package func grade(
    _ verdict: GradeVerdict, _ message: String, _ file: String?, _ line: Int?,
    seconds: Double = 0
  ) -> ExerciseGrade {
    ExerciseGrade(
      number: number, title: title, points: points, verdict: verdict, message: message,
      mistake: verdict == .failed ? namedMistake(in: message) : nil, file: file, line: line,
      seconds: seconds)
  }
}

/// The sentence under a suite's finding, which names the mistake; nil where there is none.
func namedMistake(in message: String) -> String? {
  let second = lines(of: message).dropFirst().first.map(trimmed)
  return second?.isEmpty ?? true ? nil : second
}

extension GivenCode {
  /// Whether a text differs in nothing but formatting and comments.
  func isSame(as text: String) -> Bool {
    text == self.text || (try? SwiftLexer(text).tokens.map(\.text)) == tokens.map(\.text)
  }
}

extension SuiteTest {
  /// Whether it comes from a teacher's folder of hidden tests.
  fileprivate var isHidden: Bool { file.contains("/\(GradingLaboratory.hiddenMark)") }
}
