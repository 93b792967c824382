/// The entrance: finds the command that the arguments name, and runs it.
package enum CourseCommandLine {
  /// Runs `course` with its arguments, the program's own name left out, and returns the process's
  /// exit status. Whatever a user can do wrong ends in one line on standard error.
  package static func run(
    _ arguments: [String], commands: [Command], terminal: Terminal = .standard
  ) -> Int32 {
    do {
      return try dispatch(arguments, among: commands, terminal).rawValue
    } catch {
      terminal.complain((error as? any AdvisedError)?.advice ?? UserError("\(error)"))
      return ExitStatus.wrongUse.rawValue
    }
  }

  private enum Request {
    case overview
    case help(Command)
    /// A group's name alone (`dev`).
    case list([Command])
    case run(Command, ParsedArguments)
  }

  private static func dispatch(
    _ arguments: [String], among commands: [Command], _ terminal: Terminal
  ) throws -> ExitStatus {
    switch try request(arguments, among: commands, terminal) {
    case .overview: terminal.print(Help.overview(of: commands, terminal))
    case .help(let command): terminal.print(Help.text(for: command, among: commands, terminal))
    case .list(let group): terminal.print(Help.list(group, terminal))
    case .run(let command, let arguments): return try command.run(arguments)
    }
    return .done
  }

  private static func request(
    _ arguments: [String], among commands: [Command], _ terminal: Terminal
  ) throws -> Request {
    var arguments = arguments
    if arguments.first == "help" { arguments = Array(arguments.dropFirst()) + ["--help"] }
    let words = Array(arguments.prefix { !$0.hasPrefix("-") })
    let asksForHelp = arguments.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
    if words.isEmpty && asksForHelp { return .overview }
    guard let named = command(for: words, among: commands) else {
      if words.isEmpty { throw UserError("say what to do; see: swift run course --help") }
      let group = commands.filter { $0.isIn(words[0]) }
      if !group.isEmpty && words.count == 1 { return .list(group) }
      throw UserError(unknownCommand(words, among: commands))
    }
    let (command, rest) = task(
      of: named, Array(arguments.dropFirst(named.words.count)), among: commands)
    if asksForHelp { return .help(command) }
    let parsed = try ParsedArguments(rest, for: command, among: commands, terminal: terminal)
    return .run(command, parsed)
  }

  /// Reads arguments as `run` does, and does nothing.
  ///
  /// - Throws: the `UserError` that `run` would print before it began.
  package static func understand(_ arguments: [String], among commands: [Command]) throws {
    let words = Array(arguments.prefix { !$0.hasPrefix("-") })
    // What follows the name of a group (`demo`) would be the name of one in it.
    if let command = command(for: words, among: commands), !command.name.isEmpty,
      words.count > command.words.count,
      commands.contains(where: { $0.isIn(command.name) && !$0.isTask })
    {
      let word = words[command.words.count]
      throw UserError("there is no command \"\(command.name) \(word)\"")
    }
    _ = try request(arguments, among: commands, .standard)
  }

  /// The command with the longest name that the words begin with.
  private static func command(for words: [String], among commands: [Command]) -> Command? {
    if words.isEmpty { return commands.first { $0.name.isEmpty } }
    return commands.filter { !$0.name.isEmpty && words.starts(with: $0.words) }
      .max { $0.name.count < $1.name.count }
  }

  /// The command of a task (`train --task classify`), where the words after a command ask for one, and
  /// the words without it. Each task has flags of its own.
  private static func task(
    of command: Command, _ words: [String], among commands: [Command]
  ) -> (Command, rest: [String]) {
    let end = words.firstIndex(of: "--") ?? words.endIndex
    for other in commands where other.isTask && other.isIn(command.name) {
      let (flag, task) = ("--task", other.words.last ?? "")
      if let index = words[..<end].firstIndex(of: "\(flag)=\(task)") {
        return (other, Array(words[..<index] + words[(index + 1)...]))
      }
      let place = words[..<end].indices.dropLast().first {
        words[$0] == flag && words[$0 + 1] == task
      }
      if let place { return (other, Array(words[..<place] + words[(place + 2)...])) }
    }
    return (command, words)
  }

  static func unknownCommand(_ words: [String], among commands: [Command]) -> String {
    let called = words.prefix(2).joined(separator: " ")
    let names = commands.map(\.name).filter { !$0.isEmpty }
    if words[0].allSatisfy({ $0.isNumber || $0 == "." }) {
      return "\"\(words[0])\" is not a command; did you mean: swift run course check \(words[0])"
    }
    let near =
      nearestSpelling(to: called, among: names) ?? nearestSpelling(to: words[0], among: names)
    if let near {
      let written = near.contains(" ") ? called : words[0]
      return "there is no command \"\(written)\"; did you mean: swift run course \(near)"
    }
    return "there is no command \"\(words[0])\"; see: swift run course --help"
  }
}
