/// The texts of `--help`.
enum Help {
  /// What `course --help` prints: every command with its summary.
  static func overview(of commands: [Command], _ terminal: Terminal) -> String {
    let main = commands.filter { $0.name != "dev" && !$0.isIn("dev") && !$0.isIn("demo") }
    let width = min(terminal.width, 80)
    let ending = [
      "Each has an example: swift run course check --help",
      "Commands build with the build system that built course; COURSE_BUILD_SYSTEM=native or "
        + "swiftbuild chooses another.",
      "For those who maintain the course: swift run course dev",
    ]
    let lines =
      wrapped("Learn long short-term memory networks by building them.", to: width)
      + ["", list(main, terminal), ""] + ending.flatMap { wrapped($0, to: width, hanging: 2) }
    return lines.joined(separator: "\n")
  }

  static func list(_ commands: [Command], _ terminal: Terminal) -> String {
    entries(
      commands.map { ($0.name.isEmpty ? "course" : "course \($0.name)", $0.summary) }, terminal)
  }

  /// Names and what they mean in two columns; in a narrow window one below the other.
  private static func entries(
    _ entries: [(name: String, meaning: String)], _ terminal: Terminal
  ) -> String {
    let width = min(terminal.width, 80)
    let column = entries.map(\.name.count).max() ?? 0
    let room = width - column - 4
    return entries.map { name, meaning in
      if room < 24 {
        return (["  " + name] + wrapped("      " + meaning, to: width)).joined(separator: "\n")
      }
      let lines = wrapped(meaning, to: room)
      let indentation = "\n" + padded("", to: column + 4)
      return "  " + padded(name, to: column) + "  " + lines.joined(separator: indentation)
    }.joined(separator: "\n")
  }

  /// A command's own help, with the commands whose names begin with its name.
  static func text(
    for command: Command, among commands: [Command], _ terminal: Terminal
  ) -> String {
    let width = min(terminal.width, 80)
    var lines = wrapped(command.summary, to: width) + [""]
    lines += labelled("usage:", command.usage, to: width)
    lines += labelled("example:", command.example, to: width)
    let flags = command.flags + [Flag(name: "--help", help: "shows this")]
    let names = flags.map { [$0.name, $0.placeholder].compactMap(\.self).joined(separator: " ") }
    lines += ["", entries(zip(names, flags.map(\.help)).map { ($0, $1) }, terminal)]
    let inner = commands.filter { !command.name.isEmpty && $0.isIn(command.name) }
    if !inner.isEmpty { lines += ["", list(inner, terminal)] }
    return lines.joined(separator: "\n")
  }
}
