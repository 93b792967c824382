extension Command {
  static let devWeave = Command(
    name: "dev weave",
    summary: "quotes the code that the chapters name",
    usage: "course dev weave [--check]",
    example: "swift run course dev weave --check",
    flags: [
      Flag(name: "--check", help: "writes nothing; lists the excerpts that differ")
    ],
    positionals: 0...0
  ) { arguments in
    let folder = try PackageFolder.containing()
    var differing = 0
    for name in folder.names(in: "chapters") where name.hasSuffix(".md") {
      let path = "chapters/\(name)"
      guard let text = try folder.text(path) else { continue }
      let woven = try weave(ChapterText(path: path, text: text), in: folder)
      if woven.changed.isEmpty { continue }
      differing += woven.changed.count
      for line in woven.changed {
        arguments.terminal.print("\(SourceProblem(path, line, "differs from the code it names"))")
      }
      if !arguments.has("--check") {
        try folder.write(woven.lines.map { $0 + "\n" }.joined(), to: path)
      }
    }
    if differing == 0 {
      arguments.terminal.print("Every excerpt is what the code says.")
      return .done
    }
    let count = counted(differing, "excerpt")
    if arguments.has("--check") {
      arguments.terminal.print("\(count); mend with: swift run course dev weave")
      return .failed
    }
    arguments.terminal.print("\(count) mended.")
    return .done
  }
}

/// A chapter's lines with each excerpt's body replaced by the region that its fence names, and
/// the lines of the fences whose bodies were not that already, counted from 1.
///
/// - Throws: `UserError` for a file or a region that does not exist, and a fence without an end.
func weave(
  _ chapter: ChapterText, in folder: PackageFolder
) throws -> (lines: [String], changed: [Int]) {
  var woven: [String] = []
  var changed: [Int] = []
  var next = 0
  for excerpt in chapter.excerpts {
    guard let end = chapter.lines[excerpt.line...].firstIndex(of: "```") else {
      throw UserError("\(chapter.path):\(excerpt.line): this excerpt has no end; add ```")
    }
    let body = try quoted(excerpt, of: chapter, in: folder)
    woven += chapter.lines[next..<excerpt.line] + body
    if body != Array(chapter.lines[excerpt.line..<end]) { changed.append(excerpt.line) }
    next = end
  }
  return (woven + chapter.lines[next...], changed)
}

/// A region's lines, moved left as far as all of them can be.
private func quoted(
  _ excerpt: ChapterText.Excerpt, of chapter: ChapterText, in folder: PackageFolder
) throws -> [String] {
  let source = lines(of: try folder.text(excerpt.file) ?? "")
  let regions = Regions(path: excerpt.file, lines: source)
  guard let range = excerpt.region.flatMap({ regions.ranges[$0] }) else {
    let name = excerpt.region ?? ""
    throw UserError("\(chapter.path):\(excerpt.line): there is no \(excerpt.file)#\(name)")
  }
  let region = source[range]
  let indentation =
    region.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
  return region.map { String($0.dropFirst(indentation)) }
}
