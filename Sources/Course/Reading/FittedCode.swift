/// Swift for a window that is narrower than its lines: comments are filled anew, and a line of code
/// is broken outside its texts, at a comma where there is one.
struct FittedCode {
  let lines: [String]

  init(_ source: [String], width: Int) {
    // The paragraphs of comments together, each other line alone.
    var groups: [(comment: Comment?, lines: [String])] = []
    for line in source {
      let comment = Comment(line)
      if let comment, groups.last?.comment?.goesOn(with: comment) == true {
        groups[groups.count - 1].lines.append(line)
      } else {
        groups.append((comment, [line]))
      }
    }
    lines = groups.flatMap { comment, lines in
      if lines.allSatisfy({ $0.count <= width }) { return lines }
      return comment?.filled(lines, width: width) ?? lines.flatMap { Self.broken($0, width: width) }
    }
  }

  // MARK: Comments

  /// How a line of a comment begins.
  private struct Comment {
    let indentation: String
    let slashes: Substring
    /// From the slashes to the words: the spaces, and a list's mark.
    let space: Substring
    let mark: String
    let words: Substring

    init?(_ line: String) {
      indentation = String(line.prefix { $0 == " " })
      let code = line.dropFirst(indentation.count)
      slashes = code.prefix { $0 == "/" }
      guard slashes.count >= 2 else { return nil }
      let text = code.dropFirst(slashes.count)
      space = text.prefix { $0 == " " }
      mark = itemMark(of: text.dropFirst(space.count))
      words = text.dropFirst(space.count + mark.count)
    }

    /// Whether a line goes on with the same paragraph.
    func goesOn(with next: Comment) -> Bool {
      next.indentation == indentation && next.slashes == slashes && next.mark.isEmpty
        && !words.isEmpty && !next.words.isEmpty && next.space.count == space.count + mark.count
    }

    func filled(_ group: [String], width: Int) -> [String] {
      let start = indentation + slashes + space
      let text = group.compactMap { Comment($0)?.words }.joined(separator: " ")
      let room = width - start.count - mark.count
      if room < 20 { return group }
      return wrapped(text, to: room, hanging: 0).enumerated().map { index, part in
        start + (index == 0 ? mark : padded("", to: mark.count)) + part
      }
    }
  }

  // MARK: Code

  private static func broken(_ line: String, width: Int) -> [String] {
    let indentation = line.prefix { $0 == " " }.count
    var parts: [String] = []
    var rest = line
    while rest.count > width, let place = breakPlace(in: rest, width: width) {
      let characters = Array(rest)
      parts.append(String(characters[..<place]))
      rest = padded("", to: indentation + 4) + String(characters[(place + 1)...])
    }
    return parts + [rest]
  }

  /// The space to break at: after the last comma or before the last arrow that leaves no tiny rest
  /// and no tiny beginning, otherwise the last space; none stands in a text.
  private static func breakPlace(in line: String, width: Int) -> Int? {
    let characters = Array(line)
    let start = characters.prefix { $0 == " " }.count
    var isText = false
    var spaces: [Int] = []
    for (index, character) in characters.enumerated() {
      if character == "\"", index == 0 || characters[index - 1] != "\\" { isText.toggle() }
      if character == " ", !isText, index > start, index <= width { spaces.append(index) }
    }
    let good = spaces.filter { place in
      let isBeforeArrow = characters[(place + 1)...].starts(with: "->")
      return (characters[place - 1] == "," || isBeforeArrow) && place - start >= width / 3
    }
    return good.last ?? spaces.last { characters.count - $0 > 4 } ?? spaces.last
  }
}
