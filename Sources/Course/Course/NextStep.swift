extension Course {
  /// The first exercise that is not known to be done: of the chapter that was checked last, of those
  /// after it, of those before it.
  package func nextExercise(_ progress: ReaderProgress? = nil) throws -> Exercise? {
    let progress = progress ?? self.progress
    let here = progress.chapter ?? 0
    let ordered =
      exercises.filter { $0.number.chapter >= here } + exercises.filter { $0.number.chapter < here }
    return try ordered.first { try state(of: $0, progress) != .done }
  }

  /// The chapter of that exercise.
  func firstUnfinishedChapter() throws -> Chapter? {
    try nextExercise().map { try chapter($0.number.chapter) }
  }

  /// The chapter that a reader is at: that one, or the last where all are finished.
  ///
  /// - Throws: `UserError` where there is none.
  func chapterAtHand() throws -> Chapter {
    if let chapter = try firstUnfinishedChapter() ?? chapters.last { return chapter }
    throw UserError("there is no chapter to read")
  }

  /// - Throws: `UserError` where every exercise is done.
  func exerciseAtHand() throws -> Exercise {
    if let exercise = try nextExercise() { return exercise }
    throw UserError("every exercise is done; name one, as in: swift run course hint 1.3")
  }

  /// Asks which exercise is meant, for what is not done to one that was not named.
  func refuseGuessing(_ command: String) throws -> String {
    guard let number = try nextExercise()?.number else {
      throw UserError("say which exercise, as in: swift run course \(command) 1.3")
    }
    throw UserError(
      "say which exercise; if you mean the next, \(number): swift run course \(command) \(number)")
  }

  /// The points of the exercises that are known to be done.
  func earnedPoints(_ progress: ReaderProgress) throws -> Int {
    try exercises.filter { try state(of: $0, progress) == .done }.reduce(0) { $0 + $1.points }
  }

  /// Says that nothing is left to write, and what can be done with it.
  func showEnd(on terminal: Terminal) throws {
    let points = exercises.reduce(0) { $0 + $1.points }
    let sentence = "Every exercise is done: \(points) of \(counted(points, "point"))."
    terminal.print(terminal.styled(sentence, .green, .bold))
    terminal.print("Your network can write:")
    terminal.print(terminal.styled("  swift run course train --mine", .bold))
  }

  /// Says what to do next about an exercise that is not done. The dashboard and a check both say it
  /// in these words.
  ///
  /// - Parameter isBegun: the reader is in its chapter already, and is not sent to read it.
  package func showNextStep(
    for exercise: Exercise, _ state: ExerciseState, isBegun: Bool = false, on terminal: Terminal
  ) throws {
    let number = exercise.number
    let line = try readerFile(of: exercise)?.line(of: number) ?? 1
    let place = "\(exercise.path):\(line)"
    let isFirst = try chapter(number.chapter).exercises.first?.number == number
    var command = "check \(number)"
    let sentence: String
    switch state {
    case .missing:
      sentence = "\(exercise.path) is missing. Next, to put it back:"
      command = "reset \(number.chapter)"
    case .notWritten where isFirst && !isBegun:
      sentence = "Next: read the chapter, then write \(exercise.path)"
      command = "read \(number.chapter)"
    case .notWritten: sentence = "Next: write exercise \(number) at \(place),\u{A0}then"
    case .failing: sentence = "Next: correct exercise \(number) at \(place),\u{A0}then"
    case .unchecked, .changed, .done: sentence = "Next: see what your exercise \(number) does"
    }
    terminal.printWrapped(sentence, hanging: 2)
    terminal.print(terminal.styled("  swift run course \(command)", .bold))
  }
}
