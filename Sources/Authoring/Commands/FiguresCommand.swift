import Course

extension Command {
  static let devFigures = Command(
    name: "dev figures", summary: "draws chapters/figures/", usage: "course dev figures [--check]",
    example: "swift run course dev figures --check",
    flags: [Flag(name: "--check", help: "writes nothing; lists the figures that differ")],
    positionals: 0...0
  ) { arguments in
    let folder = try PackageFolder.containing()
    let figures = try Course(folder).figures().map {
      (path: "\(figuresFolder)/\($0.name).svg", text: $0.svg)
    }
    return arguments.has("--check")
      ? try checkFigures(figures, in: folder, arguments.terminal)
      : try folder.write(figures, called: "figure", arguments.terminal)
  }
}

private let figuresFolder = "chapters/figures"

/// Lists the figures whose files are missing, differ, or are drawn by nothing.
private func checkFigures(
  _ figures: [(path: String, text: String)], in folder: PackageFolder, _ terminal: Terminal
) throws -> ExitStatus {
  let problems = try folder.differences(
    from: figures, remedy: "draw it: swift run course dev figures"
  ) { _ in "what the code draws" }
  let known = figures.map(\.path)
  let strays = try folder.files(below: figuresFolder).filter {
    try $0.hasSuffix(".svg") && !known.contains($0) && !folder.isDrawnByHand($0)
  }
  return terminal.list(
    problems + strays.map { SourceProblem($0, nil, "no code draws it; remove it") },
    orSay: "chapters/figures/ is what the code draws: \(counted(figures.count, "figure")).")
}

extension PackageFolder {
  /// Whether a figure that no chapter's list names is a diagram drawn by hand: it stands on a card of
  /// its own, as no chart does, and a page shows it, or a diagram whose narrow form it is.
  func isDrawnByHand(_ path: String) throws -> Bool {
    guard try text(path)?.contains("class=\"card\"") == true else { return false }
    let shown = path.replacing("-narrow.svg", with: ".svg")
    let link = "(\(shown.dropFirst("chapters/".count)))"
    return try chapterPages.contains { try text($0)?.contains(link) == true }
  }
}
