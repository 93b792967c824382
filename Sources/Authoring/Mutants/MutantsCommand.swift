import Course
import Foundation
import Synchronization
import Tasks

extension Command {
  static let devMutants = Command(
    name: "dev mutants", summary: "tries known mistakes against the suites",
    usage: "course dev mutants [CHAPTER | EXERCISE | MUTANT]",
    example: "swift run course dev mutants 2.1-noBias", positionals: 0...1
  ) { arguments in
    let course = try Course.here()
    let mutants = try course.mutants(selectedBy: arguments.positionals.first)
    return try MutantLaboratory(course: course, terminal: arguments.terminal).tryOut(mutants)
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

  /// Tries mutants, chapter by chapter, and tells of each that is not killed and named. Two that try
  /// them in one place would spoil each other's, so it is locked until the process ends.
  func tryOut(_ mutants: [Mutant]) throws -> ExitStatus {
    try course.folder.lock(
      Self.path, busy: "mutants are being tried in this package already; wait for the other to end")
    let begun = ContinuousClock.now
    var tally = MutantTally()
    for chapter in course.chapters {
      let own = mutants.filter { $0.exercise.chapter == chapter.number }
      if own.isEmpty { continue }
      let started = ContinuousClock.now
      terminal.showProgress("Chapter \(chapter.number) without a mutant …")
      let suite = try MutantSuite(of: chapter, for: own, in: course.folder)
      let verdicts = try judge(own, suite, of: mutants.count, after: tally.verdicts.count)
      for (mutant, verdict) in zip(own, verdicts) {
        if let problem = verdict.problem(with: mutant) { terminal.print("\(problem)") }
      }
      tally.verdicts += verdicts
      let count = counted(own.count, "mutant")
      terminal.print("Chapter \(chapter.number): \(count) in \(Self.time(since: started))")
    }
    terminal.print("\(tally.sentence) \(Self.time(since: begun)).")
    return tally.isGood ? .done : .failed
  }

  private static func time(since start: ContinuousClock.Instant) -> String {
    TrainingDisplay.duration((ContinuousClock.now - start) / .seconds(1))
  }

  /// Judges a chapter's mutants, several at once.
  private func judge(
    _ mutants: [Mutant], _ suite: MutantSuite, of total: Int, after before: Int
  ) throws -> [MutantVerdict] {
    let places = Mutex(Array(0..<Self.workers))
    let verdicts = Mutex([Int: MutantVerdict]())
    defer { terminal.clearProgress() }
    try runTasks(needing: mutants.map { _ in [] }, workers: Self.workers) { index in
      let place = places.withLock { $0.removeLast() }
      defer { places.withLock { $0.append(place) } }
      let verdict = try suite.judge(mutants[index], in: "\(Self.path)/try-\(place)")
      verdicts.withLock { verdicts in
        verdicts[index] = verdict
        let done = before + verdicts.count
        terminal.showProgress("\(done) of \(total), last \(mutants[index].name) …")
      }
    }
    return verdicts.withLock { all in mutants.indices.compactMap { all[$0] } }
  }
}
