import Foundation
import Text

/// A command that makes one file, run only where what the file is made from has changed. What it
/// was made from is kept beside it and compared byte by byte: nothing depends on clocks or on the
/// times of files.
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
    try? FileManager.default.removeItem(at: record)
    do {
      try FileManager.default.createDirectory(
        at: output.deletingLastPathComponent(), withIntermediateDirectories: true)
    } catch { throw UserError.unwritable(output.path) }
    // Where somebody saves while it runs, what counts is what stands there now.
    for attempt in 1... {
      let outcome = runChild(command, in: package.root)
      let now = try inputs()
      if now != read && attempt < 5 {
        read = now
        continue
      }
      try outcome.check(in: package)
      if now != read { return }
      do {
        return try (words + read).write(to: record)
      } catch { throw UserError.unwritable(record.path) }
    }
  }
}

extension ChildOutcome {
  /// - Throws: where a compiler did not end as it should, `BuildFailure` with what it says, or
  ///   `UserError` where there is none or where the code is not to blame.
  package func check(in package: PackageFolder) throws {
    switch end {
    case .exited(0): return
    case .exited(127): throw UserError.noSwift
    default: break
    }
    if lacksRoom {
      throw UserError(
        "the build could not write a file: the disk is full, or the largest size of a file too "
          + "small. Make room, or run: ulimit -f unlimited")
    }
    if output.contains("was compiled with module cache path") {
      let folder = shellWord(package.url(".build").path)
      throw UserError(
        "this folder was moved after a build; remove what was built, then run this again: "
          + "rm -rf\u{A0}\(folder)")
    }
    throw BuildFailure(output: output, root: package.root.path)
  }

  /// Whether it, or a process of its own, was kept from writing a file.
  private var lacksRoom: Bool {
    // A shell gives a signal as a status; Swift's driver names its number.
    if end == .signalled(SIGXFSZ) || end == .exited(128 + SIGXFSZ) { return true }
    return [
      "due to signal \(SIGXFSZ) ", "No space left on device", "File too large",
      "Disk quota exceeded", "File size limit exceeded",
    ].contains { output.contains($0) }
  }
}
