import Course
import Foundation

/// What the search of the web edition looks through: each heading with the text below it.
struct SearchIndex: Equatable, Sendable {
  struct Section: Equatable, Sendable {
    /// The page's address.
    let page: String
    /// The page's title.
    let chapter: String
    /// The heading's identifier; empty for the beginning of a page.
    let anchor: String
    let heading: String
    let text: String
    /// What the section defines: its words in bold, without an article.
    var terms: [String] = []
  }

  /// A sign of the notation, as its page has it.
  struct Symbol: Equatable, Sendable {
    /// The part of the notation, *Gates*.
    let part: String
    /// The sign or signs, and what they mean, as HTML.
    let sign: String
    let meaning: String
  }

  private(set) var sections: [Section] = []
  private(set) var symbols: [Symbol] = []

  /// Adds the signs of the notation: the first two cells of each row that begins with a formula.
  mutating func addSymbols(of page: String) {
    var part = ""
    let pattern =
      /<h2[^>]*>(.*?)<\/h2>|<tr[^>]*>\s*<td[^>]*>(.*?)<\/td>\s*<td[^>]*>(.*?)<\/td>/
      .dotMatchesNewlines()
    for match in page.matches(of: pattern) {
      if let heading = match.output.1 { part = PageText.seen(heading) }
      guard let sign = match.output.2, let meaning = match.output.3, sign.contains("<math")
      else { continue }
      symbols.append(Symbol(part: part, sign: String(sign), meaning: String(meaning)))
    }
  }

  /// Adds the sections of a page: all between `<main` and `</main>` but hints and answers, cut before
  /// each heading.
  mutating func add(_ page: String, at address: String, title: String) {
    guard let start = page.range(of: "<main"), let end = page.range(of: "</main>") else { return }
    let hint = /<details class="(?:hint|answers)">.*?<\/details>/.dotMatchesNewlines()
    let body = page[start.lowerBound..<end.lowerBound].replacing(hint, with: "")
    let points = /<span class="points">[^<]*<\/span>/
    // An exercise's identifier stands at the section around it.
    let heading = /(<section [^>]*>\s*)?<h[1-4]([^>]*)>(.*?)<\/h[1-4]>/.dotMatchesNewlines()
    let headings = body.matches(of: heading)
    let ends = headings.dropFirst().map(\.range.lowerBound) + [body.endIndex]
    for (heading, end) in zip(headings, ends) {
      let section = body[heading.range.upperBound..<end]
      let tags = (heading.output.1 ?? "") + heading.output.2
      let anchor = tags.firstMatch(of: /id="([^"]*)"/)?.output.1 ?? ""
      sections.append(
        Section(
          page: address, chapter: title, anchor: String(anchor),
          heading: PageText.seen(heading.output.3.replacing(points, with: "")),
          text: PageText.seen(section), terms: Self.terms(in: section)))
    }
  }

  /// A term is a few words; what is in bold and ends with a full stop is a sentence.
  private static func terms(in section: Substring) -> [String] {
    section.matches(of: /<strong>(.*?)<\/strong>/.dotMatchesNewlines()).compactMap { match in
      let term = PageText.seen(match.output.1).replacing(#/^(The|An?) /#, with: "")
      let isTerm = term.count > 1 && term.count { $0 == " " } < 3 && !term.hasSuffix(".")
      return isTerm ? term : nil
    }
  }

  /// A script, since a page that was opened from a file may not fetch data.
  func script() throws -> String {
    let rows = sections.map {
      [$0.page, $0.chapter, $0.anchor, $0.heading, $0.text, $0.terms.joined(separator: "\n")]
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    let signs = symbols.map { [$0.part, $0.sign, $0.meaning] }
    return try zip(["bookIndex", "bookSymbols"], [rows, signs]).map { name, value in
      "window.\(name)=" + String(decoding: try encoder.encode(value), as: UTF8.self) + ";\n"
    }.joined()
  }
}
