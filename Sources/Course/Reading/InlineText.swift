/// A paragraph's text with its looks: Markdown's stars, back-ticks and dollars read away.
package struct InlineText {
  struct Look: OptionSet, Hashable {
    let rawValue: Int

    static let bold = Look(rawValue: 1)
    static let emphasis = Look(rawValue: 2)
    static let code = Look(rawValue: 4)
  }

  package struct Glyph: Equatable {
    let character: Character
    var look: Look = []
  }

  private(set) var glyphs: [Glyph] = []

  /// - Parameter marksLooks: keeps the back-ticks, and a star on either side of what is bold, for
  ///   where neither colour nor weight shows it.
  init(_ source: some StringProtocol, marksLooks: Bool) {
    var reader = InlineReader(source: Array(source), marksLooks: marksLooks)
    glyphs = reader.read()
  }

  var width: Int { glyphs.count }

  var string: String { String(glyphs.map(\.character)).softened }

  /// The widest piece that cannot be broken.
  func longestWord(breakingHardSpaces: Bool = false) -> Int {
    glyphs.split { $0.character == " " || breakingHardSpaces && $0.character == hardSpace }
      .map(\.count).max() ?? 0
  }

  /// The lines of the text. Code and mathematics stay whole unless one alone is wider than a line.
  func wrapped(to width: Int) -> [[Glyph]] {
    var lines: [[Glyph]] = [[]]
    func add(_ word: ArraySlice<Glyph>, after space: Glyph) {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = Array(word)
      } else if last.count + 1 + word.count <= width {
        lines[lines.count - 1] += [space] + word
      } else {
        lines.append(Array(word))
      }
    }
    for word in glyphs.split(whereSeparator: { $0.character == " " }) {
      if word.count <= width {
        add(word, after: space(before: word))
        continue
      }
      for part in word.split(whereSeparator: { $0.character == hardSpace }) {
        add(part, after: space(before: part))
      }
    }
    return lines
  }

  /// The space before a word, in the look that both sides share.
  private func space(before word: ArraySlice<Glyph>) -> Glyph {
    guard word.startIndex > 0, let first = word.first else { return Glyph(character: " ") }
    return Glyph(
      character: " ", look: glyphs[word.startIndex - 1].look.intersection(first.look))
  }
}

extension Terminal {
  /// A line of glyphs with the styles of their looks.
  package func styled(_ line: [InlineText.Glyph], _ base: [Style] = []) -> String {
    var text = ""
    var index = 0
    while index < line.count {
      let look = line[index].look
      let run = line[index...].prefix { $0.look == look }
      index += run.count
      var styles = base
      if look.contains(.bold), !styles.contains(.bold) { styles.append(.bold) }
      if look.contains(.emphasis) { styles.append(.italic) }
      if look.contains(.code) { styles.append(.magenta) }
      text += styled(String(run.map(\.character)).softened, styles)
    }
    return text
  }
}

/// Walks through a paragraph once.
private struct InlineReader {
  let source: [Character]
  let marksLooks: Bool
  private var index = 0
  private var look: InlineText.Look = []
  private var glyphs: [InlineText.Glyph] = []

  init(source: [Character], marksLooks: Bool) {
    self.source = source
    self.marksLooks = marksLooks
  }

  mutating func read() -> [InlineText.Glyph] {
    while index < source.count {
      switch source[index] {
      case "`": readCode()
      case "$": readMathematics()
      case "*": readStars()
      case "!" where sees("![", at: index), "[": readLink()
      case "\\" where index + 1 < source.count && "\\`*_$[]|#".contains(source[index + 1]):
        append(source[index + 1])
        index += 2
      default:
        append(source[index])
        index += 1
      }
    }
    return glyphs
  }

  private mutating func append(_ character: Character) {
    glyphs.append(InlineText.Glyph(character: character, look: look))
  }

  /// Adds a text that stays in one piece.
  private mutating func append(whole text: some Sequence<Character>, _ added: InlineText.Look) {
    for character in text {
      let isSpace = character == " " || character.isNewline
      glyphs.append(
        InlineText.Glyph(
          character: isSpace ? hardSpace : character, look: look.union(added)))
    }
  }

  private func sees(_ text: String, at place: Int) -> Bool {
    source[min(place, source.count)...].starts(with: text)
  }

  private func next(_ text: String, from start: Int) -> Int? {
    (min(start, source.count)..<source.count).first { sees(text, at: $0) }
  }

  private mutating func readCode() {
    let ticks = String(source[index...].prefix { $0 == "`" })
    guard let end = next(ticks, from: index + ticks.count) else {
      append(whole: ticks, [])
      index += ticks.count
      return
    }
    let code = source[(index + ticks.count)..<end]
    append(whole: marksLooks ? ticks + String(code) + ticks : String(code), .code)
    index = end + ticks.count
  }

  private mutating func readMathematics() {
    let marks = sees("$$", at: index) ? "$$" : "$"
    let start = index + marks.count
    guard start < source.count, !source[start].isWhitespace, let end = next(marks, from: start),
      !source[end - 1].isWhitespace
    else {
      append("$")
      index += 1
      return
    }
    append(whole: Mathematics(String(source[start..<end])).inline, [])
    index = end + marks.count
  }

  private mutating func readStars() {
    let marks = sees("**", at: index) ? "**" : "*"
    let kind: InlineText.Look = marks == "**" ? .bold : .emphasis
    let after = index + marks.count
    let opens =
      !look.contains(kind) && after < source.count && !source[after].isWhitespace
      && next(marks, from: after) != nil
    let closes = look.contains(kind) && index > 0 && !source[index - 1].isWhitespace
    if opens || closes {
      if marksLooks, kind == .bold, closes { append("*") }
      look.formSymmetricDifference(kind)
      if marksLooks, kind == .bold, opens { append("*") }
    } else {
      for _ in 0..<marks.count { append("*") }
    }
    index = after
  }

  /// `[words](address)` as words and address, `![words](path)` as a figure's.
  private mutating func readLink() {
    let isFigure = source[index] == "!"
    let start = index + (isFigure ? 2 : 1)
    guard let middle = next("](", from: start), let end = next(")", from: middle) else {
      append(source[index])
      index += 1
      return
    }
    let words = String(source[start..<middle])
    let address = String(source[(middle + 2)..<end])
    if isFigure { for character in "Figure: " { append(character) } }
    glyphs += InlineText(words, marksLooks: marksLooks).glyphs
    for character in isFigure ? " (chapters/\(address))" : " (\(address))" { append(character) }
    index = end + 1
  }
}
