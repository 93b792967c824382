/// The entrance: finds the command that the arguments name, and runs it.
package enum CourseCommandLine {
  /// Runs `course` with its arguments, the program's own name left out, and returns the process's
  /// exit status. Whatever a user can do wrong ends in one line on standard error.
  package static func run(
    _ arguments: [String], commands: [Command], terminal: Terminal = .standard
  ) -> Int32 {
    do {
      return try dispatch(arguments, among: commands, terminal).rawValue
    } catch let error as UserError {
      terminal.complain(error)
    } catch let error as any AdvisedError {
      terminal.complain(error.advice)
    } catch {
      terminal.complain(UserError("\(error)"))
    }
    return ExitStatus.wrongUse.rawValue
  }

  private static func dispatch(
    _ arguments: [String], among commands: [Command], _ terminal: Terminal
  ) throws -> ExitStatus {
    var arguments = arguments
    if arguments.first == "help" {
      arguments = Array(arguments.dropFirst()) + ["--help"]
    }
    let words = Array(arguments.prefix { !$0.hasPrefix("-") })
    let asksForHelp = arguments.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
    if words.isEmpty && asksForHelp {
      terminal.print(Help.overview(of: commands, terminal))
      return .done
    }
    guard let command = command(for: words, among: commands) else {
      if words.isEmpty { throw UserError("say what to do; see: swift run course --help") }
      return try showGroup(words, among: commands, terminal)
    }
    if asksForHelp {
      terminal.print(Help.text(for: command, among: commands, terminal))
      return .done
    }
    let nameLength = command.name.split(separator: " ").count
    let parsed = try ParsedArguments(
      Array(arguments.dropFirst(nameLength)), for: command, among: commands, terminal: terminal)
    return try command.run(parsed)
  }

  /// Reads arguments as `run` does, and does nothing.
  ///
  /// - Throws: the `UserError` that `run` would print before it began.
  package static func understand(_ arguments: [String], among commands: [Command]) throws {
    let words = Array(arguments.prefix { !$0.hasPrefix("-") })
    if words.isEmpty && arguments == ["--help"] { return }
    guard let command = command(for: words, among: commands) else {
      let isGroup = words.count == 1 && commands.contains { $0.name.hasPrefix(words[0] + " ") }
      if isGroup { return }
      throw UserError(unknownCommand(words.isEmpty ? arguments : words, among: commands))
    }
    let rest = arguments.dropFirst(command.name.split(separator: " ").count)
    if rest.contains("--help") { return }
    // What follows the name of a group (`demo`) would be the name of one in it.
    let isGroup = commands.contains { $0.name.hasPrefix(command.name + " ") }
    if isGroup, !command.name.isEmpty, let word = rest.first, !word.hasPrefix("-") {
      throw UserError("there is no command \"\(command.name) \(word)\"")
    }
    _ = try ParsedArguments(Array(rest), for: command, among: commands)
  }

  /// The command with the longest name that the words begin with.
  private static func command(for words: [String], among commands: [Command]) -> Command? {
    let named = commands.filter { command in
      let name = command.name.split(separator: " ").map(String.init)
      return !name.isEmpty && words.starts(with: name)
    }
    if words.isEmpty { return commands.first { $0.name.isEmpty } }
    return named.max { $0.name.count < $1.name.count }
  }

  /// A group's name alone (`dev`) lists the group; anything else is a mistake.
  private static func showGroup(
    _ words: [String], among commands: [Command], _ terminal: Terminal
  ) throws -> ExitStatus {
    let group = commands.filter { $0.name.hasPrefix(words[0] + " ") }
    if !group.isEmpty && words.count == 1 {
      terminal.print(Help.list(group, terminal))
      return .done
    }
    throw UserError(unknownCommand(words, among: commands))
  }

  static func unknownCommand(_ words: [String], among commands: [Command]) -> String {
    let called = words.prefix(2).joined(separator: " ")
    let names = commands.map(\.name).filter { !$0.isEmpty }
    if words[0].allSatisfy({ $0.isNumber || $0 == "." }) {
      return "\"\(words[0])\" is not a command; did you mean: swift run course check \(words[0])"
    }
    let near =
      nearestSpelling(to: called, among: names)
      ?? nearestSpelling(to: words[0], among: names)
    if let near {
      let written = near.contains(" ") ? called : words[0]
      return "there is no command \"\(written)\"; did you mean: swift run course \(near)"
    }
    return "there is no command \"\(words[0])\"; see: swift run course --help"
  }
}
