import Course

extension PackageFolder {
  /// The pages in chapters/, with their paths from the root, sorted.
  var chapterPages: [String] {
    names(in: "chapters").filter { $0.hasSuffix(".md") }.map { "chapters/\($0)" }
  }

  /// Where files are not what code makes of them.
  ///
  /// - Parameters:
  ///   - source: what a file is made from, in words that follow "differs from".
  ///   - remedy: what to do about it.
  func differences(
    from files: [(path: String, text: String)], remedy: String, source: (String) -> String
  ) throws -> [SourceProblem] {
    try files.compactMap { path, text in
      guard let present = try self.text(path) else {
        return SourceProblem(path, nil, "is missing; \(remedy)")
      }
      if present == text { return nil }
      // Where all lines are equal, the end of the last one is not.
      let lines = text.lines
      let line = OutputComparison.Difference.first(present.lines, lines)?.index ?? lines.count
      return SourceProblem(path, line + 1, "differs from \(source(path)); \(remedy)")
    }
  }

  /// Writes those of the files that differ; of what a reader may have written, a copy is kept.
  func write(
    _ files: [(path: String, text: String)], called noun: String, _ terminal: Terminal
  ) throws -> ExitStatus {
    let changed = try files.filter { try text($0.path) != $0.text }
    for (path, text) in changed {
      let copy = path.hasPrefix("exercises/") ? try keepCopy(of: path) : nil
      try write(text, to: path)
      terminal.print(copy.map { "\(path)  (before: \($0))" } ?? path)
    }
    terminal.print("\(changed.count) of \(counted(files.count, noun)) written.")
    return .done
  }
}

extension Terminal {
  /// Lists problems, or says that there is none.
  func list(_ problems: [SourceProblem], orSay praise: String) -> ExitStatus {
    for problem in problems { print("\(problem)") }
    if !problems.isEmpty { return .failed }
    print(praise)
    return .done
  }
}
