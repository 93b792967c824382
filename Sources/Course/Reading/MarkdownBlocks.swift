/// Divides a Markdown text into its blocks.
struct MarkdownBlocks {
  enum Block: Equatable {
    case blank
    case heading(level: Int, String)
    case code([String], isSwift: Bool)
    case table([String])
    /// A formula between double dollars.
    case mathematics(String)
    case quote(String)
    /// A paragraph, or a list's item with its mark.
    case paragraph(String, indentation: Int, mark: String)
    /// Hints that follow one another, and the exercise that they belong to.
    case hints([String], of: ExerciseNumber?)
    /// What else opens and closes in a browser; here it is open.
    case details(String)
  }

  private let lines: [String]
  private var index = 0
  private var exercise: ExerciseNumber?

  init(_ lines: [String]) {
    self.lines = lines.map(withoutMarks)
  }

  mutating func next() -> Block? {
    while index < lines.count {
      let line = lines[index]
      if trimmed(line).isEmpty {
        index += 1
        return .blank
      }
      var fence = FenceReader()
      if case .opening(_, let words) = fence.read(line) { return code(in: &fence, words) }
      if line.hasPrefix("<details><summary>") { return details() }
      if line.hasPrefix("$$") { return mathematics() }
      if line.hasPrefix("|") { return .table(take { $0.hasPrefix("|") }) }
      if line.hasPrefix("> ") {
        return .quote(take { $0.hasPrefix("> ") }.map { $0.dropFirst(2) }.joined(separator: " "))
      }
      if line.hasPrefix("#") {
        index += 1
        let level = line.prefix { $0 == "#" }.count
        return .heading(level: level, trimmed(line.dropFirst(level)))
      }
      if line.hasPrefix("</details>") || line.hasPrefix("<!--") {
        index += 1
        continue
      }
      return paragraph()
    }
    return nil
  }

  private mutating func take(while isPart: (String) -> Bool) -> [String] {
    let part = Array(lines[index...].prefix(while: isPart))
    index += part.count
    return part
  }

  private mutating func code(in fence: inout FenceReader, _ words: String) -> Block {
    index += 1
    let body = take { fence.read($0) == .inside }
    index += 1
    return .code(body, isSwift: words.hasPrefix("swift"))
  }

  private mutating func mathematics() -> Block {
    var source = String(lines[index].dropFirst(2))
    index += 1
    while !trimmed(source).hasSuffix("$$"), index < lines.count {
      source += "\n" + lines[index]
      index += 1
    }
    let body = trimmed(source)
    return .mathematics(body.hasSuffix("$$") ? String(body.dropLast(2)) : body)
  }

  private mutating func details() -> Block {
    let title = Self.summary(of: lines[index])
    guard title.hasPrefix("Hint") else {
      index += 1
      return .details(title)
    }
    var titles: [String] = []
    while index < lines.count, lines[index].hasPrefix("<details><summary>Hint") {
      titles.append(Self.summary(of: lines[index]))
      _ = take { !$0.hasPrefix("</details>") }
      index += 1
      let blanks = lines[min(index, lines.count)...].prefix { trimmed($0).isEmpty }.count
      let isFollowed =
        index + blanks < lines.count
        && lines[index + blanks].hasPrefix("<details><summary>Hint")
      if isFollowed { index += blanks }
    }
    return .hints(titles, of: exercise)
  }

  private static func summary(of line: String) -> String {
    let rest = line.dropFirst("<details><summary>".count)
    return String(rest.range(of: "</summary>").map { rest[..<$0.lowerBound] } ?? rest)
  }

  /// Lines that follow one another are one paragraph, wherever the source breaks them.
  private mutating func paragraph() -> Block {
    let first = lines[index]
    if let section = ChapterText.Section(line: first, at: index) { exercise = section.number }
    let indentation = first.prefix { $0 == " " }.count
    let text = first.dropFirst(indentation)
    let mark = itemMark(of: text)
    index += 1
    let rest = take { !Self.begins($0) }.map { trimmed($0) }
    return .paragraph(
      ([trimmed(text.dropFirst(mark.count))] + rest).joined(separator: " "),
      indentation: indentation, mark: mark)
  }

  /// Whether a line begins a block of its own.
  private static func begins(_ line: String) -> Bool {
    let text = trimmed(line)
    if text.isEmpty || !itemMark(of: text).isEmpty { return true }
    if FenceReader.mark(of: line) != nil { return true }
    return ["<details>", "</details>", "<!--", "$$", "|", "> ", "#"].contains {
      line.hasPrefix($0)
    } || line.hasPrefix("**Exercise ")
  }
}
