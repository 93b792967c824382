/// Splits a Swift file into tokens where the compiler would.
///
/// Whoever wants to hide code from a screen lets the screen take it for a comment or a text. So it
/// refuses what two readers might read differently, such as regular expressions between bare
/// slashes and unusual line ends, and no exercise needs any of it. For code that its own reader is
/// at work on, it can be lenient, and reads on.
package struct SwiftLexer {
  package private(set) var tokens: [SwiftToken] = []
  /// Where comments stand, as scalars of the file.
  private(set) var comments: [Range<Int>] = []

  let scalars: [Unicode.Scalar]
  private let isStrict: Bool
  private var index = 0
  private var line = 1
  private var startsLine = true
  /// How many brackets and texts' `\( )` are open.
  private var depth = 0

  /// - Throws: the first thing that cannot be read with certainty.
  package init(_ text: String) throws(SourceRefusal) {
    scalars = Array(text.unicodeScalars)
    isStrict = true
    try checkScalars()
    if scalars.first == "\u{FEFF}" { index = 1 }
    try scanCode(inTextOfLines: nil)
  }

  /// Reads any text, guessing where it is no Swift: a text without its end stops at the line's.
  init(leniently text: String) {
    scalars = Array(text.unicodeScalars)
    isStrict = false
    // Nothing is refused, and nothing else is thrown.
    try? scanCode(inTextOfLines: nil)
  }

  /// Stops at what cannot be read with certainty, unless the reading is lenient.
  private func doubt(_ reason: String, line: Int? = nil) throws(SourceRefusal) {
    if isStrict { throw SourceRefusal(line: line ?? self.line, reason: reason) }
  }

  /// What nests deeper is refused: whatever reads code calls itself for what stands inside.
  private static let deepest = 256

  private mutating func open() throws(SourceRefusal) {
    depth += 1
    if depth > Self.deepest {
      try doubt("this nests more than \(Self.deepest) deep; no exercise needs that.")
    }
  }

  // MARK: Code

  /// - Parameter isMultiline: in a text's `\( )`, whether the text may have several lines; nil
  ///   outside of texts.
  private mutating func scanCode(inTextOfLines isMultiline: Bool?) throws(SourceRefusal) {
    var parentheses = 0
    while index < scalars.count {
      let scalar = scalars[index]
      if scalar == "\n" {
        if isMultiline == false {
          try doubt("a text's \\( ) must end on the line on which it begins.")
        }
        newLine()
      } else if scalar == " " || scalar == "\t" || scalar == "\r" {
        index += 1
      } else if sees("//") || sees("/*") {
        if isMultiline != nil { try doubt("a comment cannot stand in a text's \\( ).") }
        try skipComment()
      } else if isMultiline != nil, scalar == ")", parentheses == 0 {
        return take(.punctuation, 1)
      } else {
        if scalar == "(" { parentheses += 1 }
        if scalar == ")" { parentheses -= 1 }
        try scanToken()
      }
    }
    if isMultiline != nil { try doubt("a text's \\( ) has no end.") }
  }

  private mutating func scanToken() throws(SourceRefusal) {
    let scalar = scalars[index]
    if scalar == "`" { return try scanQuotedIdentifier() }
    let pounds = count(of: "#", from: index)
    if sees("\"", at: pounds) { return try scanString(pounds) }
    if scalar == "#" { return try scanDirective() }
    if "([{".unicodeScalars.contains(scalar) { try open() }
    if ")]}".unicodeScalars.contains(scalar) { depth -= 1 }
    if "(){}[],;:@\\".unicodeScalars.contains(scalar) { return take(.punctuation, 1) }
    if Self.isDigit(scalar) { return take(.number, numberLength()) }
    if Self.isIdentifier(scalar) || scalar == "$" { return take(.identifier, nameLength()) }
    if Self.isSymbol(scalar) { return try scanSymbol() }
    try doubt("the character \(name(of: scalar)) has no place in Swift code.")
    take(.punctuation, 1)
  }

  private func numberLength() -> Int {
    let exponents = sees("0x") ? "pP" : "eEpP"
    var end = index
    while end < scalars.count {
      let isSign = "+-".unicodeScalars.contains(scalars[end])
      let isInNumber =
        Self.isOfWord(scalars[end]) || scalars[end] == "." && Self.isDigit(scalar(at: end + 1))
        || isSign && exponents.unicodeScalars.contains(scalars[end - 1])
      if !isInNumber { break }
      end += 1
    }
    return end - index
  }

  /// How long a name is that begins with the scalar at hand, whatever that is.
  private func nameLength() -> Int {
    1 + scalars[(index + 1)...].prefix(while: Self.isOfWord).count
  }

  private mutating func scanQuotedIdentifier() throws(SourceRefusal) {
    let name = scalars[(index + 1)...].prefix { $0 != "`" && $0 != "\n" }
    guard !name.isEmpty, scalar(at: name.endIndex) == "`", name.allSatisfy(Self.isOfWord) else {
      try doubt("what stands between backticks must be a plain name.")
      return take(.punctuation, 1)
    }
    let start = index
    index = name.endIndex + 1
    append(.identifier, from: start, line: line, text: name)
  }

  private mutating func scanDirective() throws(SourceRefusal) {
    let name = scalars[(index + 1)...].prefix(while: Self.isIdentifier)
    if name.isEmpty { try doubt("a # has no place here.") }
    take(.directive, 1 + name.count)
  }

  /// An operator, or dots and question marks, which serve as some. A slash must be a division: two
  /// of another use might be the ends of a regular expression.
  private mutating func scanSymbol() throws(SourceRefusal) {
    let start = index
    var end = index
    while end < scalars.count, Self.isSymbol(scalars[end]),
      scalars[end] != "." || scalars[start] == "."
    {
      if sees("//", at: end - index) || sees("/*", at: end - index) { break }
      end += 1
    }
    let text = String(String.UnicodeScalarView(scalars[start..<end]))
    if text.contains("/") {
      let isAlone = ["/", "/=", "./"].contains(text)
      let (left, right) = (scalar(at: start - 1), scalar(at: end))
      let isSpaced = Self.isBlank(left) && Self.isBlank(right)
      let isTight = Self.endsOperand(left) && !Self.isBlank(right) && !isAfterKeyword
      if !isAlone || !(isSpaced || isTight) {
        try doubt(
          "this slash may begin a regular expression, which no exercise needs; "
            + "a division has spaces on both sides.")
      }
    }
    if text.hasPrefix("<"), scalar(at: end) == "#" {
      try doubt("an editor's placeholder <# #> is left in the file.")
    }
    take(.symbol, end - start)
  }

  /// Whether the token before begins an expression, so that no division can follow it.
  private var isAfterKeyword: Bool {
    let keywords: Set = [
      "return", "in", "case", "let", "var", "if", "while", "where", "try", "throw", "is", "as",
      "else", "do", "switch", "guard", "repeat", "defer", "inout", "yield", "then", "each", "any",
      "some", "consume", "copy", "borrow", "discard", "await",
    ]
    return tokens.last.map { $0.kind == .identifier && keywords.contains($0.text) } ?? true
  }

  // MARK: Comments and strings

  private mutating func skipComment() throws(SourceRefusal) {
    let start = index
    defer { comments.append(start..<index) }
    if sees("//") {
      while index < scalars.count, scalars[index] != "\n" { index += 1 }
      return
    }
    var depth = 0
    let first = line
    repeat {
      if sees("/*") || sees("*/") {
        depth += sees("/*") ? 1 : -1
        index += 2
      } else if index >= scalars.count {
        return try doubt("a comment /* has no end.", line: first)
      } else if scalars[index] == "\n" {
        newLine()
      } else {
        index += 1
      }
    } while depth > 0
  }

  private mutating func scanString(_ pounds: Int) throws(SourceRefusal) {
    let isMultiline = sees("\"\"\"", at: pounds)
    var start = index
    let first = line
    index += pounds + (isMultiline ? 3 : 1)
    if isMultiline, !scalars[index...].prefix(while: { $0 != "\n" }).allSatisfy(Self.isBlank) {
      try doubt("a text of several lines begins on the line after its \"\"\".")
    }
    let quotes = isMultiline ? "\"\"\"" : "\""
    while index < scalars.count {
      if scalars[index] == "\\", count(of: "#", from: index + 1) >= pounds {
        index += 1 + pounds
        if scalar(at: index) == "(", isStrict || depth < Self.deepest {
          append(.string, from: start, line: first)
          take(.punctuation, 1)
          let outside = depth
          try open()
          try scanCode(inTextOfLines: isMultiline)
          depth = outside
          start = index
        } else if scalar(at: index) != "\n" {
          index += 1
        }
      } else if sees(quotes), count(of: "#", from: index + quotes.count) >= pounds {
        index += quotes.count + pounds
        return append(.string, from: start, line: first)
      } else if scalars[index] == "\n" {
        if !isMultiline {
          try doubt("a text has no closing quote on its line.")
          return append(.string, from: start, line: first)
        }
        newLine()
      } else {
        index += 1
      }
    }
    try doubt("a text has no closing quote.", line: first)
    index = scalars.count
    append(.string, from: min(start, index), line: first)
  }

  // MARK: Scalars

  /// What ends a line for one reader and not for another has no place in any part of the file.
  private mutating func checkScalars() throws(SourceRefusal) {
    var number = 1
    for (place, scalar) in scalars.enumerated() {
      switch scalar {
      case "\n": number += 1
      case "\r" where self.scalar(at: place + 1) == "\n", "\t": break
      case "\u{0}"..<" ", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}":
        throw SourceRefusal(
          line: number,
          reason: "the control character \(name(of: scalar)) has no place in a Swift file.")
      default: break
      }
    }
  }

  private func name(of scalar: Unicode.Scalar) -> String {
    "U+" + String(format: "%04X", scalar.value)
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t" || scalar == "\r" || scalar == "\n"
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { "0" <= scalar && scalar <= "9" }

  private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    isIdentifier(scalar) || isDigit(scalar)
  }

  private static func isIdentifier(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "_" || scalar.properties.isAlphabetic { return true }
    let marks: [Unicode.GeneralCategory] = [.nonspacingMark, .spacingMark, .otherNumber]
    return !scalar.isASCII && marks.contains(scalar.properties.generalCategory)
  }

  private static func isSymbol(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return "/=-+!*%<>&|^~?.".unicodeScalars.contains(scalar) }
    return [.mathSymbol, .otherPunctuation, .otherSymbol, .dashPunctuation].contains(
      scalar.properties.generalCategory)
  }

  /// Whether an operand may end with this, so that a slash after it divides.
  private static func endsOperand(_ scalar: Unicode.Scalar) -> Bool {
    isOfWord(scalar) || scalar == ")" || scalar == "]"
  }

  // MARK: Moving

  private func scalar(at place: Int) -> Unicode.Scalar {
    scalars.indices.contains(place) ? scalars[place] : "\n"
  }

  private func sees(_ text: String, at offset: Int = 0) -> Bool {
    scalars[min(index + offset, scalars.count)...].starts(with: text.unicodeScalars)
  }

  private func count(of scalar: Unicode.Scalar, from place: Int) -> Int {
    scalars[min(place, scalars.count)...].prefix { $0 == scalar }.count
  }

  private mutating func newLine() {
    index += 1
    line += 1
    startsLine = true
  }

  private mutating func take(_ kind: SwiftToken.Kind, _ count: Int) {
    index += count
    append(kind, from: index - count, line: line)
  }

  /// Appends what has been passed since a place.
  ///
  /// - Parameter text: what it is, where that is not all of it.
  private mutating func append(
    _ kind: SwiftToken.Kind, from start: Int, line: Int, text: ArraySlice<Unicode.Scalar>? = nil
  ) {
    let range = start..<index
    let text = String(String.UnicodeScalarView(text ?? scalars[range]))
    tokens.append(
      SwiftToken(kind: kind, text: text, line: line, range: range, startsLine: startsLine))
    startsLine = false
  }
}
