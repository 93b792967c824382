extension Command {
  /// The commands of the loop that a reader lives in, in the order of the help.
  package static let loop = alone.map(\.afterCarryingOver)

  private static let alone: [Command] = [
    .dashboard, .read, .check, .watch, .hint, .quiz, .solution, .reset,
  ]
}

extension Command {
  /// The same command, which first brings a reader's work of the first edition along. What keeps
  /// that from being done is said, and keeps nobody from going on.
  fileprivate var afterCarryingOver: Command {
    var command = self
    command.run = { arguments in
      carryOverFirstEdition(arguments.terminal)
      return try run(arguments)
    }
    return command
  }
}

private func carryOverFirstEdition(_ terminal: Terminal) {
  guard let folder = try? PackageFolder.containing() else { return }
  do {
    guard let summary = try folder.carryOverFirstEdition() else { return }
    for line in wrapped(summary, to: min(terminal.width, 80)) { terminal.complain(line) }
    terminal.complain("")
  } catch {
    terminal.complain("your work of the first edition is not carried over yet: \(error)")
  }
}
