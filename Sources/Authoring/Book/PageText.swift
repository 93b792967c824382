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

  /// A page whose paragraphs lead from a work that they name, *Elman (1990)*, to its entry among the
  /// page's sources.
  static func withCitations(_ page: String) -> String {
    guard let heading = page.firstRange(of: "<h2 id=\"sources\">") else { return page }
    var entries = String(page[heading.lowerBound...])
    var names: [String] = []
    entries = entries.replacing(/<li>(\s*(?:<p>)?<strong>)([^<]*\(\d{4}[a-z]?\))<\/strong>/) {
      match in
      names.append(String(match.output.2))
      return "<li id=\"source-\(names.count)\">\(match.output.1)\(match.output.2)</strong>"
    }
    let text = page[..<heading.lowerBound].replacing(/<p>.*?<\/p>/.dotMatchesNewlines()) { match in
      var paragraph = String(match.output)
      // The longest first: "Gers and Schmidhuber (2000)" ends as others do.
      for (index, name) in names.enumerated().sorted(by: { $0.element.count > $1.element.count }) {
        // Two authors are known without their year.
        let authors = name.prefix { $0 != "(" }.dropLast()
        let known = [name] + (authors.contains(" and ") ? [String(authors)] : [])
        let places = known.lazy.compactMap { paragraph.firstRange(of: $0) }
        guard let place = places.first, !isInLink(place.lowerBound, of: paragraph) else { continue }
        let link = "<a class=\"cite\" href=\"#source-\(index + 1)\">\(paragraph[place])</a>"
        paragraph.replaceSubrange(place, with: link)
      }
      return paragraph
    }
    return text + entries
  }

  private static func isInLink(_ place: String.Index, of text: String) -> Bool {
    let before = text[..<place]
    return before.ranges(of: "<a ").count > before.ranges(of: "</a>").count
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
