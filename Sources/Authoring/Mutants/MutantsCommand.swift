import Course
import Foundation
import Synchronization
import Tasks

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
    return try MutantLaboratory(of: course, arguments.terminal).tryOut(mutants)
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

/// A place where suites are built with spoilt solutions and run, so that the solutions themselves
/// are never touched, whatever happens.
struct MutantLaboratory {
  let course: Course
  let terminal: Terminal

  static let path = ".build/mutants"
  /// How many mutants are tried at once.
  private static let workers = min(4, ProcessInfo.processInfo.activeProcessorCount)

  /// Two that try mutants in one place would spoil each other's, so it is locked until the process
  /// ends.
  init(of course: Course, _ terminal: Terminal) throws {
    self.course = course
    self.terminal = terminal
    try course.folder.lock(
      Self.path,
      busy: "mutants are being tried in this package already; wait for the other to end")
  }

  /// Tries mutants, chapter by chapter, and tells of each that is not killed and named.
  func tryOut(_ mutants: [Mutant]) throws -> ExitStatus {
    let clock = ContinuousClock()
    let begun = clock.now
    var tally = MutantTally()
    for chapter in course.chapters {
      let own = mutants.filter { $0.exercise.chapter == chapter.number }
      if own.isEmpty { continue }
      let started = clock.now
      terminal.showProgress("Chapter \(chapter.number) without a mutant …")
      let suite = try MutantSuite(of: chapter, for: own, in: course.folder)
      let verdicts = try judge(own, suite, of: mutants.count, after: tally.count)
      for verdict in verdicts { tally.add(verdict) }
      terminal.print(
        "Chapter \(chapter.number): \(counted(own.count, "mutant")) "
          + "in \(TrainingDisplay.duration((clock.now - started) / .seconds(1)))")
    }
    terminal.print(
      "\(tally.sentence) \(TrainingDisplay.duration((clock.now - begun) / .seconds(1))).")
    return tally.isGood ? .done : .failed
  }

  /// Judges a chapter's mutants, several at once, and tells of their problems in their order.
  private func judge(
    _ mutants: [Mutant], _ suite: MutantSuite, of total: Int, after before: Int
  ) throws -> [MutantVerdict] {
    let state = Mutex(Judging(count: mutants.count))
    DispatchQueue.concurrentPerform(iterations: min(Self.workers, mutants.count)) { worker in
      while let index = state.withLock({ $0.take() }) {
        let verdict = Result { try suite.judge(mutants[index], in: "\(Self.path)/try-\(worker)") }
        state.withLock { state in
          terminal.clearProgress()
          for (index, verdict) in state.finish(index, verdict) {
            if let problem = verdict.problem(with: mutants[index]) { terminal.print("\(problem)") }
          }
          let done = before + state.ended
          terminal.showProgress("\(done) of \(total), last \(mutants[index].name) …")
        }
      }
    }
    terminal.clearProgress()
    return try state.withLock { try $0.verdicts.compactMap { try $0?.get() } }
  }
}

/// What those who judge a chapter's mutants share.
private struct Judging {
  var verdicts: [Result<MutantVerdict, any Error>?]
  private var next = 0
  private var told = 0

  init(count: Int) {
    verdicts = Array(repeating: nil, count: count)
  }

  var ended: Int { verdicts.count { $0 != nil } }

  /// The index of the next mutant; nil at the end, or where something is wrong with all.
  mutating func take() -> Int? {
    let isBroken = verdicts.contains { verdict in
      if case .failure = verdict { return true }
      return false
    }
    guard next < verdicts.count, !isBroken else { return nil }
    defer { next += 1 }
    return next
  }

  /// Notes a verdict. What is to be told now: those before which none is missing any more.
  mutating func finish(
    _ index: Int, _ verdict: Result<MutantVerdict, any Error>
  ) -> [(Int, MutantVerdict)] {
    verdicts[index] = verdict
    let start = told
    while told < verdicts.count, verdicts[told] != nil { told += 1 }
    return (start..<told).compactMap { index in (try? verdicts[index]?.get()).map { (index, $0) } }
  }
}
