import Course

/// Pure functions on the text of a page that pandoc wrote.
enum PageText {
  /// A page's tables for those who hear them: a heading says that it is one for its column, and
  /// an empty cell in the head is a plain cell.
  static func withTablesMarked(_ page: String) -> String {
    page.replacing(/<th([^>]*)><\/th>/) { "<td\($0.1)></td>" }
      .replacing(/<th([> ])/) { "<th scope=\"col\"\($0.1)" }
  }

  /// A text without each part from one mark through the next other.
  static func removed(from text: String, between start: String, and end: String) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.range(of: start) {
      guard let close = rest[open.upperBound...].range(of: end) else { break }
      result += rest[..<open.lowerBound]
      rest = rest[close.upperBound...]
    }
    return result + rest
  }

  /// What a reader sees of a piece of HTML: no tags, no entities, single spaces.
  static func seen(_ html: some StringProtocol) -> String {
    var text = String(html)
    for element in ["svg", "script", "style"] {
      text = removed(from: text, between: "<\(element)", and: "</\(element)>")
    }
    text = text.replacing(/<[^>]*>/) { inline.contains(name(of: $0.0)) ? "" : " " }
    for (entity, character) in [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "),
      ("&amp;", "&"),
    ] {
      text = text.replacing(entity, with: character)
    }
    return text.split { $0.isWhitespace }.joined(separator: " ")
  }

  /// Elements that stand within a word.
  private static let inline: Set<Substring> = [
    "a", "code", "em", "span", "strong", "math", "mi", "mn", "mo", "mrow", "msub", "msup",
    "msubsup", "mtext", "mover", "mstyle", "wbr",
  ]

  private static func name(of tag: Substring) -> Substring {
    tag.drop { $0 == "<" || $0 == "/" }.prefix { $0.isLetter }
  }
}
