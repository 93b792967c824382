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
    /// What is to be said of a question's choices, and the exercise before it.
    case answers(after: ExerciseNumber?)
    /// What else opens and closes in a browser; here it is open.
    case details(String)
  }

  /// What is still to be read.
  private var rest: ArraySlice<String>
  private var exercise: ExerciseNumber?

  init(_ lines: [String]) { rest = lines.map(withoutMarks)[...] }

  mutating func next() -> Block? {
    rest = rest.drop { $0.hasPrefix("</details>") || $0.hasPrefix("<!--") }
    guard let line = rest.first else { return nil }
    var fence = FenceReader()
    if case .opening(_, let words) = fence.read(line) { return code(in: &fence, words) }
    if line.hasPrefix(ChapterText.summaryStart) { return details() }
    if line.hasPrefix("$$") { return mathematics() }
    if line.hasPrefix("|") { return .table(take { $0.hasPrefix("|") }) }
    if line.hasPrefix("> ") {
      return .quote(take { $0.hasPrefix("> ") }.map { $0.dropFirst(2) }.joined(separator: " "))
    }
    rest.removeFirst()
    if trimmed(line).isEmpty { return .blank }
    let level = line.prefix { $0 == "#" }.count
    return level > 0
      ? .heading(level: level, trimmed(line.dropFirst(level))) : paragraph(beginning: line)
  }

  private mutating func take(while isPart: (String) -> Bool) -> [String] {
    let part = rest.prefix(while: isPart)
    rest = rest[part.endIndex...]
    return Array(part)
  }

  private mutating func code(in fence: inout FenceReader, _ words: String) -> Block {
    rest.removeFirst()
    let body = take { fence.read($0) == .inside }
    rest = rest.dropFirst()
    return .code(body, isSwift: words.hasPrefix("swift"))
  }

  private mutating func mathematics() -> Block {
    var source = String(rest.removeFirst().dropFirst(2))
    while !trimmed(source).hasSuffix("$$"), let line = rest.popFirst() { source += "\n" + line }
    let body = trimmed(source)
    return .mathematics(body.hasSuffix("$$") ? String(body.dropLast(2)) : body)
  }

  private mutating func details() -> Block {
    var titles: [String] = []
    while let title = rest.first.flatMap(ChapterText.summary), title.hasPrefix("Hint") {
      titles.append(title)
      _ = take { !$0.hasPrefix("</details>") }
      let next = rest.dropFirst().drop { trimmed($0).isEmpty }
      let isHint = next.first?.hasPrefix(ChapterText.summaryStart + "Hint") == true
      rest = isHint ? next : rest.dropFirst()
    }
    if !titles.isEmpty { return .hints(titles, of: exercise) }
    let title = ChapterText.summary(of: rest.removeFirst()) ?? ""
    guard title.hasPrefix("Answers") else { return .details(title) }
    _ = take { !$0.hasPrefix("</details>") }
    return .answers(after: exercise)
  }

  /// Lines that follow one another are one paragraph, wherever the source breaks them.
  private mutating func paragraph(beginning first: String) -> Block {
    if let section = ChapterText.Section(line: first, at: 0) { exercise = section.number }
    let indentation = first.prefix { $0 == " " }.count
    let text = first.dropFirst(indentation)
    let mark = itemMark(of: text)
    let lines =
      [trimmed(text.dropFirst(mark.count))] + take { !Self.begins($0) }.map { trimmed($0) }
    return .paragraph(lines.joined(separator: " "), indentation: indentation, mark: mark)
  }

  /// Whether a line begins a block of its own.
  private static func begins(_ line: String) -> Bool {
    let text = trimmed(line)
    let beginnings = ["<details>", "</details>", "<!--", "$$", "|", "> ", "#", "**Exercise "]
    return text.isEmpty || !itemMark(of: text).isEmpty || FenceReader.mark(of: line) != nil
      || beginnings.contains(where: line.hasPrefix)
  }
}
