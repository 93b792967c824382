import Course

/// What `course` leaves to `course-dev`, which is built when it is first asked for: grading, and the
/// making of the book.
enum Authors {
  static let commands = [
    Command(
      name: "grade", summary: "grades what others wrote", usage: "course grade SUBMISSION…",
      example: "swift run course grade submissions", run: start),
    Command(
      name: "dev", summary: "makes the book", usage: "course dev …",
      example: "swift run course dev", run: start),
  ]

  private static func start(_ arguments: ParsedArguments) throws -> ExitStatus { .wrongUse }

  /// Builds and runs `course-dev` with arguments that are meant for it, and returns its exit status;
  /// nil for others.
  static func status(of arguments: [String], on terminal: Terminal = .standard) -> Int32? {
    let words = arguments.drop { $0 == "help" }.prefix { !$0.hasPrefix("-") }
    let isOwn = words.starts(with: ["dev", "train"])
    guard let first = words.first, commands.contains(where: { $0.name == first }), !isOwn else {
      return nil
    }
    do {
      return try runProgram("course-dev", arguments, in: .containing(), terminal)
    } catch {
      terminal.complain("course: \(error)")
      return ExitStatus.wrongUse.rawValue
    }
  }
}
