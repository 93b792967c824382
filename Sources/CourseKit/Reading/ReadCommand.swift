import Foundation

extension Command {
  static let read = Command(
    name: "read",
    summary: "opens a chapter",
    usage: "course read [CHAPTER | EXERCISE]",
    example: "swift run course read 1",
    positionals: 0...1
  ) { arguments in
    let course = try Course.here()
    let chapter: Chapter
    if let word = arguments.positionals.first {
      chapter = try course.selection(word).0
    } else if let unfinished = try course.firstUnfinishedChapter() ?? course.chapters.last {
      chapter = unfinished
    } else {
      throw UserError("there is no chapter to read")
    }
    guard let text = chapter.text else {
      throw UserError(
        "chapter \(chapter.number) is not written yet: \(chapter.textPath) is missing")
    }
    let terminal = arguments.terminal
    let rendered = MarkdownView(terminal).render(text.lines)
    if !terminal.isInteractive || !page(rendered) { terminal.print(rendered) }
    return .done
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
  // Tells less to show colours.
  let options = ProcessInfo.processInfo.environment["LESS"] ?? "-R"
  let status = runInForeground(["/bin/sh", "-c", pager, place.path], adding: ["LESS": options])
  return status != nil && status != 127
}
