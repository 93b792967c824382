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
  }

  private(set) var sections: [Section] = []

  /// Adds the sections of a page: all between `<main` and `</main>`, cut before each heading.
  mutating func add(_ page: String, at address: String, title: String) {
    guard let start = page.range(of: "<main"), let end = page.range(of: "</main>") else { return }
    let body = page[start.lowerBound..<end.lowerBound]
    let points = /<span class="points">[^<]*<\/span>/
    let headings = body.matches(of: /<h([1-4])([^>]*)>(.*?)<\/h[1-4]>/.dotMatchesNewlines())
    let ends = headings.dropFirst().map(\.range.lowerBound) + [body.endIndex]
    for (heading, end) in zip(headings, ends) {
      let anchor = heading.output.2.firstMatch(of: /id="([^"]*)"/)?.output.1 ?? ""
      sections.append(
        Section(
          page: address, chapter: title, anchor: String(anchor),
          heading: PageText.seen(heading.output.3.replacing(points, with: "")),
          text: PageText.seen(body[heading.range.upperBound..<end])))
    }
  }

  /// A script, since a page that was opened from a file may not fetch data.
  func script() throws -> String {
    let rows = sections.map { [$0.page, $0.chapter, $0.anchor, $0.heading, $0.text] }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return "window.bookIndex=" + String(decoding: try encoder.encode(rows), as: UTF8.self) + ";\n"
  }
}
