import Course

/// A line that a page tells its readers to type. It is not run, but it must be one that could be:
/// a command that exists, with flags that it knows and files that are there.
struct TypedCommand {
  let course: Course
  let commands: [Command]

  /// The commands of some lines, each with the place of its first: a line that ends in a backslash goes
  /// on in the next.
  static func joined(_ lines: [String]) -> [(place: Int, command: String)] {
    var (commands, goesOn) = ([(place: Int, command: String)](), false)
    for (place, line) in lines.enumerated() {
      let part = line.hasSuffix(" \\") ? String(line.dropLast(2)) : line
      if goesOn, let last = commands.popLast() {
        commands.append((last.place, last.command + " " + trimmed(part)))
      } else {
        commands.append((place, part))
      }
      goesOn = part != line
    }
    return commands
  }

  /// What is wrong with a line; nil where nothing is.
  func problem(with line: String) -> String? {
    // What stands before a command sets variables.
    let words = shellWords(line).drop { $0.contains("=") && !$0.hasPrefix("-") }
    guard let program = words.first else { return nil }
    if let missing = words.first(where: isMissing) { return "there is no \(missing)" }
    switch program {
    case "swift": return swiftProblem(with: Array(words.dropFirst()))
    case "git", "python", "python3", "zip": return nil
    case _ where course.folder.exists(program): return nil
    default: return "\(program) is no command that the book's readers have"
    }
  }

  /// Whether a word names a file of the package that is not there.
  private func isMissing(_ word: String) -> Bool {
    let folders = [".ci/", "Sources/", "Tests/", "chapters/", "exercises/", "solutions/"]
    return folders.contains(where: word.hasPrefix) && !course.folder.exists(word)
  }

  private func swiftProblem(with words: [String]) -> String? {
    switch words.first {
    case "run":
      guard let name = words.firstIndex(of: "course") else { return "this runs another program" }
      return courseProblem(with: Array(words[(name + 1)...]))
    case "build", "format", "package", "test", "--version": return nil
    default: return "swift has no command \(words.first ?? "")"
    }
  }

  /// The same for arguments that a sentence names, perhaps not all of them.
  func problemInSentence(_ arguments: String) -> String? {
    let problem = courseProblem(with: shellWords(arguments))
    return problem?.hasPrefix(ParsedArguments.somethingIsMissing) == true ? nil : problem
  }

  /// What `course` would say to its arguments before it did anything.
  func courseProblem(with arguments: [String]) -> String? {
    do { try CourseCommandLine.understand(arguments, among: commands) } catch { return "\(error)" }
    let known = course.exercises.map(\.number)
    // What follows a flag is its value, and a number of another kind.
    let words = zip([""] + arguments, arguments).filter { !$0.0.hasPrefix("-") }.map(\.1)
    let unknown = words.compactMap { ExerciseNumber($0) }.first { !known.contains($0) }
    return unknown.map { "there is no exercise \($0)" }
  }
}
