extension Course {
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
