import Course
import Foundation

/// A command that a page shows, and the state in which it is run.
struct Transcript: Hashable, Sendable {
  /// As a reader types it: `swift run course demo parity 10110`.
  let command: String
  /// What is written in exercises/, as `Course.exercises(writing:)` reads it.
  var exercises: [String] = []
  /// A file that lists people and what each has written; they stand in the folder `class`.
  var people: String?

  /// The words after `course`; nil where another program is named.
  var words: [String]? {
    let words = shellWords(command)
    return words.starts(with: ["swift", "run", "course"]) ? Array(words.dropFirst(3)) : nil
  }
}

/// Runs the commands that the book shows, with the program that runs now, in a copy of the package
/// of their own. What a reader has written and done is neither seen nor touched.
final class TranscriptRunner {
  private let course: Course
  private let program: URL
  private let terminal: Terminal
  /// Nil until the first command needs it.
  private var copy: PackageFolder?
  private var outputs: [Transcript: [String]] = [:]

  static let path = ".build/weave/package"
  private static let secondsAtMost = 900.0

  init(
    _ course: Course, program: URL = Bundle.main.executableURL ?? URL(fileURLWithPath: "course"),
    _ terminal: Terminal
  ) {
    (self.course, self.program, self.terminal) = (course, program, terminal)
  }

  /// The lines that a command prints, on both of its outputs, without blanks at their ends.
  ///
  /// - Throws: `UserError` where the command is refused, crashes or takes too long.
  func output(of transcript: Transcript) throws -> [String] {
    if let known = outputs[transcript] { return known }
    guard let words = transcript.words else {
      throw UserError("only `swift run course …` can be run for a page")
    }
    terminal.showProgress("Running \(transcript.command) …")
    defer { terminal.clearProgress() }
    let copy = try package()
    try prepare(copy, for: transcript)
    let outcome = runChild(
      [program.path] + words, in: copy.root, environment: Self.environment,
      seconds: Self.secondsAtMost, processorSeconds: Int(Self.secondsAtMost))
    let printed = outcome.output.replacing(/\ +$/.anchorsMatchLineEndings(), with: "")
      .trimmingCharacters(in: .newlines).lines
    switch outcome.end {
    case .exited(ExitStatus.done.rawValue), .exited(ExitStatus.failed.rawValue): break
    case .timedOut: throw UserError("the command takes more than \(Int(Self.secondsAtMost)) s")
    default: throw UserError("the command fails: \(printed.last ?? "without a word")")
    }
    outputs[transcript] = printed
    return printed
  }

  /// What a command may read of its surroundings is the same everywhere.
  private static let environment = [
    "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "dumb", "NO_COLOR": "1", "TZ": "UTC",
    "COURSE_YOURS": "", "COURSE_CHECK": "", "LEARNLSTM_KERNELS": "baseline",
  ]

  private func package() throws -> PackageFolder {
    if let copy { return copy }
    try course.folder.lock(
      Self.path, busy: "the book is being woven in this package already; wait for the other to end")
    let made = PackageFolder(root: course.folder.url(Self.path))
    let parts = ["Package.swift", "Sources", "solutions", "Tests", "chapters", "README.md"]
    try course.folder.mirror(parts, in: made)
    // What suites stand on, and the suites that `course grade` builds, serve here too.
    let given = "\(SuiteBuild.checks)/\(GivenLibrary.folder)"
    if course.folder.exists("Sources/CourseTesting") {
      _ = try GivenLibrary.upToDate(in: course.folder, at: given)
    }
    for path in [given, PackageFolder.suites] { try link(path, into: made) }
    copy = made
    return made
  }

  private func link(_ path: String, into copy: PackageFolder) throws {
    let (manager, own, other) = (FileManager.default, course.folder.url(path), copy.url(path))
    for folder in [own, other.deletingLastPathComponent()] {
      try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    try? manager.removeItem(at: other)
    try manager.createSymbolicLink(at: other, withDestinationURL: own)
  }

  private func prepare(_ copy: PackageFolder, for transcript: Transcript) throws {
    for old in [".course", "class"] { try? FileManager.default.removeItem(at: copy.url(old)) }
    for (path, text) in try course.exercises(writing: transcript.exercises)
    where try copy.text(path) != text { try copy.write(text, to: path) }
    guard let people = transcript.people else { return }
    for line in try Quotation(people).lines(in: course.folder) where !line.hasPrefix("#") {
      let name = line.prefix { $0 != ":" }
      let words = shellWords(String(line.dropFirst(name.count + 1)))
      for (path, text) in try course.exercises(writing: words) {
        try copy.write(text, to: "class/\(trimmed(name))/\(path)")
      }
    }
  }
}
