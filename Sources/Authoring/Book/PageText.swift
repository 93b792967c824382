import Course

/// Pure functions on the text of a page that pandoc wrote.
enum PageText {
  /// A page's tables for those who hear them: a heading says that it is one for its column, a
  /// formula in it has a name, and an empty cell in the head is a plain cell.
  static func withTablesMarked(_ page: String) -> String {
    page.replacing(/<th([^>]*)><\/th>/) { "<td\($0.1)></td>" }
      .replacing(/<th[> ].*?<\/th>/.dotMatchesNewlines()) { heading in
        "<th scope=\"col\""
          + heading.0.dropFirst(3).replacing(/<math (.*?>)(.*?)<\/math>/) {
            let signs = $0.2.replacing(/<[^>]*>/, with: " ").split(separator: " ")
            return "<math aria-label=\"\(signs.joined(separator: " "))\" \($0.1)\($0.2)</math>"
          }
      }
  }

  /// A page whose headings of parts end with a link to themselves.
  static func withPermalinks(_ page: String) -> String {
    // An exercise's identifier stands at the section around it.
    page.replacing(
      /(<section [^>]*id="(exercise-[^"]*)"[^>]*>\s*)?<h([23])([^>]*)>(.*?)<\/h\3>/
        .dotMatchesNewlines()
    ) { match in
      let own = match.output.4.firstMatch(of: /id="([^"]*)"/)?.output.1
      guard let anchor = match.output.2 ?? own else { return String(match.output.0) }
      let name = seen(match.output.5).replacing("\"", with: "&quot;")
      return match.output.0.dropLast("</h2>".count)
        + " <a class=\"permalink\" href=\"#\(anchor)\" aria-label=\"Link to: \(name)\">#</a>"
        + "</h\(match.output.3)>"
    }
  }

  /// What a reader sees of a piece of HTML: no tags, no entities, single spaces.
  static func seen(_ html: some StringProtocol) -> String {
    let unseen = /<(svg|script|style).*?<\/\1>/.dotMatchesNewlines()
    var text = String(html).replacing(unseen, with: "")
    text = text.replacing(/<\/?(\p{Alphabetic}*)[^>]*>/) { inline.contains($0.1) ? "" : " " }
    for (entity, character) in [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "),
      ("&amp;", "&"),
    ] { text = text.replacing(entity, with: character) }
    return text.split { $0.isWhitespace }.joined(separator: " ")
  }

  /// Elements that stand within a word.
  private static let inline: Set<Substring> = [
    "a", "code", "em", "span", "strong", "math", "mi", "mn", "mo", "mrow", "msub", "msup",
    "msubsup", "mtext", "mover", "mstyle", "wbr",
  ]
}
