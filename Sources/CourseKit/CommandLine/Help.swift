/// The texts of `--help`.
enum Help {
  /// What `course --help` prints: every command with its summary.
  static func overview(of commands: [Command], _ terminal: Terminal) -> String {
    let main = commands.filter { !$0.name.hasPrefix("dev ") && !$0.name.hasPrefix("demo ") }
    return """
      Learn long short-term memory networks by building them.

      \(list(main, terminal))

      Each has an example: swift run course check --help
      For those who maintain the course: swift run course dev
      """
  }

  static func list(_ commands: [Command], _ terminal: Terminal) -> String {
    let width = commands.map { $0.name.count + 7 }.max() ?? 0
    return commands.map { command in
      let called = command.name.isEmpty ? "course" : "course \(command.name)"
      let room = max(20, min(terminal.width, 80) - width - 4)
      let summary = wrapped(command.summary, to: room)
      let indentation = "\n" + padded("", to: width + 4)
      return "  " + padded(called, to: width) + "  " + summary.joined(separator: indentation)
    }.joined(separator: "\n")
  }

  /// A command's own help, with the commands whose names begin with its name.
  static func text(
    for command: Command, among commands: [Command], _ terminal: Terminal
  ) -> String {
    var lines = [command.summary, "", "usage:   \(command.usage)", "example: \(command.example)"]
    let flags = command.flags + [Flag(name: "--help", help: "shows this")]
    let names = flags.map { [$0.name, $0.placeholder].compactMap(\.self).joined(separator: " ") }
    let width = names.map(\.count).max() ?? 0
    lines.append("")
    for (name, flag) in zip(names, flags) {
      lines.append("  \(padded(name, to: width))  \(flag.help)")
    }
    let inner = commands.filter {
      !command.name.isEmpty && $0.name.hasPrefix(command.name + " ")
    }
    if !inner.isEmpty { lines += ["", list(inner, terminal)] }
    return lines.joined(separator: "\n")
  }
}

/// The text with spaces after it, up to a number of columns.
func padded(_ text: String, to width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}
