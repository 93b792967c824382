import Course
import Foundation

/// A zip file, made by the system's `zip`. Equal entries are equal archives: all have one date.
struct ZipArchive {
  private var entries: [(path: String, data: Data, isExecutable: Bool)] = []

  /// - Parameters:
  ///   - path: from the archive's root, with slashes.
  ///   - isExecutable: whether it can be run once it is unpacked.
  mutating func add(_ path: String, _ data: Data, isExecutable: Bool = false) {
    entries.append((path, data, isExecutable))
  }

  /// The file's bytes.
  ///
  /// - Throws: a `UserError` where the system has no `zip` or it fails.
  func data() throws -> Data {
    let files = FileManager.default
    let temporary = files.temporaryDirectory.appendingPathComponent("zip-\(UUID().uuidString)")
    defer { try? files.removeItem(at: temporary) }
    let content = PackageFolder(root: temporary.appendingPathComponent("content"))
    for entry in entries {
      try content.write(entry.data, to: entry.path)
      try files.setAttributes(
        [
          .posixPermissions: entry.isExecutable ? 0o755 : 0o644,
          .modificationDate: Date(timeIntervalSince1970: 315_619_200),  // 2 January 1980
        ], ofItemAtPath: content.url(entry.path).path)
    }
    let zipped = runChild(
      ["zip", "-qX", "../archive.zip", "--"] + entries.map(\.path), in: content.root,
      environment: ["TZ": "UTC"])
    switch zipped.end {
    case .exited(0): return try Data(contentsOf: temporary.appendingPathComponent("archive.zip"))
    case .exited(127), .notStarted(ENOENT):
      throw UserError("zip is not installed; install it: apt-get install zip")
    default: throw UserError("zip fails: \(zipped.output.lines.first ?? "it says nothing")")
    }
  }
}
