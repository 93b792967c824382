import Course

extension Command {
  static let devFigures = Command(
    name: "dev figures",
    summary: "draws chapters/figures/",
    usage: "course dev figures [--check]",
    example: "swift run course dev figures --check",
    flags: [
      Flag(name: "--check", help: "writes nothing; lists the figures that differ")
    ],
    positionals: 0...0
  ) { arguments in
    let folder = try PackageFolder.containing()
    let figures = try Course(folder).figures()
    return arguments.has("--check")
      ? try checkFigures(figures, in: folder, arguments.terminal)
      : try write(figures, in: folder, arguments.terminal)
  }
}

private let figuresFolder = "chapters/figures"

/// Writes the figures whose files differ.
func write(_ figures: [Figure], in folder: PackageFolder, _ terminal: Terminal) throws -> ExitStatus
{
  var written = 0
  for figure in figures {
    let path = "\(figuresFolder)/\(figure.name).svg"
    if try folder.text(path) == figure.svg { continue }
    try folder.write(figure.svg, to: path)
    terminal.print(path)
    written += 1
  }
  terminal.print("\(written) of \(counted(figures.count, "figure")) written.")
  return .done
}

/// Lists the figures whose files are missing, differ, or are drawn by nothing.
func checkFigures(
  _ figures: [Figure], in folder: PackageFolder, _ terminal: Terminal
) throws -> ExitStatus {
  var problems: [SourceProblem] = []
  let remedy = "draw it: swift run course dev figures"
  for figure in figures {
    let path = "\(figuresFolder)/\(figure.name).svg"
    guard let present = try folder.text(path) else {
      problems.append(SourceProblem(path, nil, "is missing; \(remedy)"))
      continue
    }
    if let line = firstDifference(present, figure.svg) {
      problems.append(SourceProblem(path, line, "differs from what the code draws; \(remedy)"))
    }
  }
  let names = Set(figures.map { "\($0.name).svg" })
  for name in folder.names(in: figuresFolder) where name.hasSuffix(".svg") && !names.contains(name)
  {
    let path = "\(figuresFolder)/\(name)"
    if try folder.isDrawnByHand(path) { continue }
    problems.append(SourceProblem(path, nil, "no code draws it; remove it"))
  }
  for problem in problems { terminal.print("\(problem)") }
  if !problems.isEmpty { return .failed }
  terminal.print("chapters/figures/ is what the code draws: \(counted(figures.count, "figure")).")
  return .done
}

extension PackageFolder {
  /// Whether a figure that no chapter's list names is a diagram drawn by hand: it stands on a card of
  /// its own, as no chart does, and a page shows it.
  func isDrawnByHand(_ path: String) throws -> Bool {
    guard try text(path)?.contains("class=\"card\"") == true else { return false }
    let link = "(\(path.dropFirst("chapters/".count)))"
    return try names(in: "chapters").contains {
      try $0.hasSuffix(".md") && text("chapters/\($0)")?.contains(link) == true
    }
  }
}
