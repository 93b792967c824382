/// A chapter's Markdown, with the exercises and hints that it holds.
package struct ChapterText: Equatable, Sendable {
  /// From the package's root: `chapters/02-the-vanilla-rnn.md`.
  package let path: String
  package let lines: [String]
  /// The first heading's text without the chapter's number: `The vanilla RNN`.
  package private(set) var title: String?
  package private(set) var exercises: [Section] = []
  package private(set) var problems: [SourceProblem] = []
  /// The places of all headings, counted from 0.
  private var headings: [Int] = []

  /// What is asked before the summary, in order. Few commands want it, and all read the chapters.
  package var questions: [Question] { Question.all(in: lines) }

  /// One exercise's heading and its hints.
  package struct Section: Equatable, Sendable {
    package let number: ExerciseNumber
    package let title: String
    package let worth: ExerciseWorth
    /// Counted from 1.
    package let line: Int
    /// Weakest first.
    package var hints: [Hint] = []

    package var points: Int { worth.points }
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
      } else if let title = Self.summary(of: line), title.hasPrefix("Hint") {
        let (hint, next) = Self.hint(title, in: lines, at: index - 1)
        if exercises.isEmpty {
          problems.append(SourceProblem(path, index, "this hint stands before any exercise"))
        } else {
          exercises[exercises.count - 1].hints.append(hint)
        }
        index = next
      }
    }
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
    return text.wholeMatch(of: /[0-9]+\s*·\s*(.+)/).map { String($0.output.1) } ?? text
  }

  static let summaryStart = "<details><summary>"

  /// What a line that begins a closed block says; nil for another line.
  static func summary(of line: String) -> String? {
    guard line.hasPrefix(summaryStart) else { return nil }
    let rest = line.dropFirst(summaryStart.count)
    return String(rest.range(of: "</summary>").map { rest[..<$0.lowerBound] } ?? rest)
  }

  /// The block that begins at an index, and the index after it.
  private static func hint(_ title: String, in lines: [String], at start: Int) -> (Hint, Int) {
    let body = lines[(start + 1)...].prefix { trimmed($0) != "</details>" }
    let text = Array(body.dropEnds(while: \.isEmpty))
    return (Hint(title: title, text: text, line: start + 1), body.endIndex + 1)
  }
}

extension ChapterText.Section {
  /// Reads `**Exercise 2.1 · One step** (3 points) …`, or `(3 points, long)`.
  package init?(line: String, at number: Int) {
    let pattern = /\*\*Exercise ([^·]+)·(.+?)\*\* \(([^)]+)\)/
    guard let (_, exercise, title, worth) = line.prefixMatch(of: pattern)?.output,
      let exercise = ExerciseNumber(trimmed(exercise)), let worth = ExerciseWorth(worth)
    else { return nil }
    self.init(number: exercise, title: trimmed(title), worth: worth, line: number)
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
