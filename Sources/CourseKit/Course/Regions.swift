/// The named regions of a source file, which the book quotes.
///
///     // REGION rows-and-columns
///     …
///     // END REGION rows-and-columns
public struct Regions: Equatable, Sendable {
  /// The lines between the marks, as indices into the file's lines.
  public let ranges: [String: Range<Int>]
  public let problems: [SourceProblem]

  public init(path: String, lines: [String]) {
    var ranges: [String: Range<Int>] = [:]
    var problems: [SourceProblem] = []
    var open: [(name: String, line: Int)] = []
    for (index, line) in lines.enumerated() {
      if let name = ExerciseMarker.rest(of: line, after: "// REGION ").map(trimmed) {
        if ranges[name] != nil || open.contains(where: { $0.name == name }) {
          problems.append(SourceProblem(path, index + 1, "region \(name) stands here twice"))
        }
        open.append((name, index))
      } else if let name = ExerciseMarker.rest(of: line, after: "// END REGION ").map(trimmed) {
        if let place = open.lastIndex(where: { $0.name == name }) {
          ranges[name] = (open.remove(at: place).line + 1)..<index
        } else {
          problems.append(SourceProblem(path, index + 1, "region \(name) was not begun"))
        }
      }
    }
    for (name, line) in open {
      problems.append(SourceProblem(path, line + 1, "region \(name) has no // END REGION \(name)"))
    }
    self.ranges = ranges
    self.problems = problems
  }
}

extension ChapterText {
  /// A piece of code that the chapter quotes.
  public struct Excerpt: Equatable, Sendable {
    public let file: String
    public let region: String?
    /// Counted from 1.
    public let line: Int
  }

  /// The excerpts that the fences name: ```` ```swift excerpt=solutions/…/RNNCell.swift#step ````.
  public var excerpts: [Excerpt] {
    let fences = (try? MarkdownFence.all(in: lines, of: path)) ?? []
    return fences.compactMap { fence in
      guard fence.language == "swift", let source = fence.attributes["excerpt"] else { return nil }
      let quotation = Quotation(source)
      return Excerpt(file: quotation.file, region: quotation.region, line: fence.line)
    }
  }
}
