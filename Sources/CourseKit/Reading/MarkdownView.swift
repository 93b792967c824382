/// Markdown for a terminal: headings in bold, code dim, hints closed. The words stay as they are.
struct MarkdownView {
  private let terminal: Terminal

  init(_ terminal: Terminal) {
    self.terminal = terminal
  }

  func render(_ lines: [String]) -> String {
    var shown: [String] = []
    var fence: Substring?
    var isInHint = false
    for line in lines {
      if let open = fence {
        if line.hasPrefix(open) { fence = nil }
        if !isInHint { shown.append(terminal.styled(fence == nil ? "" : "    " + line, .dim)) }
      } else if line.hasPrefix("```") || line.hasPrefix("~~~") {
        fence = line.prefix { $0 == line.first }
      } else if line.hasPrefix("<details><summary>") {
        isInHint = true
        let title = line.dropFirst("<details><summary>".count).split(separator: "<").first ?? ""
        shown.append(terminal.styled("▸ \(title)", .dim))
      } else if line.hasPrefix("</details>") {
        isInHint = false
      } else if !isInHint {
        shown += rendered(line)
      }
    }
    return withoutDoubleBlanks(shown).joined(separator: "\n")
  }

  private func rendered(_ line: String) -> [String] {
    if line.hasPrefix("#") && terminal.hasColour {
      let level = line.prefix { $0 == "#" }.count
      let text = inline(trimmed(line.dropFirst(level)), base: .bold)
      return [
        level == 1 ? terminal.styled(trimmed(line.dropFirst(level)), .bold, .underline) : text
      ]
    }
    return wrapped(line, to: min(terminal.width, 80)).map { inline($0, base: nil) }
  }

  /// Bold between double stars, code between back-ticks; the marks go where styles can show it.
  private func inline(_ text: String, base: Terminal.Style?) -> String {
    if let base { return terminal.styled(text, base) }
    guard terminal.hasColour else { return text }
    let parts = text.split(separator: "`", omittingEmptySubsequences: false)
    guard parts.count % 2 == 1 else { return text }
    return parts.enumerated().map { index, part in
      index % 2 == 1 ? terminal.styled(String(part), .blue) : bold(String(part))
    }.joined()
  }

  private func bold(_ text: String) -> String {
    let pieces = text.components(separatedByMark: "**")
    guard pieces.count % 2 == 1 else { return text }
    return pieces.enumerated().map { index, piece in
      index % 2 == 1 ? terminal.styled(piece, .bold) : piece
    }.joined()
  }

  private func withoutDoubleBlanks(_ lines: [String]) -> [String] {
    lines.enumerated().filter { index, line in
      !line.isEmpty || index == 0 || !lines[index - 1].isEmpty
    }.map(\.element)
  }
}

extension String {
  /// The text between the occurrences of a mark.
  func components(separatedByMark mark: String) -> [String] {
    var parts: [String] = []
    var rest = self[...]
    while let found = rest.range(of: mark) {
      parts.append(String(rest[..<found.lowerBound]))
      rest = rest[found.upperBound...]
    }
    return parts + [String(rest)]
  }
}
