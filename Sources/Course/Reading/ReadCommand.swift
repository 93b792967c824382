import Foundation

extension Command {
  package static let read = Command(
    name: "read", summary: "opens a chapter, or another page of the book",
    usage: "course read [CHAPTER | EXERCISE | PAGE] [--web [--no-open]]",
    example: "swift run course read 1",
    flags: [
      Flag("--web", "opens it in a browser, if course dev book has written the pages"),
      Flag("--no-open", "with --web: says where the page is and opens nothing"),
    ], positionals: 0...1
  ) { arguments in
    let course = try Course.here()
    if arguments.has("--web") {
      let path = try course.openInBrowser(
        arguments.positionals.first, opens: !arguments.has("--no-open"))
      arguments.terminal.printWrapped("The page, with where you stand: \(path)")
      return .done
    }
    let lines = try course.page(arguments.positionals.first)
    let terminal = arguments.terminal
    let rendered = MarkdownView(terminal).render(lines)
    if !terminal.isInteractive || !page(rendered) { terminal.print(rendered) }
    return .done
  }
}

extension Course {
  /// The lines of the page that a word names: a chapter or an exercise by its number, any page by a
  /// part of its file's name. Of an exercise's chapter the part that the exercise is in. Without a
  /// word, the chapter that the reader is at.
  fileprivate func page(_ word: String?) throws -> [String] {
    guard let word else { return try text(of: chapterAtHand()) }
    if wholeNumber(word) != nil || ExerciseNumber(word) != nil {
      let (chapter, exercise) = try selection(word)
      let lines = try text(of: chapter)
      return exercise.flatMap { chapter.text?.part(with: $0.number) } ?? lines
    }
    return (try folder.text("chapters/\(try pageName(word)).md") ?? "").lines
  }

  /// The file in chapters/, without its ending, that a part of its name names.
  func pageName(_ word: String) throws -> String {
    let names = folder.names(in: "chapters").filter { $0.hasSuffix(".md") }
      .map { String($0.dropLast(3)) }
    let sought = word.lowercased()
    let found = names.filter { $0 == sought || "\($0).md" == sought }
    let near = found.isEmpty ? names.filter { $0.lowercased().contains(sought) } : found
    guard let name = near.first, near.count == 1 else {
      throw UserError(
        near.isEmpty
          ? "there is no page \"\(word)\"; there are: \(listed(names))"
          : "\"\(word)\" may be \(near.joined(separator: " or ")); write more of the name")
    }
    return name
  }

  private func text(of chapter: Chapter) throws -> [String] {
    guard let text = chapter.text else {
      throw UserError(
        "chapter \(chapter.number) is not written yet: \(chapter.textPath) is missing")
    }
    return text.lines
  }
}

/// Shows a text in `$PAGER`, or in less, with this terminal. False where no pager would start.
private func page(_ text: String) -> Bool {
  let place = FileManager.default.temporaryDirectory
    .appendingPathComponent("course-\(UUID().uuidString).txt")
  guard (try? Data((text + "\n").utf8).write(to: place)) != nil else { return false }
  defer { try? FileManager.default.removeItem(at: place) }
  let chosen = ProcessInfo.processInfo.environment["PAGER"] ?? ""
  let pager = "\(chosen.isEmpty ? "less" : chosen) < \"$0\""
  let status = runInForeground(
    ["/bin/sh", "-c", pager, place.path],
    adding: pagerSettings(ProcessInfo.processInfo.environment))
  return status != nil && status != 127
}

/// What less must be told, whatever else the reader has told it: to show colours, and that the text
/// is UTF-8, which it would spell out in bytes where the locale is C.
func pagerSettings(_ environment: [String: String]) -> [String: String] {
  ["LESS": (environment["LESS"] ?? "") + " -R", "LESSCHARSET": "utf-8"]
}
