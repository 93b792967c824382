import Course
import Foundation

/// A site that can run `course grade` for a class.
enum GradingSite: String, CaseIterable {
  case gradescope
  case github
}

/// What `course grade --init SITE` writes: the files that a site needs to grade with this package.
struct GradingSetup {
  let folder: PackageFolder
  /// The flags that choose what counts, as in `--chapters 1-3`; none for every chapter.
  var chosen: [String] = []
  /// The folder of hidden tests.
  var hidden: URL?

  /// Writes the site's files, keeps what they replace, and says what to do with them.
  ///
  /// - Parameter output: what `--output` says; nil for the file's usual name and place.
  func write(_ site: GradingSite, to output: String?, _ terminal: Terminal) throws {
    let url = output.map { URL(fileURLWithPath: $0) }
    switch site {
    case .gradescope:
      try replace(url ?? URL(fileURLWithPath: "autograder.zip"), with: try archive(), terminal)
      terminal.printWrapped(
        "On Gradescope: a programming assignment, Configure Autograder, upload the file. Its image "
          + "is then built once, which takes some minutes.")
    case .github:
      let repository = originOnGitHub()
      let workflow = try workflow(grader: repository)
      let usual = folder.url(".github/workflows/classroom.yml")
      try replace(url ?? usual, with: Data(workflow.utf8), terminal)
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
  }

  // MARK: Files

  /// A text of chapters/grading/ with this setup's options in the place of its mark.
  private func text(_ name: String, _ more: String = "") throws -> String {
    let path = "chapters/grading/\(name)"
    guard let text = try folder.text(path) else {
      throw UserError("\(path) is missing; take it from the repository again")
    }
    let options = chosen.map { " \($0)" }.joined()
    return text.replacing("@OPTIONS@", with: options + more)
  }

  /// One of the two scripts at the root of Gradescope's zip. The site runs `setup.sh` once, when it
  /// builds the assignment's image, and `run_autograder` for each submission. The first names the
  /// release of Swift that this package was tried with; any from 6.0 on should do.
  func script(_ name: String) throws -> String {
    try text(name, hidden == nil ? "" : " --hidden \"$root/source/hidden\"")
  }

  /// The workflow that grades a student's repository on GitHub at every push. Its name and its
  /// job's are those that GitHub Classroom looks for.
  ///
  /// - Parameter grader: `owner/name` of the repository with the package that grades.
  func workflow(grader: String?) throws -> String {
    let mark = "OWNER/LearnLSTM"
    return try text("classroom.yml").replacing(mark, with: grader ?? mark)
  }

  /// The zip that Gradescope unpacks into /autograder/source: the two scripts at its root, this
  /// package below `package/`, hidden tests below `hidden/`.
  func archive() throws -> Data {
    var archive = ZipArchive()
    for name in ["setup.sh", "run_autograder"] {
      archive.add(name, Data(try script(name).utf8), isExecutable: true)
    }
    for path in packageFiles() {
      if let data = try folder.contents(path) { archive.add("package/\(path)", data) }
    }
    if let hidden {
      let tests = PackageFolder(root: hidden)
      for path in tests.files(below: ".") {
        if let data = try tests.contents(path) { archive.add("hidden/\(path.dropFirst(2))", data) }
      }
    }
    return try archive.data()
  }

  /// What the package needs to build and to grade: no figures, no mutants.
  private func packageFiles() -> [String] {
    let pages = folder.names(in: "chapters").filter { $0.hasSuffix(".md") }.map { "chapters/\($0)" }
    let suites = folder.names(in: "Tests").filter { $0.hasSuffix("Tests") || $0 == "Fixtures" }
    return ["Package.swift", "LICENSE"] + pages
      + (["exercises", "solutions", "Sources", "chapters/editions"] + suites.map { "Tests/\($0)" })
      .flatMap(folder.files(below:))
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
    if (try? Data(contentsOf: url)) == data {
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
    let base = url.deletingPathExtension().path
    let ending = ["yml", "yaml"].contains(url.pathExtension) ? "yml-kept" : url.pathExtension
    let names = (1...).lazy.map { URL(fileURLWithPath: "\(base)-\($0).\(ending)") }
    return names.first { !FileManager.default.fileExists(atPath: $0.path) } ?? url
  }
}

/// `owner/name` of a GitHub remote, written with https or ssh; nil for any other.
func gitHubRepository(in remote: String) -> String? {
  let text = trimmed(remote.lines.first ?? "")
  return text.firstMatch(of: /github\.com[:\/]([\w.\-]+)\/([\w.\-]+?)(?:\.git)?\/?$/)
    .map { "\($0.1)/\($0.2)" }
}
