import Foundation

/// A command that makes one file, run only where what the file is made from has changed. What it was
/// made from is kept beside it and compared byte by byte: nothing depends on clocks or on the times
/// of files.
struct BuildStep {
  let package: PackageFolder
  let command: [String]
  /// What the command makes. `made-of` beside it says from what.
  let output: URL

  private var record: URL { URL(fileURLWithPath: output.path + ".made-of") }

  /// - Parameter inputs: the contents of all that the command reads.
  /// - Throws: `BuildFailure` with what the command says, or `UserError`.
  func run(inputs: () throws -> Data) throws {
    let words = Data((command.joined(separator: "\n") + "\n").utf8)
    var read = try inputs()
    let isThere = FileManager.default.fileExists(atPath: output.path)
    if isThere, (try? Data(contentsOf: record)) == words + read { return }
    try prepare()
    // Where somebody saves while it runs, what counts is what stands there now.
    for attempt in 1... {
      let outcome = runChild(command, in: package.root)
      let now = try inputs()
      if now != read && attempt < 5 {
        read = now
        continue
      }
      if let failure = try failure(of: outcome) { throw failure }
      if now == read { try write(words + read) }
      return
    }
  }

  private func prepare() throws {
    let manager = FileManager.default
    try? manager.removeItem(at: record)
    do {
      try manager.createDirectory(
        at: output.deletingLastPathComponent(), withIntermediateDirectories: true)
    } catch { throw Self.unwritable(output) }
  }

  private func write(_ made: Data) throws {
    do { try made.write(to: record) } catch { throw Self.unwritable(record) }
  }

  private static func unwritable(_ place: URL) -> UserError {
    UserError("\(place.path) cannot be written; is the disk full, or the folder read-only?")
  }

  private func failure(of outcome: ChildOutcome) throws -> BuildFailure? {
    switch outcome.end {
    case .exited(0): nil
    case .exited(127): throw UserError.noSwift
    default: BuildFailure(output: outcome.output, root: package.root.path)
    }
  }
}
