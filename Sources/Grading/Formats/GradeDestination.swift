import Course
import Foundation

/// Where the grades go: to the terminal, into a file, or into a folder with a file a submission.
struct GradeDestination {
  private let format: GradeFormat
  /// Nil is the terminal.
  private let place: URL?
  private let isFolder: Bool

  /// Decides before anything is graded, so that nobody learns after ten minutes of grading that
  /// the result has no place.
  ///
  /// - Parameters:
  ///   - path: what `--output` says; a folder is one that exists or ends with a slash.
  ///   - count: how many submissions there are.
  /// - Throws: `UserError` where several submissions would go into a text that holds one, a folder
  ///   is given for a format that needs none, or nothing can be written there.
  init(_ path: String?, _ format: GradeFormat, submissions count: Int) throws {
    self.format = format
    place = path.map { URL(fileURLWithPath: $0).standardizedFileURL.resolvingSymlinksInPath() }
    isFolder = place.map { path?.last == "/" || fileType(of: $0) == .typeDirectory } ?? false
    if !isFolder { try format.check(count) }
    guard let path, let place else { return }
    if isFolder, !format.holdsOneSubmission {
      let example = URL(fileURLWithPath: path).lastPathComponent + "/grades." + format.fileExtension
      throw UserError("\(path) is a folder; name a file in it: --output \(example)")
    }
    let folder = isFolder ? place : place.deletingLastPathComponent()
    let manager = FileManager.default
    try? manager.createDirectory(at: folder, withIntermediateDirectories: true)
    if fileType(of: folder) != .typeDirectory || !manager.isWritableFile(atPath: folder.path) {
      throw UserError("--output \(path) cannot be written; name a file in a folder of your own")
    }
  }

  /// Writes the grades. Where they go into files, the terminal shows the table.
  func deliver(_ grade: ClassGrade, on terminal: Terminal, at date: Date) throws {
    guard let place else {
      return terminal.write(try format.text(of: grade, for: terminal, at: date))
    }
    if isFolder {
      let names = fileNames(grade.submissions.map(\.name))
      for (submission, name) in zip(grade.submissions, names) {
        var one = grade
        (one.submissions, one.seconds) = ([submission], submission.seconds)
        try write(
          one, to: place.appendingPathComponent("\(name).\(format.fileExtension)"), at: date)
      }
    } else {
      try write(grade, to: place, at: date)
    }
    terminal.write(try GradeFormat.table.text(of: grade, for: terminal, at: date))
    terminal.print("The grades are in \(place.path)" + (isFolder ? ", a file each" : ""))
  }

  private func write(_ grade: ClassGrade, to url: URL, at date: Date) throws {
    let plain = Terminal(
      width: 80, hasColour: false, isInteractive: false, output: { _ in }, errorOutput: { _ in })
    let text = Data(try format.text(of: grade, for: plain, at: date).utf8)
    let type = fileType(of: url.resolvingSymlinksInPath())
    if type == nil || type == .typeRegular {
      return try writeWhole(text, to: url.path, as: url.path)
    }
    do {
      // A pipe or a device must not be replaced by a file.
      let handle = try FileHandle(forWritingTo: url)
      try handle.write(contentsOf: text)
      try handle.close()
    } catch {
      throw UserError("\(url.path) cannot be written; is the disk full, or the folder read-only?")
    }
  }
}

/// Names that every file system takes, one for each submission and no two the same.
func fileNames(_ names: [String]) -> [String] {
  var taken: Set<String> = []
  return names.map { name in
    let base = fileName(name)
    let candidates = (1...).lazy.map { $0 == 1 ? base : "\(base)-\($0)" }
    // Some file systems do not tell capitals from small letters.
    return candidates.first { taken.insert($0.lowercased()).inserted } ?? base
  }
}

private func fileName(_ name: String) -> String {
  let plain = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "_ "))
  let kept = PlainText.line(name, limit: 50).unicodeScalars
    .map { plain.contains($0) ? Character($0) : "-" }
  // A name that begins with a dash would be an option to most commands.
  let text = trimmed(String(String(kept).drop { $0 == "-" || $0 == " " }))
  return text.isEmpty ? "submission" : text
}
