import Course
import Foundation
import Synchronization
import Tasks

extension Command {
  static let devMutants = Command(
    name: "dev mutants",
    summary: "tries known mistakes against the suites",
    usage: "course dev mutants [CHAPTER | EXERCISE | MUTANT]",
    example: "swift run course dev mutants 2.1-noBias",
    positionals: 0...1
  ) { arguments in
    let course = try Course.here()
    let mutants = try course.mutants(selectedBy: arguments.positionals.first)
    return try MutantLaboratory(of: course, arguments.terminal).tryOut(mutants)
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
      let verdicts = try judge(own, suite, of: mutants.count, after: tally.verdicts.count)
      for (mutant, verdict) in zip(own, verdicts) {
        if let problem = verdict.problem(with: mutant) { terminal.print("\(problem)") }
      }
      tally.verdicts += verdicts
      terminal.print(
        "Chapter \(chapter.number): \(counted(own.count, "mutant")) "
          + "in \(TrainingDisplay.duration((clock.now - started) / .seconds(1)))")
    }
    terminal.print(
      "\(tally.sentence) \(TrainingDisplay.duration((clock.now - begun) / .seconds(1))).")
    return tally.isGood ? .done : .failed
  }

  /// Judges a chapter's mutants, several at once.
  private func judge(
    _ mutants: [Mutant], _ suite: MutantSuite, of total: Int, after before: Int
  ) throws -> [MutantVerdict] {
    let waiting = Mutex(Array(mutants.indices.reversed()))
    let verdicts = Mutex([Int: Result<MutantVerdict, any Error>]())
    DispatchQueue.concurrentPerform(iterations: min(Self.workers, mutants.count)) { worker in
      while let index = waiting.withLock({ $0.popLast() }) {
        let verdict = Result { try suite.judge(mutants[index], in: "\(Self.path)/try-\(worker)") }
        // Something is wrong with all of them.
        if case .failure = verdict { waiting.withLock { $0 = [] } }
        verdicts.withLock { verdicts in
          verdicts[index] = verdict
          let done = before + verdicts.count
          terminal.showProgress("\(done) of \(total), last \(mutants[index].name) …")
        }
      }
    }
    terminal.clearProgress()
    return try verdicts.withLock { all in try mutants.indices.compactMap { try all[$0]?.get() } }
  }
}
