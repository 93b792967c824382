/// An estimate of how wide text is drawn, on the generous side: made after DejaVu Sans and Verdana,
/// the widest of the usual sans-serif fonts, so what does not overlap here overlaps nowhere.
enum TextMetrics {
  static func width(of text: String, size: Double) -> Double {
    text.reduce(0) { $0 + width(of: $1) } * size
  }

  /// The width of one character, in units of the font's size.
  private static func width(of character: Character) -> Double {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar {
    case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!", " ", "·": return 0.36
    case "f", "t", "r", "(", ")", "[", "]", "/", "-", "\\", "⁻", "\"": return 0.46
    case "⁰"..."⁹", "²", "³", "¹", "₀"..."₉": return 0.44
    case "m", "w", "M", "W", "@", "%", "…", "—", "&": return 1.05
    case "A"..."Z", "+", "=", "<", ">", "~", "#", "−", "×": return 0.84
    case "a"..."z", "0"..."9", "_", "*", "$", "?", "^", "`", "{", "}": return 0.65
    default: return scalar.value < 0x2E80 ? 0.9 : 1.1
    }
  }

  /// The text in lines no wider than `limit`, broken between words; a longer word is cut.
  static func wrapped(_ text: String, size: Double, limit: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: \.isWhitespace).map(String.init) {
      let longer = line.isEmpty ? word : line + " " + word
      if !line.isEmpty, width(of: longer, size: size) > limit {
        lines.append(line)
        line = word
      } else {
        line = longer
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines.map { truncated($0, size: size, limit: limit) }
  }

  /// The text, or as much of its beginning as fits, with an ellipsis.
  static func truncated(_ text: String, size: Double, limit: Double) -> String {
    guard width(of: text, size: size) > limit else { return text }
    var kept = text
    while !kept.isEmpty, width(of: kept + "…", size: size) > limit { kept.removeLast() }
    return kept + "…"
  }
}
