import Course

extension Command {
  static let devSolve = Command(
    name: "dev solve", summary: "writes a solution into exercises/, as a reader would",
    usage: "course dev solve EXERCISE", example: "swift run course dev solve 1.3",
    positionals: 1...1
  ) { arguments in
    let course = try Course.here()
    let exercise = try course.exercise(named: arguments.positionals[0])
    let solved = try course.readerFile(of: exercise)?.replacing(
      exercise.number, with: [exercise.solutionMarkerLine] + exercise.solution.solution)
    guard let solved else {
      throw UserError(
        "\(exercise.path) lacks exercise \(exercise.number); put it back: "
          + "swift run course reset \(exercise.number.chapter)")
    }
    let copy = try course.folder.keepCopy(of: exercise.path)
    try course.folder.write(solved, to: exercise.path)
    arguments.terminal.print("\(exercise.path)  (before: \(copy ?? "nothing"))")
    return .done
  }
}
