import Course
import Foundation

/// The web edition: a folder of pages that work from a `file://` address, and one EPUB.
struct Book: Sendable {
  static let output = ReadersStanding.book
  /// Templates, styles and scripts.
  static let web = "chapters/web"
  /// Where pandoc reads prepared files from and writes raw pages to.
  private static let work = ".build/book-work"

  let folder: PackageFolder
  let pages: [BookPage]
  private let pandoc: Pandoc

  init(in folder: PackageFolder) throws {
    self.folder = folder
    pages = try BookPage.all(in: folder)
    pandoc = try Pandoc(in: folder)
  }

  /// Writes the whole book anew.
  ///
  /// - Parameter progress: told what it is at.
  /// - Returns: a sentence to tell the user, or nil.
  func write(progress: @escaping @Sendable (String) -> Void = { _ in }) throws -> String? {
    for path in [Self.output, Self.work] {
      try? FileManager.default.removeItem(at: folder.url(path))
    }
    defer { try? FileManager.default.removeItem(at: folder.url(Self.work)) }
    for name in ["book.css", "dark.css", "head.js"] {
      try folder.write(try source(name), to: "\(Self.output)/\(name)")
    }
    try installFonts()
    try folder.write(try script(), to: "\(Self.output)/book.js")
    try folder.write(ReadersStanding.unknown, to: "\(Self.output)/\(ReadersStanding.name)")
    let widgets = BookWidgets(folder: folder, book: Self.output)
    let note = try widgets.install { progress("Compiling \($0) …") }
    progress("Drawing narrow figures …")
    for figure in try Course(folder).figures() {
      try figure.narrow.map { try folder.write($0, to: "\(Self.work)/\(figure.name)-narrow.svg") }
    }
    progress("Writing the pages …")
    for page in pages { try folder.write(page.markdown, to: "\(Self.work)/\(page.name).md") }
    try folder.write(contents(), to: "\(Self.work)/index.md")
    try convert()
    var index = SearchIndex()
    for name in pages.map(\.name) + ["index"] {
      let raw = try folder.text("\(Self.work)/\(name).html") ?? ""
      let page = widgets.added(to: PageText.withTablesMarked(PageMathematics.tidied(raw)))
        .replacing("<!-- shelf -->", with: name == "index" ? "" : Self.shelf(pages, current: name))
      if let chapter = pages.first(where: { $0.name == name }) {
        index.add(page, at: chapter.address, title: chapter.fullTitle)
        if name == "notation" { index.addSymbols(of: page) }
      }
      try folder.write(
        PageText.withCitations(PageText.withPermalinks(page)), to: "\(Self.output)/\(name).html")
    }
    try folder.write(try index.script(), to: "\(Self.output)/search-index.js")
    return note
  }

  private func source(_ name: String) throws -> String {
    guard let text = try folder.text("\(Self.web)/\(name)") else {
      throw UserError("\(Self.web)/\(name) is missing; fetch it: git checkout \(Self.web)")
    }
    return text
  }

  /// Fonts of the book's own, where .ci/fonts has made them; otherwise the reader's.
  private func installFonts() throws {
    let made = ".build/fonts"
    let styles =
      try folder.text("\(made)/fonts.css") ?? "/* There are none: the reader's serve. */\n"
    try folder.write(styles, to: "\(Self.output)/fonts.css")
    for name in folder.names(in: made) where name.hasSuffix(".woff2") {
      guard let font = try folder.contents("\(made)/\(name)") else { continue }
      try folder.write(font, to: "\(Self.output)/fonts/\(name)")
    }
  }

  /// The scripts of a page, one file for each subject, as one: first what they share.
  private func script() throws -> String {
    let names = folder.names(in: "\(Self.web)/scripts").filter { $0.hasSuffix(".js") }.sorted()
    let ordered = ["base.js"] + names.filter { $0 != "base.js" }
    return try ordered.map { try source("scripts/\($0)") }.joined(separator: "\n")
  }

  // MARK: Conversion

  /// One run of pandoc for each page and one for the EPUB, side by side.
  private func convert() throws {
    try runTasks(needing: Array(repeating: [], count: pages.count + 2)) { task in
      switch task {
      case 0: try convertEPUB()
      case 1: try convert("index", [], [("page-kind", "front"), ("is-contents", "true")])
      default: try convertPage(at: task - 2)
      }
    }
  }

  private var chapterList: (String, String) {
    let numbered = pages.compactMap { page in page.number.map { "\($0)=\(page.name)" } }
    return ("chapters", numbered.joined(separator: " "))
  }

  private func convertPage(at index: Int) throws {
    let page = pages[index]
    var metadata = [("page-kind", page.number == nil ? "extra" : "chapter")]
    if let number = page.number { metadata.append(("number", "\(number)")) }
    if page.name == "notation" { metadata.append(("is-notation", "true")) }
    metadata.append(("has-neighbours", "true"))
    metadata += neighbour(at: index - 1, "previous") + neighbour(at: index + 1, "next")
    try convert(page.name, ["--toc", "--toc-depth=3"], metadata)
  }

