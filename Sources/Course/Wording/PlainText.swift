/// Text that somebody's code printed or chose, made harmless before it is shown: it cannot move a
/// terminal's cursor, hide itself, turn the direction of reading or fill the page. What a format's
/// own marks would do is that format's business.
package enum PlainText {
  /// Several lines. Escape sequences, control characters, invisible marks, more than four accents
  /// on one letter, and spaces at the lines' ends are left out, and a tab becomes two spaces.
  ///
  /// - Parameter limit: how many Unicode scalars are kept; an ellipsis stands for the rest.
  package static func lines(_ text: String, limit: Int = 4000) -> String {
    var kept: [Unicode.Scalar] = []
    var rest = text.unicodeScalars[...]
    var marks = 0
    while let scalar = rest.popFirst() {
      if kept.count >= limit {
        kept.append("…")
        break
      }
      switch scalar {
      case "\u{1B}", "\u{9B}": skipEscape(scalar, &rest)
      case "\n", "\u{2028}", "\u{2029}", "\u{85}": kept.append("\n")
      case "\r": if rest.first != "\n" { kept.append("\n") }
      case "\t": kept += [" ", " "]
      default:
        let category = scalar.properties.generalCategory
        marks = category == .nonspacingMark || category == .enclosingMark ? marks + 1 : 0
        if marks <= 4, isShown(scalar) { kept.append(scalar) }
      }
    }
    let lines = String(String.UnicodeScalarView(kept)).lines.map { line in
      String(line.reversed().drop { $0.isWhitespace }.reversed())
    }.drop { $0.isEmpty }
    return lines.reversed().drop { $0.isEmpty }.reversed().joined(separator: "\n")
  }

  /// One line: every run of spaces and lines' ends becomes one space.
  package static func line(_ text: String, limit: Int = 200) -> String {
    lines(text, limit: limit).split { $0.isWhitespace }.joined(separator: " ")
  }

  /// The same text without control characters and invisible marks, its lines and tabs as they are:
  /// for a text that comes piece by piece.
  package static func visible(_ text: String) -> String {
    let kept = text.unicodeScalars.filter { $0 == "\n" || $0 == "\t" || isShown($0) }
    return String(String.UnicodeScalarView(kept))
  }

  /// Takes the rest of a terminal's escape sequence away: `ESC [ … letter`, `ESC ] … BEL`, and two
  /// characters of any other. None goes on over a line's end.
  private static func skipEscape(
    _ first: Unicode.Scalar, _ rest: inout Substring.UnicodeScalarView
  ) {
    let kind = first == "\u{9B}" ? "[" : rest.popFirst()
    let isText = "]PX^_".unicodeScalars.contains { $0 == kind }
    guard kind == "[" || isText else { return }
    while let next = rest.first, next != "\n" {
      rest.removeFirst()
      if isText, next == "\u{1B}", rest.first == "\\" {
        rest.removeFirst()
        return
      }
      if isText ? next == "\u{7}" || next == "\u{9C}" : ("@"..."~").contains(next) { return }
    }
  }

  /// Neither a control character nor an invisible mark. The two that join letters stay, since
  /// several scripts need them.
  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "\u{200C}" || scalar == "\u{200D}" { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return false
    default: return !scalar.properties.isNoncharacterCodePoint
    }
  }
}
