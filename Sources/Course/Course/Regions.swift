/// The named regions of a source file, which the book quotes.
///
///     // REGION rows-and-columns
///     …
///     // END REGION rows-and-columns
package struct Regions: Equatable, Sendable {
  /// The lines between the marks, as indices into the file's lines.
  package private(set) var ranges: [String: Range<Int>] = [:]
  package private(set) var problems: [SourceProblem] = []

  package init(path: String, lines: [String]) {
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
  }
}
