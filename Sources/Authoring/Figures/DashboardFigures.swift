import Course
import Foundation
import Synchronization

/// The README's picture of the dashboard: what `course` shows a reader in the middle of the book.
enum DashboardFigures {
  static func all(of course: Course) throws -> [Figure] {
    let shown = try dashboard(of: course)
    let window = TerminalWindow(
      title: "swift run course",
      description: "What the command line shows in the middle of the book: the points so far, a "
        + "line for each chapter with a sign for each exercise, the exercises of the current "
        + "chapter, and the next step.",
      columns: 80, lines: ["$ swift run course", ""] + lines(of: shown))
    return TerminalWindow.Look.allCases.map { look in
      Figure(name: "dashboard-\(look.rawValue)", svg: window.svg(look))
    }
  }

  /// The dashboard's own output, in colour, in a copy of the course where half the book is done.
  private static func dashboard(of course: Course) throws -> String {
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("course-dashboard-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: place) }
    let copy = try course.copiedWorkedThroughHalf(to: PackageFolder(root: place))
    let shown = Mutex("")
    let terminal = Terminal(
      width: 80, hasColour: true, isInteractive: false,
      output: { more in shown.withLock { $0 += more } }, errorOutput: { _ in })
    try Dashboard(copy, terminal).show(everything: false)
    return shown.withLock { $0 }
  }
}

extension Course {
  /// The same course in another folder, as a reader has it in the middle of the book: all chapters
  /// before it are done, and most of its own exercises. One was written and not checked, so that
  /// the next step names no line, which an edit of the file would change; one after it fails.
  fileprivate func copiedWorkedThroughHalf(to other: PackageFolder) throws -> Course {
    let middle = chapters[chapters.count / 2]
    let before = chapters.prefix { $0.number < middle.number }.flatMap(\.exercises)
    let written = before + middle.exercises.dropLast(1)
    let (failing, unchecked) = (written.last, written.dropLast().last)
    for path in chapters.flatMap({ [$0.textPath] + $0.solutionFiles.map(\.path) }) {
      if let text = try folder.text(path) { try other.write(text, to: path) }
    }
    for (path, text) in try exercises(writing: written.map { "\($0.number)" }) {
      try other.write(text, to: path)
    }
    let copy = try Course(other)
    var progress = ReaderProgress()
    for exercise in written where exercise.number != unchecked?.number {
      progress.remember(
        exercise.number == failing?.number ? .failing : .done, of: exercise.number,
        fingerprint: try copy.readerFile(of: exercise)?.fingerprint(of: exercise.number) ?? "")
    }
    try progress.save(to: other)
    return copy
  }
}
