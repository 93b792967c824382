extension TestRunner {
  /// The first exercise before one in its chapter that is written and fails: what comes later may
  /// stand on it. Those that are known to be done are not run again.
  ///
  /// - Precondition: the suite of `chapter` is built.
  func earlierFailure(
    before exercise: Exercise, of chapter: Chapter, in course: Course
  ) throws -> ExerciseNumber? {
    let progress = ReaderProgress.load(from: course.folder)
    let tests = try chapter.tests(in: course.folder)
    for earlier in chapter.exercises where earlier.number < exercise.number {
      guard try course.state(of: earlier, progress) != .done,
        try course.readerFile(of: earlier)?.isUnwritten(earlier.number) == false
      else { continue }
      let own = tests.filter { $0.exercise == earlier.number }
      let verdicts = zip(own, run(own) { _ in }).map { (test: $0, verdict: $1) }
      if case .failing = ExerciseVerdict(of: earlier, verdicts) { return earlier.number }
    }
    return nil
  }
}

/// `1.4 · cross-entropy of [[3, 2, …: is -0.2469, should be 1.2531`: a failure's first line, cut
/// where it names what was looked at, so that the numbers stay.
func shortenedFailure(_ sentence: String, to width: Int) -> String {
  guard sentence.count > width, let colon = sentence.range(of: ": ") else {
    return shortened(sentence, to: width)
  }
  let subject = String(sentence[..<colon.lowerBound])
  let rest = sentence[colon.lowerBound...]
  let room = width - rest.count
  return room < 16 ? shortened(sentence, to: width) : shortened(subject, to: room) + rest
}
