import Course

extension Command {
  static let devWeave = Command(
    name: "dev weave", summary: "quotes the code and the output that the pages name",
    usage: "course dev weave [--check] [--slow] [PAGE…]",
    example: "swift run course dev weave --check",
    flags: [
      Flag(name: "--check", help: "writes nothing; lists what differs, and fails if anything does"),
      Flag(name: "--slow", help: "runs the transcripts that take minutes, too"),
    ]
  ) { arguments in
    let course = try Course.here()
    let weaver = Weaver(
      course: course, runner: TranscriptRunner(course, arguments.terminal),
      commands: arguments.commands, runsSlow: arguments.has("--slow"))
    return try weave(
      course.folder.pages(named: arguments.positionals), with: weaver,
      isCheck: arguments.has("--check"), arguments.terminal)
  }
}

extension PackageFolder {
  /// The Markdown whose blocks are woven: all of it, or the pages whose paths hold one of the words.
  fileprivate func pages(named words: [String]) throws -> [String] {
    let all = chapterPages + ["README.md", "CONTRIBUTING.md"].filter(exists)
    let chosen = words.isEmpty ? all : all.filter { page in words.contains(where: page.contains) }
    if chosen.isEmpty { throw UserError("no page is called \(words.joined(separator: " "))") }
    return chosen
  }
}

/// Weaves pages, or tells what weaving them would change.
private func weave(
  _ pages: [String], with weaver: Weaver, isCheck: Bool, _ terminal: Terminal
) throws -> ExitStatus {
  let folder = weaver.course.folder
  let values = PageValues(
    weaver.course,
    lists: Dictionary(uniqueKeysWithValues: PageMaking.all.map { ($0.name, $0.values) }))
  var (blocks, waiting, mended, left) = (0, 0, 0, 0)
  for path in pages {
    var woven = try weaver.weave(ChapterText(path: path, text: try folder.text(path) ?? ""))
    try woven.hold(to: values, of: weaver.course)
    for problem in woven.problems { terminal.print("\(problem.problem)") }
    if !isCheck, woven.problems.contains(where: \.isMended) {
      try folder.write(woven.lines.map { $0 + "\n" }.joined(), to: path)
    }
    blocks += woven.blocks
    waiting += woven.waiting
    mended += woven.problems.count { $0.isMended }
    left += woven.problems.count { !$0.isMended }
  }
  for name in try pages == folder.pages(named: []) ? values.unshown : [] {
    terminal.print("no page shows the value \(name)")
    left += 1
  }
  if mended + left == 0 {
    let rest = waiting == 0 ? "" : "; \(counted(waiting, "transcript")) only with --slow"
    terminal.print("\(counted(blocks, "block")) as the code says\(rest).")
    return .done
  }
  if mended > 0 {
    let remedy = isCheck ? "to mend: swift run course dev weave" : "mended."
    terminal.print("\(counted(mended, "block")) \(remedy)")
  }
  if left > 0 { terminal.print("\(counted(left, "block")) to mend by hand.") }
  return isCheck || left > 0 ? .failed : .done
}
