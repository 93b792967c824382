/// A chapter's Markdown, with the exercises and hints that it holds.
package struct ChapterText: Equatable, Sendable {
  /// From the package's root: `chapters/02-the-vanilla-rnn.md`.
  package let path: String
  package let lines: [String]
  /// The first heading's text without the chapter's number: `The vanilla RNN`.
  package let title: String?
  package let exercises: [Section]
  package let problems: [SourceProblem]
  /// The places of all headings, counted from 0.
  private let headings: [Int]

  /// One exercise's heading and its hints.
  package struct Section: Equatable, Sendable {
    package let number: ExerciseNumber
    package let title: String
    package let points: Int
    /// Counted from 1.
    package let line: Int
    /// Weakest first.
    package var hints: [Hint] = []
  }

  package struct Hint: Equatable, Sendable {
    /// `Hint 1 of 3`.
    package let title: String
    package let text: [String]
    /// Counted from 1.
    package let line: Int
  }

  package init(path: String, text: String) {
    self.path = path
    lines = text.lines
    var title: String?
    var exercises: [Section] = []
    var problems: [SourceProblem] = []
    var headings: [Int] = []
    var fence = FenceReader()
    var index = 0
    while index < lines.count {
      let line = lines[index]
      let isText = fence.read(line) == .outside
      if isText, line.hasPrefix("#") { headings.append(index) }
      index += 1
      if !isText { continue }
      if title == nil, line.hasPrefix("# ") {
        title = Self.title(of: line)
      } else if line.hasPrefix("**Exercise") {
        if let section = Section(line: line, at: index) {
          exercises.append(section)
        } else {
          problems.append(
            SourceProblem(path, index, "write the heading as: **Exercise 2.1 · Title** (3 points)"))
        }
      } else if line.hasPrefix("<details><summary>Hint") {
        let (hint, next) = Self.hint(in: lines, at: index - 1)
        if exercises.isEmpty {
          problems.append(SourceProblem(path, index, "this hint stands before any exercise"))
        } else {
          exercises[exercises.count - 1].hints.append(hint)
        }
        index = next
      }
    }
    self.title = title
    self.exercises = exercises
    self.problems = problems
    self.headings = headings
  }

  /// The lines from the heading above an exercise to the next heading; nil where it has none.
  package func part(with number: ExerciseNumber) -> [String]? {
    guard let line = exercises.first(where: { $0.number == number })?.line else { return nil }
    let start = headings.last { $0 < line } ?? 0
    return Array(lines[start..<(headings.first { $0 > line } ?? lines.count)])
  }

  /// `# 2 · The vanilla RNN` without its number.
  private static func title(of heading: String) -> String {
    let text = trimmed(heading.dropFirst(2))
    let parts = text.split(separator: "·", maxSplits: 1)
    if parts.count == 2, wholeNumber(trimmed(parts[0])) != nil { return trimmed(parts[1]) }
    return text
  }

  /// The block that begins at an index, and the index after it.
  private static func hint(in lines: [String], at start: Int) -> (Hint, Int) {
    let opening = lines[start].dropFirst("<details><summary>".count)
    let title = opening.range(of: "</summary>").map { opening[..<$0.lowerBound] } ?? opening
    var body: [String] = []
    var index = start + 1
    while index < lines.count, trimmed(lines[index]) != "</details>" {
      body.append(lines[index])
      index += 1
    }
    let text = body.drop { $0.isEmpty }.reversed().drop { $0.isEmpty }.reversed()
    return (Hint(title: String(title), text: Array(text), line: start + 1), index + 1)
  }
}

extension ChapterText.Section {
  /// Reads `**Exercise 2.1 · One step** (3 points) …`.
  package init?(line: String, at number: Int) {
    let rest = line.dropFirst("**Exercise ".count)
    guard line.hasPrefix("**Exercise "), let end = rest.range(of: "** ("),
      let close = rest[end.upperBound...].firstIndex(of: ")"),
      let points = ExerciseMarker.points(rest[end.upperBound..<close])
    else { return nil }
    let parts = rest[..<end.lowerBound].split(separator: "·", maxSplits: 1)
    guard parts.count == 2, let exercise = ExerciseNumber(trimmed(parts[0])) else { return nil }
    self.init(number: exercise, title: trimmed(parts[1]), points: points, line: number)
  }
}

/// Markdown without the marks that name a number's value, as in `0.097<!--=08.gates-->`.
package func withoutMarks(_ markdown: String) -> String {
  markdown.replacing(#/<!--=[^>]*-->/#, with: "")
}

/// Markdown without comments: what readers see of it.
package func withoutComments(_ markdown: String) -> String {
  markdown.replacing(#/^<!--.*-->\n+/#.anchorsMatchLineEndings(), with: "")
    .replacing(#/<!--.*?-->/#, with: "")
}
