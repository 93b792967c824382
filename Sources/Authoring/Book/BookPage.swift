import Course

/// One page of the web edition, made from one Markdown file of chapters/.
struct BookPage: Equatable, Sendable {
  /// `05-backpropagation`; the page is `05-backpropagation.html`.
  let name: String
  /// The chapter's number; nil for the notation and other pages beside the chapters.
  let number: Int?
  let title: String
  /// The sentence in italics below the title, as Markdown without its stars; empty without one.
  let lede: String
  let exercises: Int
  let points: Int
  /// As pandoc is to read it.
  let markdown: String

  var address: String { name + ".html" }
  /// As other pages name it: `5 · Backpropagation through time`.
  var fullTitle: String { number.map { "\($0) · \(title)" } ?? title }

  /// What the scripts read at its place in a list of pages; nothing where it is no chapter.
  var marks: String {
    number.map { " data-chapter=\"\($0)\" data-exercises=\"\(exercises)\"" } ?? ""
  }

  /// - Parameter name: the file's name without `.md`.
  init(name: String, text: String) {
    let chapter = ChapterText(path: "chapters/\(name).md", text: withoutMarks(text))
    self.name = name
    let parts = name.split(separator: "-", maxSplits: 1)
    number = parts.count == 2 ? wholeNumber(parts[0]) : nil
    title = chapter.title ?? name
    lede = Self.lede(of: chapter.lines)
    exercises = chapter.exercises.count
    points = chapter.exercises.reduce(0) { $0 + $1.points }
    markdown = "<!-- page: \(name) -->\n\n" + Self.captioned(chapter.lines)
  }

  /// The paragraph after the title where it is wholly in italics.
  private static func lede(of lines: [String]) -> String {
    let below = lines.drop { !$0.hasPrefix("# ") }.dropFirst().first { !$0.isEmpty } ?? ""
    return below.wholeMatch(of: /\*([^*].*)\*/).map { String($0.1) } ?? ""
  }

  /// Pandoc drops what follows the language in a fence's first line. What the reader is to see of
  /// it, an excerpt's file, goes into a comment before the fence. A transcript needs none: its first
  /// line is its command.
  private static func captioned(_ lines: [String]) -> String {
    var fence = FenceReader()
    return lines.map { line in
      guard case .opening = fence.read(line),
        let source = line.firstMatch(of: #/ excerpt=([^#\ ]*)/#)
      else { return line + "\n" }
      return "<!-- code: \(source.1) -->\n\n\(line)\n"
    }.joined()
  }
}

extension BookPage {
  /// Every page of the book in the order of reading: the chapters by their numbers, then the
  /// notation, then the rest by name.
  static func all(in folder: PackageFolder) throws -> [BookPage] {
    let pages = try folder.chapterPages.map { path in
      let name = path.dropFirst("chapters/".count).dropLast(".md".count)
      return BookPage(name: String(name), text: try folder.text(path) ?? "")
    }
    return pages.sorted { ($0.place, $0.name) < ($1.place, $1.name) }
  }

  private var place: Int { number ?? (name == "notation" ? Int.max - 1 : Int.max) }
}
