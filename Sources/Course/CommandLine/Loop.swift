extension Command {
  /// The commands of the loop that a reader lives in, in the order of the help.
  package static let loop: [Command] = [
    .dashboard, .read, .check, .watch, .hint, .quiz, .solution, .reset,
  ]
}
