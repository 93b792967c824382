/// How an exercise stands after its tests were run.
enum ExerciseVerdict: Equatable, Sendable {
  case done
  case notWritten
  /// Its tests need an earlier exercise.
  case waits(for: ExerciseNumber)
  case failing(TestFailure, test: SuiteTest)
  /// A test of it was not given its whole time, after one of another exercise had not ended.
  case cutShort
  /// It is long and written, its chapter was checked, and nothing is known of these lines.
  case passedOver

  /// Sums up an exercise's tests. No test at all is a failure: nothing has been shown.
  ///
  /// - Parameter isUnwritten: what the reader's file says, for where every test stops at an
  ///   earlier exercise already.
  init(of exercise: Exercise, isUnwritten: Bool = false, _ results: [JudgedTest]) {
    let number = exercise.number
    if results.contains(where: { $0.verdict == .unwritten(number) }) {
      self = .notWritten
      return
    }
    let failures = results.compactMap { test, verdict in
      if case .failed(let failure) = verdict { (test: test, failure: failure) } else { nil }
    }
    // The page's own case comes before those that are drawn, in the order of the suite, and the
    // numbers of other programs come last: they know no mistakes. Where the first says nothing of
    // its numbers, the first that does is heard, too.
    let own = failures.filter { !$0.test.isOfAPeer }
    if var told = own.first(where: { !$0.failure.isDrawn }) ?? own.first ?? failures.first {
      let others = failures.filter { !$0.failure.isStop }
      if !told.failure.isNamed, let named = others.first(where: \.failure.isNamed) {
        told.failure.add(named.failure.sayings)
      }
      self = .failing(told.failure, test: told.test)
      return
    }
    for case (_, .unwritten(let other)) in results {
      self = isUnwritten ? .notWritten : .waits(for: other)
      return
    }
    if results.contains(where: { $0.verdict == .skipped }) {
      self = .cutShort
    } else if results.isEmpty {
      let none = SuiteTest(
        exercise: number, className: "", method: "", file: exercise.path, line: 1)
      let message = "\(number) · no test was run: its suite has none for this exercise."
      self = .failing(TestFailure(message: message, file: exercise.path, line: 1), test: none)
    } else {
      self = .done
    }
  }
}

extension ExerciseVerdict {
  /// What a check of the whole chapter, which does not run it, can tell of a long exercise.
  init(passingOver state: ExerciseState) {
    switch state {
    case .done: self = .done
    case .notWritten, .missing: self = .notWritten
    case .failing, .unchecked, .changed: self = .passedOver
    }
  }
}

/// What a check of a chapter, or of one of its exercises, found.
package struct CheckResult {
  let chapter: Chapter
  /// In the order of their numbers.
  let exercises: [(exercise: Exercise, verdict: ExerciseVerdict)]
  let tests: [JudgedTest]
  /// Where one exercise was checked and fails: one before it that fails as well.
  var earlierFailure: ExerciseNumber?

  var isDone: Bool { !exercises.isEmpty && exercises.allSatisfy { $0.verdict == .done } }

  typealias Failure = (exercise: Exercise, failure: TestFailure, test: SuiteTest)

  /// The exercises that fail, each with its first failure.
  var failures: [Failure] {
    exercises.compactMap { exercise, verdict in
      guard case .failing(let failure, let test) = verdict else { return nil }
      return (exercise, failure, test)
    }
  }

  var cutShort: [ExerciseNumber] {
    exercises.filter { $0.verdict == .cutShort }.map(\.exercise.number)
  }

  /// The first exercise that can be worked on and is not done, or else the first that waits.
  var firstOpen: (exercise: Exercise, verdict: ExerciseVerdict)? {
    let open = exercises.filter { $0.verdict != .done }
    return open.first { if case .waits = $0.verdict { false } else { true } } ?? open.first
  }

  var passedOver: [ExerciseNumber] {
    exercises.filter { $0.verdict == .passedOver }.map(\.exercise.number)
  }
}
