import Foundation

/// The programs to which `course` leaves what it does not do itself. Each is built when it is first
/// asked for: a reader's first minute goes to reading and checking, which need the least.
package enum OtherProgram: String, CaseIterable {
  /// Experiments, demos, live figures, language models.
  case laboratory = "course-lab"
  /// Grading, and the making of the book.
  case authors = "course-dev"

  /// What the list of all commands says of a program's own.
  private var summaries: KeyValuePairs<String, String> {
    switch self {
    case .laboratory:
      [
        "play": "opens a chapter's widget with your code in it",
        "train": "trains a language model on the chapters or on your files",
        "train --task classify": "trains a model that gives texts labels",
        "train --task forecast": "trains a model that forecasts a column of a CSV file",
        "train --task tag": "trains a model that finds names and their classes",
        "train --task translate": "trains a model that translates sentences",
        "generate": "writes text with a model that was trained",
        "evaluate": "measures how well a model of any task does",
        "predict": "gives labels, tags, translations or forecasts",
        "export": "writes a model for PyTorch, which trains it on",
        "bench": "measures how fast Layers trains and generates here",
        "demo": "tells the story of the book in a minute",
        "milestones": "sees the claims of papers again, with your code",
        "completions": "lets the tab key complete commands in your shell",
      ]
    case .authors: ["grade": "grades what others wrote", "dev": "makes the book"]
    }
  }

  /// What it is for, in the words of a notice.
  var purpose: String {
    switch self {
    case .laboratory: "which runs demos and models"
    case .authors: "which grades and makes the book"
    }
  }

  /// The commands of all programs but `course`, without their flags.
  package static let commands = allCases.flatMap(\.summaries).map { name, summary in
    Command(
      name: name, summary: summary, usage: "course \(name) …",
      example: "swift run course \(name) --help", run: { _ in .wrongUse })
  }

  /// Whose the arguments are; nil for those of `course` itself.
  package static func program(for arguments: [String]) -> OtherProgram? {
    let words = arguments.drop { $0 == "help" }.prefix { !$0.hasPrefix("-") }
    if words.starts(with: ["dev", "train"]) { return .laboratory }
    return allCases.first { $0.summaries.contains { name, _ in name == words.first } }
  }

  /// Becomes the program whose the arguments are, which is built where need be.
  ///
  /// - Returns: only where that fails: the exit status; nil for arguments of `course` itself.
  package static func status(of arguments: [String], on terminal: Terminal = .standard) -> Int32? {
    guard let program = program(for: arguments) else { return nil }
    do {
      throw UserError(try program.become(arguments, in: .containing(), terminal))
    } catch {
      terminal.complain("course: \(error)")
    }
    return ExitStatus.wrongUse.rawValue
  }

  /// - Returns: only where it cannot be started: why.
  private func become(
    _ arguments: [String], in folder: PackageFolder, _ terminal: Terminal
  ) throws -> String {
    let beside = Bundle.main.executableURL?.resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent(rawValue)
    if let beside, folder.isUpToDate(beside) { replaceProcess([beside.path] + arguments) }
    let notice = "Building \(rawValue), \(purpose); a first build takes a few minutes …"
    terminal.announceBuild(notice)
    let build = try PackageBuild(likeThisProgramIn: folder)
    let program = try build.program(rawValue, notice, terminal) { failure in
      "\(rawValue) does not build: \(failure.firstLine ?? "swift build failed")"
    }
    replaceProcess([program] + arguments)
    return "\(rawValue) does not start"
  }
}

extension PackageFolder {
  /// Whether a program is younger than all that it may be made of, so that asking for a build, which
  /// takes a second even where nothing is to be done, can be left out.
  func isUpToDate(_ program: URL) -> Bool {
    func changed(_ url: URL) -> Date? {
      try? url.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
    }
    guard let made = changed(program),
      ProcessInfo.processInfo.environment["COURSE_YOURS", default: "none"] == "none"
    else { return false }
    return ["Package.swift", "Sources", "solutions"].allSatisfy { name in
      let parts = FileManager.default.enumerator(
        at: url(name), includingPropertiesForKeys: [.contentModificationDateKey])
      return (changed(url(name)) ?? .distantFuture) < made
        && (parts ?? .init()).allSatisfy { part in
          (part as? URL).flatMap(changed) ?? .distantFuture < made
        }
    }
  }
}
