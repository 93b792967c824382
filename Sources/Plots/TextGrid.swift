/// The characters of which a terminal sketch is made.
public enum Glyphs: Equatable, Sendable {
  /// Braille dots, blocks and box lines.
  case unicode
  /// Nothing beyond ASCII.
  case ascii
}

/// A rectangle of characters, each with a colour. What is written outside it is dropped, so a
/// sketch keeps its size whatever it shows.
struct TextGrid {
  let width: Int
  let height: Int
  let glyphs: Glyphs
  /// One code of the 256 terminal colours for each cell, or nil for the terminal's own.
  private var cells: [(character: Character, foreground: Int?, background: Int?)]

  init(width: Int, height: Int, glyphs: Glyphs) {
    self.width = max(0, width)
    self.height = max(0, height)
    self.glyphs = glyphs
    cells = Array(repeating: (" ", nil, nil), count: self.width * self.height)
  }

  mutating func put(
    _ character: Character, x: Int, y: Int, colour: Int? = nil, background: Int? = nil
  ) {
    guard x >= 0, x < width, y >= 0, y < height else { return }
    cells[y * width + x] = (character, colour, background)
  }

  /// Writes text from left to right; line breaks and control characters become spaces.
  mutating func write(_ text: String, x: Int, y: Int, colour: Int? = nil) {
    for (index, character) in Self.plain(text, glyphs).enumerated() {
      put(character, x: x + index, y: y, colour: colour)
    }
  }

  func character(x: Int, y: Int) -> Character { cells[y * width + x].character }

  /// Copies another grid into this one.
  mutating func place(_ other: TextGrid, x: Int, y: Int) {
    for row in 0..<other.height {
      for column in 0..<other.width {
        let cell = other.cells[row * other.width + column]
        put(
          cell.character, x: x + column, y: y + row, colour: cell.foreground,
          background: cell.background)
      }
    }
  }

  /// The lines, without trailing spaces; with colour codes if asked for.
  func rendered(colour: Bool) -> String {
    (0..<height).map { row in
      var line = Array(cells[row * width..<(row + 1) * width])
      while let last = line.last, last.character == " ", last.background == nil || !colour {
        line.removeLast()
      }
      guard colour else { return String(line.map(\.character)) }
      return Self.coloured(line)
    }.joined(separator: "\n")
  }

  private static func coloured(
    _ line: [(character: Character, foreground: Int?, background: Int?)]
  ) -> String {
    var text = ""
    var state: (Int?, Int?) = (nil, nil)
    for cell in line {
      if state != (cell.foreground, cell.background) {
        text += "\u{1B}[0m"
        if let code = cell.foreground { text += "\u{1B}[38;5;\(code)m" }
        if let code = cell.background { text += "\u{1B}[48;5;\(code)m" }
        state = (cell.foreground, cell.background)
      }
      text.append(cell.character)
    }
    return text + (state == (nil, nil) ? "" : "\u{1B}[0m")
  }

  // MARK: - Text

  /// Text that takes one column a character, as far as that can be known.
  static func plain(_ text: String, _ glyphs: Glyphs) -> String {
    let oneLine = text.map { character -> String in
      if character.isNewline { return " " }
      if let scalar = character.unicodeScalars.first, scalar.value < 32 || scalar.value == 127 {
        return " "
      }
      if glyphs == .unicode || character.isASCII { return String(character) }
      return asciiNames[character] ?? "?"
    }.joined()
    return glyphs == .ascii ? withPowers(oneLine) : oneLine
  }

  /// The length of the text as it will be written.
  static func length(_ text: String, _ glyphs: Glyphs) -> Int { plain(text, glyphs).count }

  /// The beginning of the text that fits, with an ellipsis.
  static func truncated(_ text: String, _ glyphs: Glyphs, limit: Int) -> String {
    let text = plain(text, glyphs)
    if text.count <= limit { return text }
    let ellipsis = glyphs == .ascii ? ".." : "…"
    guard limit > ellipsis.count else { return String(text.prefix(max(0, limit))) }
    return text.prefix(limit - ellipsis.count) + ellipsis
  }

  /// In ASCII a power reads 1e-3, and 3·10⁻⁷ reads 3e-7.
  private static func withPowers(_ text: String) -> String {
    var result = ""
    var rest = Substring(text)
    while let mark = rest.firstIndex(of: "\u{1}") {
      result += rest[..<mark]
      rest = rest[rest.index(after: mark)...]
      if result.hasSuffix("*10") {
        result = result.dropLast(3) + "e"
      } else if result.hasSuffix("10"), !(result.dropLast(2).last?.isNumber ?? false) {
        result = result.dropLast(2) + "1e"
      } else {
        result += "^"
      }
      while let next = rest.first, next == "\u{1}" || next.isNumber || next == "-" {
        if next != "\u{1}" { result.append(next) }
        rest.removeFirst()
      }
    }
    return result + rest
  }

  /// ASCII for characters that the book's labels use. A superscript is marked for `withPowers`.
  private static let asciiNames: [Character: String] = {
    var names: [Character: String] = [
      "−": "-", "–": "-", "—": "-", "·": "*", "×": "x", "…": "..", "∂": "d", "‖": "|", "⊙": "*",
      "≤": "<=", "≥": ">=", "≈": "~", "∞": "inf", "’": "'", "‘": "'", "“": "\"", "”": "\"",
      "␣": "_", "↵": "$", "⇥": ">", "→": "->", "←": "<-", "⁻": "\u{1}-", "₋": "-", "√": "sqrt",
      "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "η": "eta",
      "θ": "theta", "λ": "lambda", "μ": "mu", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi",
      "°": "deg", "±": "+-", "é": "e", "ö": "o", "ü": "u", "ä": "a",
    ]
    for (digit, (high, low)) in zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉").enumerated() {
      names[high] = "\u{1}\(digit)"
      names[low] = "\(digit)"
    }
    return names
  }()
}
