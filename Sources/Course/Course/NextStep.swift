/// What to do next about an exercise. The dashboard and a check both say it in these words.
package struct NextStep: Equatable, Sendable {
  let sentence: String
  /// What to type after `swift run course`.
  let command: String

  package func show(on terminal: Terminal) {
    terminal.printWrapped(sentence, hanging: 2)
    terminal.print(terminal.styled("  swift run course \(command)", .bold))
  }
}

extension Course {
  /// The next step with an exercise that is not done.
  ///
  /// - Parameter isBegun: the reader is in its chapter already, and is not sent to read it.
  package func nextStep(
    for exercise: Exercise, _ state: ExerciseState, isBegun: Bool = false
  ) throws -> NextStep {
    let number = exercise.number
    let line = try readerFile(of: exercise)?.line(of: number) ?? 1
    let place = "\(exercise.path):\(line)"
    let isFirst = try chapter(number.chapter).exercises.first?.number == number
    switch state {
    case .missing:
      return NextStep(
        sentence: "\(exercise.path) is missing. Next, to put it back:",
        command: "reset \(number.chapter)")
    case .notWritten where isFirst && !isBegun:
      return NextStep(
        sentence: "Next: read the chapter, then write \(exercise.path)",
        command: "read \(number.chapter)")
    case .notWritten:
      return NextStep(
        sentence: "Next: write exercise \(number) at \(place),\u{A0}then",
        command: "check \(number)")
    case .failing:
      return NextStep(
        sentence: "Next: correct exercise \(number) at \(place),\u{A0}then",
        command: "check \(number)")
    case .unchecked, .changed, .done:
      return NextStep(
        sentence: "Next: see what your exercise \(number) does", command: "check \(number)")
    }
  }
}
