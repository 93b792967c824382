extension Command {
  static let demo = Command(
    name: "demo",
    summary: "tells the story of the book in a minute",
    usage: "course demo [NAME]",
    example: "swift run course demo",
    positionals: 0...1
  ) { arguments in
    let names = Commands.demos.map { String($0.name.dropFirst("demo ".count)) }
    if let word = arguments.positionals.first {
      let near = nearestSpelling(to: word, among: names).map { "did you mean \($0)?" }
      let list = names.isEmpty ? "there are none" : "there are " + names.joined(separator: ", ")
      throw UserError("there is no demo \"\(word)\"; \(near ?? list)")
    }
    let terminal = arguments.terminal
    for (command, name) in zip(Commands.demos, names) {
      terminal.print(terminal.styled("── \(name): \(command.summary)", .bold))
      terminal.print()
      let words = Commands.shortDemos[command.name] ?? []
      let status = try command.run(ParsedArguments(words, for: command, terminal: terminal))
      if status == .interrupted { return status }
      terminal.print()
    }
    if names.isEmpty { terminal.print("There is no demo yet.") }
    return .done
  }
}
