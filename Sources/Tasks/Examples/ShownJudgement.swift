import Course

/// How well a model does, as a command shows it.
protocol ShownJudgement: Judgement {
  /// - Parameter width: of the window.
  func lines(width: Int) -> [String]
  /// What is worth knowing besides.
  var notes: [String] { get }
}

extension ShownJudgement {
  func show(for arguments: ParsedArguments) -> ExitStatus {
    let terminal = arguments.terminal
    if arguments.has("--json") {
      terminal.print(TrainingDisplay.json(self))
      return .done
    }
    for line in lines(width: terminal.width) { terminal.print(line) }
    for note in notes { terminal.printWrapped("\n" + note) }
    return .done
  }
}
