import Course
import Foundation

/// A site that can run `course grade` for a class.
enum GradingSite: String, CaseIterable, Sendable {
  case gradescope
  case github
}

/// What `course grade --init SITE` writes: the files that a site needs to grade with this package.
struct GradingSetup {
  let folder: PackageFolder
  /// What `--chapters` says, `2` or `1-3`; nil grades every chapter.
  var chapters: String?
  /// The folder of hidden tests.
  var hidden: URL?

  /// Writes the site's files, keeps what they replace, and says what to do with them.
  ///
  /// - Parameter output: what `--output` says; nil for the file's usual name and place.
  func write(_ site: GradingSite, to output: String?, _ terminal: Terminal) throws {
    switch site {
    case .gradescope: try writeArchive(to: output ?? "autograder.zip", terminal)
    case .github: try writeWorkflow(to: output, terminal)
    }
  }

  // MARK: Gradescope

  private func writeArchive(to path: String, _ terminal: Terminal) throws {
    let url = URL(fileURLWithPath: path)
    try replace(url, with: try archive(), terminal)
    terminal.printWrapped(
      "On Gradescope: a programming assignment, Configure Autograder, upload the file. Its image "
        + "is then built once, which takes some minutes.")
  }

  /// The zip that Gradescope unpacks into /autograder/source: the two scripts at its root, this
  /// package below `package/`, hidden tests below `hidden/`.
  func archive() throws -> Data {
    var archive = ZipArchive()
    let arguments = GradescopeScripts(chapters: chapters, hasHiddenTests: hidden != nil)
    archive.add("setup.sh", Data(arguments.setup.utf8), isExecutable: true)
    archive.add("run_autograder", Data(arguments.run.utf8), isExecutable: true)
    for path in packageFiles() {
      if let data = try folder.contents(path) { archive.add("package/\(path)", data) }
    }
    if let hidden {
      let tests = PackageFolder(root: hidden)
      let files = tests.names(in: ".").flatMap { name in
        let inner = tests.files(below: name)
        return inner.isEmpty ? [name] : inner
      }
      for path in files {
        if let data = try tests.contents(path) { archive.add("hidden/\(path)", data) }
      }
    }
    return try archive.data()
  }

  /// What the package needs to build and to grade: no figures, no mutants.
  private func packageFiles() -> [String] {
    let pages = folder.names(in: "chapters").filter { $0.hasSuffix(".md") }.map { "chapters/\($0)" }
    let suites = folder.names(in: "Tests").filter { $0.hasSuffix("Tests") || $0 == "Fixtures" }
      .flatMap { folder.files(below: "Tests/\($0)") }
    return ["Package.swift", "LICENSE"] + pages + folder.files(below: "exercises")
      + folder.files(below: "solutions") + folder.files(below: "Sources") + suites
  }

  // MARK: GitHub

  private static let workflowPath = ".github/workflows/classroom.yml"

  private func writeWorkflow(to output: String?, _ terminal: Terminal) throws {
    let repository = originOnGitHub()
    let workflow = ClassroomWorkflow(grader: repository ?? "OWNER/LearnLSTM", chapters: chapters)
    let url = output.map { URL(fileURLWithPath: $0) } ?? folder.url(Self.workflowPath)
    try replace(url, with: Data(workflow.text.utf8), terminal)
    let grader =
      repository.map { "It grades with the package in \($0)." }
      ?? "Put the repository that holds your copy of this package where it says GRADER."
    terminal.printWrapped("\(grader) Commit it to the repository that you hand out.")
    if hidden != nil {
      terminal.printWrapped(
        "It runs no hidden tests: whoever can change a repository can change its workflow, too. "
          + "Grade on your own machine with --hidden.")
    }
  }

  /// `owner/name`, where the package's `origin` is on GitHub.
  private func originOnGitHub() -> String? {
    let git = runChild(["git", "remote", "get-url", "origin"], in: folder.root, seconds: 10)
    return git.end == .exited(0) ? gitHubRepository(in: git.output) : nil
  }

  // MARK: Keeping what was there

  /// Writes a file whole or not at all. Another one that stands there is renamed first.
  private func replace(_ url: URL, with data: Data, _ terminal: Terminal) throws {
    let manager = FileManager.default
    if let old = try? Data(contentsOf: url), old == data {
      return terminal.print("\(url.path) is as it should be.")
    }
    do {
      let place = url.deletingLastPathComponent()
      try manager.createDirectory(at: place, withIntermediateDirectories: true)
      if manager.fileExists(atPath: url.path) {
        let kept = unusedName(for: url)
        try manager.moveItem(at: url, to: kept)
        terminal.print("What stood there is kept in \(kept.path)")
      }
      try data.write(to: url, options: .atomic)
    } catch {
      throw UserError("\(url.path) cannot be written; is the disk full, or the folder read-only?")
    }
    terminal.print("\(url.path) is written.")
  }

  /// `autograder-1.zip`, or the first number that is free. A workflow's ending is changed as well,
  /// since GitHub runs every `.yml` of its folder.
  private func unusedName(for url: URL) -> URL {
    let base = url.deletingPathExtension().lastPathComponent
    let ending = ["yml", "yaml"].contains(url.pathExtension) ? "yml-kept" : url.pathExtension
    let folder = url.deletingLastPathComponent()
    for number in 1... {
      let candidate = folder.appendingPathComponent("\(base)-\(number).\(ending)")
      if !FileManager.default.fileExists(atPath: candidate.path) { return candidate }
    }
    return url
  }
}

/// `owner/name` of a GitHub remote, written with https or ssh; nil for any other.
func gitHubRepository(in remote: String) -> String? {
  let text = trimmed(lines(of: remote).first ?? "")
  guard let match = text.firstMatch(of: /github\.com[:\/]([\w.\-]+)\/([\w.\-]+?)(?:\.git)?\/?$/)
  else { return nil }
  return "\(match.1)/\(match.2)"
}
