/// A paragraph's text with its looks: Markdown's stars, back-ticks and dollars read away.
package struct InlineText {
  package struct Glyph: Equatable {
    let character: Character
    /// Bold, italic for what is stressed, magenta for code.
    let look: Set<Terminal.Style>
  }

  private(set) var glyphs: [Glyph] = []

  /// - Parameter marksLooks: keeps the back-ticks, and puts a star on either side of what is bold
  ///   and a low line of what is stressed, for where neither colour nor weight shows it.
  init(_ source: some StringProtocol, marksLooks: Bool) {
    var reader = InlineReader(source: Array(source), marksLooks: marksLooks)
    glyphs = reader.read()
  }

  var width: Int { glyphs.columns }

  var string: String { String(glyphs.map(\.character)).softened }

  /// The widest piece that cannot be broken.
  func longestWord(breakingHardSpaces: Bool = false) -> Int {
    glyphs.split { $0.character == " " || breakingHardSpaces && $0.character == hardSpace }
      .map(\.columns).max() ?? 0
  }

  /// The lines of the text. Code and mathematics stay whole unless one alone is wider than a line.
  func wrapped(to width: Int) -> [[Glyph]] {
    var lines: [[Glyph]] = []
    let words = glyphs.split { $0.character == " " }
      .flatMap { $0.columns <= width ? [$0] : $0.split { $0.character == hardSpace } }
    for word in words {
      if let last = lines.last, last.columns + 1 + word.columns <= width {
        // The space has the look that both sides share.
        let look = glyphs[word.startIndex - 1].look.intersection(word[word.startIndex].look)
        lines[lines.count - 1] += [Glyph(character: " ", look: look)] + word
      } else {
        lines.append(Array(word))
      }
    }
    return lines.isEmpty ? [[]] : lines
  }
}

extension Sequence<InlineText.Glyph> {
  var columns: Int { reduce(0) { $0 + $1.character.columns } }
}

extension Terminal {
  /// A line of glyphs with the styles of their looks.
  package func styled(_ line: [InlineText.Glyph], _ base: [Style] = []) -> String {
    var text = ""
    var rest = line[...]
    while let look = rest.first?.look {
      let run = rest.prefix { $0.look == look }
      rest = rest[run.endIndex...]
      let added = [Style.bold, .italic, .magenta].filter { look.contains($0) && !base.contains($0) }
      text += styled(String(run.map(\.character)).softened, base + added)
    }
    return text
  }
}

private struct InlineReader {
  let source: [Character]
  let marksLooks: Bool
  var index = 0
  var look: Set<Terminal.Style> = []
  var glyphs: [InlineText.Glyph] = []

  mutating func read() -> [InlineText.Glyph] {
    while index < source.count {
      let isRead =
        switch source[index] {
        case "`": readCode()
        case "$": readMathematics()
        case "*": readStars()
        default: readLink()
        }
      if isRead { continue }
      let isEscape = source[index] == "\\" && index + 1 < source.count
      if isEscape && "\\`*_$[]|#".contains(source[index + 1]) { index += 1 }
      append(String(source[index]))
      index += 1
    }
    return glyphs
  }

  private mutating func append(_ text: String) {
    glyphs += text.map { InlineText.Glyph(character: $0, look: look) }
  }

  /// Adds a text that stays in one piece.
  private mutating func append(whole text: String, _ added: Set<Terminal.Style>) {
    glyphs += text.map {
      InlineText.Glyph(
        character: $0 == " " || $0.isNewline ? hardSpace : $0, look: look.union(added))
    }
  }

  private func sees(_ text: String, at place: Int) -> Bool {
    source[min(place, source.count)...].starts(with: text)
  }

  private func next(_ text: String, from start: Int) -> Int? {
    (min(start, source.count)..<source.count).first { sees(text, at: $0) }
  }

  private mutating func readCode() -> Bool {
    let ticks = String(source[index...].prefix { $0 == "`" })
    index += ticks.count
    if let end = next(ticks, from: index) {
      let code = String(source[index..<end])
      append(whole: marksLooks ? ticks + code + ticks : code, [.magenta])
      index = end + ticks.count
    } else {
      append(ticks)
    }
    return true
  }

  private mutating func readMathematics() -> Bool {
    let marks = sees("$$", at: index) ? "$$" : "$"
    let start = index + marks.count
    guard start < source.count, !source[start].isWhitespace, let end = next(marks, from: start),
      !source[end - 1].isWhitespace
    else { return false }
    append(whole: Mathematics(String(source[start..<end])).inline, [])
    index = end + marks.count
    return true
  }

  private mutating func readStars() -> Bool {
    // What opened last closes first: `**b *c***`.
    let endsBoth = look.isSuperset(of: [.bold, .italic]) && sees("***", at: index)
    let marks = sees("**", at: index) && !endsBoth ? "**" : "*"
    let kind: Terminal.Style = marks == "**" ? .bold : .italic
    let after = index + marks.count
    let opens =
      !look.contains(kind) && after < source.count && !source[after].isWhitespace
      && next(marks, from: after) != nil
    let closes = look.contains(kind) && index > 0 && !source[index - 1].isWhitespace
    if opens || closes {
      let mark = marksLooks ? kind == .bold ? "*" : "_" : ""
      if closes { append(mark) }
      look.formSymmetricDifference([kind])
      if opens { append(mark) }
    } else {
      append(marks)
    }
    index = after
    return true
  }

  /// `[words](address)` as words and address, `![words](path)` as a figure's.
  private mutating func readLink() -> Bool {
    let isFigure = sees("![", at: index)
    let start = index + (isFigure ? 2 : 1)
    guard isFigure || source[index] == "[", let middle = next("](", from: start),
      let end = next(")", from: middle)
    else { return false }
    let address = String(source[(middle + 2)..<end])
    if isFigure { append("Figure: ") }
    glyphs += InlineText(String(source[start..<middle]), marksLooks: marksLooks).glyphs
    append(isFigure ? " (chapters/\(address))" : " (\(address))")
    index = end + 1
    return true
  }
}
