import Course
import Foundation

extension Command {
  static let play = Command(
    name: "play", summary: "opens a chapter's widget with your code in it",
    usage: "course play CHAPTER [--no-open]", example: "swift run course play 4",
    flags: [Flag("--no-open", "writes the page and opens nothing")], positionals: 1...1
  ) { arguments in
    let (course, terminal) = (try Course.here(), arguments.terminal)
    let (chapter, _) = try course.selection(arguments.positionals[0])
    guard let page = PlayPage(chapter, in: course) else {
      let others = Set(Widget.all.map(\.chapter)).intersection(course.chapters.map(\.number))
      throw UserError(
        "chapter \(chapter.number) has nothing to play with; try one of these: "
          + others.sorted().map { "\($0)" }.joined(separator: ", "))
    }
    do {
      try page.write { terminal.showProgress("Compiling \($0) for the browser …") }
    } catch {
      terminal.clearProgress()
      try page.markAsOld(because: error)
      guard let failure = error as? BuildFailure else { throw error }
      try CheckReport(course: course, terminal: terminal).show(failure, chapter, nil)
      return .failed
    }
    terminal.clearProgress()
    terminal.printWrapped("Your chapter \(chapter.number), running: \(page.path)")
    if !arguments.has("--no-open") { startBrowser(at: course.folder.url(page.path).path) }
    return .done
  }
}

/// A page with the widget of one chapter and the reader's module in it.
struct PlayPage {
  private static let output = ".build/play"

  let chapter: Chapter
  let widget: Widget
  let course: Course
  var folder: PackageFolder { course.folder }

  /// Nil for a chapter without a widget.
  init?(_ chapter: Chapter, in course: Course) {
    guard let widget = Widget.all.first(where: { $0.chapter == chapter.number }) else { return nil }
    (self.chapter, self.widget, self.course) = (chapter, widget, course)
  }

  var path: String { "\(Self.output)/\(chapter.name).html" }

  /// Compiles the reader's module and writes the page.
  ///
  /// - Parameter progress: told what is being compiled.
  /// - Throws: `BuildFailure` where the reader's code does not compile, or `UserError`.
  func write(progress: @escaping @Sendable (String) -> Void) throws {
    try markAsOld(because: "the build has not ended")
    let build = WebAssemblyBuild(
      folder: folder, toolchain: try WebAssemblyToolchain(in: folder),
      readersChapter: chapter.number, progress: progress)
    try build.writeScripts(of: [widget], to: "\(Self.output)/widgets")
    let scripts = (Widget.sharedScripts + widget.scripts(in: folder).dropFirst()).map { "\($0).js" }
    let copies = (scripts + ["widgets.css"]).map { ("\(Widget.folder)/\($0)", "widgets/\($0)") }
    let styles = ["book.css", "dark.css"].map { ("chapters/web/\($0)", $0) }
    for (source, name) in copies + styles {
      guard let contents = try folder.contents(source) else {
        throw UserError("\(source) is missing; fetch it: git checkout \(source)")
      }
      try folder.write(contents, to: "\(Self.output)/\(name)")
    }
    try folder.write(html(), to: path)
  }

  /// Lets a page that is there say that it shows what the reader's code was, and why.
  func markAsOld(because reason: Any) throws {
    if folder.exists(path) { try folder.write(html(oldBecause: "\(reason)"), to: path) }
  }

  /// - Parameter reason: why the page shows code that is not the reader's any more; nil where it does.
  func html(oldBecause reason: String? = nil) throws -> String {
    let mark = reason.map {
      "<p class=\"widget-note\" role=\"alert\">This page is old: it runs your code as it was. "
        + "Why it is not built anew: \(escapedForHTML($0)).</p>\n"
    }
    // What the old code lacks, it tells itself.
    let unwritten = try reason == nil ? unwritten.map { "\($0)" } : []
    let scripts = (Widget.sharedScripts + widget.scripts(in: folder)).map {
      "<script src=\"widgets/\($0).js\"></script>"
    }
    return """
      <!DOCTYPE html>
      <html lang="en-GB">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>Your chapter \(chapter.number)</title>
      <link rel="icon" href="data:,">
      <link rel="stylesheet" href="book.css">
      <link rel="stylesheet" href="dark.css" media="(prefers-color-scheme: dark)">
      </head>
      <body>
      <div class="page">
      <main id="text">
      <h1>Your chapter \(chapter.number)</h1>
      <p>This runs what you wrote in <code>exercises/\(chapter.name)/</code>, on top of our earlier
      chapters. After an edit, <code>swift run course play \(chapter.number)</code> builds it anew.</p>
      \(mark ?? "")<div class="widget" data-widget="\(widget.name)" \
      data-chapter="\(chapter.number)" data-unwritten="\(unwritten.joined(separator: " "))">
      \(figure)
      </div>
      </main>
      </div>
      \(scripts.joined(separator: "\n"))
      </body>
      </html>

      """
  }

  /// What of the chapter is not written yet.
  private var unwritten: [ExerciseNumber] {
    get throws {
      try chapter.exercises
        .filter { try course.readerFile(of: $0)?.isUnwritten($0.number) ?? true }.map(\.number)
    }
  }

  /// The figure that stands behind the widget's line in the chapter, as an image.
  private var figure: String {
    let lines = (chapter.text?.lines ?? []).drop { trimmed($0) != widget.line }
    guard let image = lines.first(where: { $0.hasPrefix("![") }),
      let parts = image.firstMatch(of: /!\[(.*?)\]\(([^)]*)/)
    else { return "<p>No widget without JavaScript.</p>" }
    let alternative = escapedForHTML(String(parts.1))
    return
      "<div class=\"figure\"><img src=\"../../chapters/\(parts.2)\" alt=\"\(alternative)\"></div>"
  }
}
