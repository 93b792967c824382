import Course
import Foundation

/// A file as it was handed in, and the one that it is held against.
struct ScreenedFile: Codable {
  let path: String
  let given: String
  let isHelper: Bool
  let text: String
  /// Where it will be compiled.
  let location: String
}

/// What came of it.
enum ScreenResult: Codable {
  /// It can be compiled.
  case accepted(GivenCode.Accepted)
  case refused(line: Int, reason: String)
  /// Nothing in it is the student's to write; the file as handed out is compiled.
  case replaced(isSame: Bool)

  init(_ file: ScreenedFile) {
    do throws(SourceRefusal) {
      let given = try GivenCode(path: file.path, text: file.given, isHelper: file.isHelper)
      self =
        given.exercises.isEmpty && !given.isHelper
        ? .replaced(isSame: given.isSame(as: file.text))
        : .accepted(try given.accept(file.text, at: file.location))
    } catch {
      self = .refused(line: error.line, reason: error.reason)
    }
  }
}

/// Reads what was handed in in a process of its own, with limits: whatever a file does to its
/// reader, the grading of the others goes on.
package struct ScreeningProcess: Sendable {
  /// This program; its first argument is `name`, its second the folder of the files below.
  let program: [String]

  private static let (name, question, answer) = ("screen-files", "question.json", "answer.json")

  /// - Parameter folder: where the two processes exchange files, and nobody else.
  func results(of files: [ScreenedFile], in folder: URL) throws -> [String: ScreenResult] {
    if files.isEmpty { return [:] }
    let place = PackageFolder(root: folder)
    try? FileManager.default.removeItem(at: place.url(Self.answer))
    try place.write(try JSONEncoder().encode(files), to: Self.question)
    let end = Confinement(.limitsAlone)
      .run(program + [Self.name, folder.path], in: folder, .init(), .screening).end
    if end == .exited(0), let answer = try place.contents(Self.answer) {
      return try JSONDecoder().decode([String: ScreenResult].self, from: answer)
    }
    if case .notStarted = end { throw UserError("its files were not read") }
    if files.count == 1 {
      let reason = "reading it ended the grader's reader; look at this file yourself."
      return [files[0].path: .refused(line: 1, reason: reason)]
    }
    // One of them did it, and is found.
    let half = files.count / 2
    return try results(of: Array(files[..<half]), in: folder)
      .merging(try results(of: Array(files[half...]), in: folder)) { $1 }
  }

  /// Does what the other process is for; nil where the arguments do not ask for it.
  package static func status(of arguments: [String]) -> Int32? {
    guard arguments.count == 2, arguments[0] == name else { return nil }
    let place = PackageFolder(root: URL(fileURLWithPath: arguments[1]))
    do {
      let question = try place.contents(question) ?? Data()
      let files = try JSONDecoder().decode([ScreenedFile].self, from: question)
      let results = Dictionary(uniqueKeysWithValues: files.map { ($0.path, ScreenResult($0)) })
      try place.write(try JSONEncoder().encode(results), to: answer)
      return 0
    } catch { return 1 }
  }
}
