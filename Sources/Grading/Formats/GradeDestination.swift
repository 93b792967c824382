import Course
import Foundation

/// Where the grades go: to the terminal, into a file, or into a folder with a file a submission.
struct GradeDestination: Equatable, Sendable {
  enum Place: Equatable, Sendable {
    case terminal
    case file(URL)
    case folder(URL)
  }

  let format: GradeFormat
  let place: Place

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
    guard let path else {
      if format.holdsOneSubmission, count != 1 { throw UserError(format.severalProblem(count)) }
      place = .terminal
      return
    }
    let url = URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath()
    let isFolder = path.hasSuffix("/") || fileType(of: url) == .typeDirectory
    if isFolder, !format.holdsOneSubmission {
      let example = URL(fileURLWithPath: path).lastPathComponent + "/grades." + format.fileExtension
      throw UserError("\(path) is a folder; name a file in it: --output \(example)")
    }
    if !isFolder, format.holdsOneSubmission, count != 1 {
      throw UserError(format.severalProblem(count))
    }
    place = isFolder ? .folder(url) : .file(url)
    try Self.prepare(isFolder ? url : url.deletingLastPathComponent(), for: path)
  }

  private static func prepare(_ folder: URL, for path: String) throws {
    let manager = FileManager.default
    try? manager.createDirectory(at: folder, withIntermediateDirectories: true)
    if fileType(of: folder) != .typeDirectory || !manager.isWritableFile(atPath: folder.path) {
      throw UserError("--output \(path) cannot be written; name a file in a folder of your own")
    }
  }

  // MARK: Writing

  /// Writes the grades. Where they go into files, the terminal shows the table.
  func deliver(_ grade: ClassGrade, on terminal: Terminal, at date: Date) throws {
    switch place {
    case .terminal:
      terminal.write(try format.text(of: grade, for: terminal, at: date))
    case .file(let url):
      try write(grade, to: url, at: date)
      terminal.write(try GradeFormat.table.text(of: grade, for: terminal, at: date))
      terminal.print("The grades are in \(url.path)")
    case .folder(let url):
      let names = fileNames(grade.submissions.map(\.name))
      for (submission, name) in zip(grade.submissions, names) {
        let file = url.appendingPathComponent("\(name).\(format.fileExtension)")
        try write(grade.only(submission), to: file, at: date)
      }
      terminal.write(try GradeFormat.table.text(of: grade, for: terminal, at: date))
      terminal.print("The grades are in \(url.path), a file each")
    }
  }

  private func write(_ grade: ClassGrade, to url: URL, at date: Date) throws {
    let plain = Terminal(
      width: 80, hasColour: false, isInteractive: false, output: { _ in }, errorOutput: { _ in })
    let text = Data(try format.text(of: grade, for: plain, at: date).utf8)
    do {
      let type = fileType(of: url)
      if type == nil || type == .typeRegular {
        // To a temporary file beside it, which is then renamed.
        try text.write(to: url, options: .atomic)
      } else {
        // A pipe or a device must not be replaced by a file.
        let handle = try FileHandle(forWritingTo: url)
        try handle.write(contentsOf: text)
        try handle.close()
      }
    } catch {
      throw UserError("\(url.path) cannot be written; is the disk full, or the folder read-only?")
    }
  }
}

private func fileType(of url: URL) -> FileAttributeType? {
  let attributes = try? FileManager.default.attributesOfItem(atPath: url.path)
  return attributes?[.type] as? FileAttributeType
}

extension ClassGrade {
  /// The same with one of its submissions alone.
  fileprivate func only(_ submission: SubmissionGrade) -> ClassGrade {
    ClassGrade(
      submissions: [submission], chapters: chapters, seed: seed, protection: protection,
      seconds: submission.seconds)
  }
}

/// Names that every file system takes, one for each submission and no two the same.
func fileNames(_ names: [String]) -> [String] {
  var taken: Set<String> = []
  return names.map { name in
    let base = fileName(name)
    var candidate = base
    var number = 2
    // Some file systems do not tell capitals from small letters.
    while !taken.insert(candidate.lowercased()).inserted {
      candidate = "\(base)-\(number)"
      number += 1
    }
    return candidate
  }
}

private func fileName(_ name: String) -> String {
  let kept = PlainText.line(name, limit: 50).unicodeScalars.map { scalar -> Character in
    let properties = scalar.properties
    let isPlain =
      properties.isAlphabetic || properties.numericType != nil
      || properties.generalCategory == .nonspacingMark
    return isPlain || "_ ".unicodeScalars.contains(scalar) ? Character(scalar) : "-"
  }
  // A name that begins with a dash would be an option to most commands.
  let text = trimmed(String(String(kept).drop { $0 == "-" || $0 == " " }))
  return text.isEmpty ? "submission" : text
}