  private func convert(_ name: String, _ options: [String], _ metadata: [(String, String)]) throws {
    try pandoc.convert(
      ["\(Self.work)/\(name).md"], to: "\(Self.work)/\(name).html",
      ["--to=html5", "--template=\(Self.web)/template.html"] + options,
      metadata: [chapterList] + metadata)
  }

  private func neighbour(at index: Int, _ side: String) -> [(String, String)] {
    guard pages.indices.contains(index) else {
      return index < 0 ? [("\(side)-href", "index.html"), ("\(side)-title", "Contents")] : []
    }
    let page = pages[index]
    return [("\(side)-href", page.address), ("\(side)-title", page.fullTitle)]
  }

  private func convertEPUB() throws {
    try pandoc.convert(
      pages.map { "\(Self.work)/\($0.name).md" }, to: "\(Self.output)/LearnLSTM.epub",
      [
        "--to=epub3", "--resource-path=chapters", "--css=\(Self.web)/epub.css", "--toc",
        "--toc-depth=2", "--epub-cover-image=\(Self.web)/cover.png",
        "--epub-embed-font=\(try mathematicsFont())",
      ],
      metadata: [
        chapterList, ("title", "LearnLSTM"), ("author", "The LearnLSTM authors"),
        ("subtitle", "Long short-term memory networks, built in Swift"),
        ("identifier", "urn:learnlstm:book"),
      ])
  }

  /// The font that epub.css asks for: few e-readers have one for formulas.
  private func mathematicsFont() throws -> String {
    let name = "DejaVu Math TeX Gyre"
    let path = runChild(["fc-match", "--format=%{file}", name], in: folder.root).output
    guard path.hasSuffix("/DejaVuMathTeXGyre.ttf") else {
      throw UserError(
        "the EPUB needs the font \(name); install it: apt-get install fontconfig fonts-dejavu-extra, "
          + "or brew install fontconfig font-dejavu")
    }
    return path
  }

  // MARK: Lists of the pages

  /// The column of the chapters, beside each page.
  static func shelf(_ pages: [BookPage], current: String) -> String {
    let items = pages.map { page in
      let mark = page.number.map { "\($0)" } ?? "·"
      let here = page.name == current ? " aria-current=\"page\"" : ""
      return
        "<li\(page.marks)><a href=\"\(page.address)\"\(here)><span class=\"number\">\(mark)</span> "
        + "<span class=\"title\">\(escapedForHTML(page.title))</span></a></li>"
    }
    return """
      <nav class="shelf" aria-label="Chapters">
      <details open>
      <summary>Chapters</summary>
      <ol>
      \(items.joined(separator: "\n"))
      </ol>
      </details>
      </nav>
      """
  }

  /// chapters/web/index.md with the list of pages in the place of its mark.
  private func contents() throws -> String {
    let text = try source("index.md")
    // A chapter's line there, `<!-- end 04: … -->`, says how its evening ends.
    let ends = text.matches(of: /<!-- end (\d+): (.*?) -->\n/).map { match in
      (wholeNumber(match.output.1), String(match.output.2))
    }
    return text.replacing(/<!-- end .*? -->\n/, with: "")
      .replacing("<!-- clone -->", with: Self.cloning())
      .replacing(
        "<!-- chapters -->", with: Self.list(pages.filter { $0.number != nil }, ends: ends)
      )
      .replacing("<!-- pages -->", with: Self.list(pages.filter { $0.number == nil }))
  }

  /// - Parameter ends: for a chapter's number, how its evening ends.
  static func list(_ pages: [BookPage], ends: [(Int?, String)] = []) -> String {
    let items = pages.map { page in
      let number = page.number.map { "<span class=\"number\">\($0)</span>" } ?? "<span></span>"
      let lede = page.lede.isEmpty ? "" : "<p>\(Self.set(page.lede))</p>"
      let amount = "\(counted(page.exercises, "exercise")), \(counted(page.points, "point"))"
      let work = page.exercises == 0 ? "" : "<p class=\"work\">\(amount)</p>"
      let last = ends.first { $0.0 != nil && $0.0 == page.number }?.1
      let end = last.map { "<p class=\"end\">How it ends: \(Self.set($0))</p>" } ?? ""
      return "<li\(page.marks)>\(number)<div>"
        + "<a href=\"\(page.address)\">\(escapedForHTML(page.title))</a>"
        + "\(lede)\(end)\(work)</div></li>"
    }
    return "<ol class=\"contents\">\n\(items.joined(separator: "\n"))\n</ol>"
  }

  /// How the package comes to the reader, where the workflow that publishes the pages tells whence.
  static func cloning(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> String {
    guard let server = environment["GITHUB_SERVER_URL"], let name = environment["GITHUB_REPOSITORY"]
    else { return "The package that these pages come with has all of it." }
    let folder = name.split(separator: "/").last ?? ""
    return "```console\n$ git clone \(server)/\(name)\n$ cd \(folder)\n```"
  }

  /// A lede as HTML: of Markdown it has code and nothing else.
  private static func set(_ lede: String) -> String {
    escapedForHTML(lede).replacing(/`([^`]*)`/) { "<code>\($0.1)</code>" }
  }
}
