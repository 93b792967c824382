import Foundation

/// Which version of each of the reader's files the last check compiled.
///
/// Swift's incremental build takes a file for unchanged where its modification time is the same in
/// whole seconds: of two versions saved within one second it would judge the first twice.
struct BuiltVersions: Codable, Equatable, Sendable {
  private struct Version: Codable, Equatable, Sendable {
    var second: Int
    var text: String
  }

  private var versions: [String: Version] = [:]

  /// Remembers a file as the next to be compiled.
  ///
  /// - Parameter second: its modification time.
  /// - Returns: another time to give it, where a build would take it for the version before.
  mutating func note(_ path: String, second: Int, text: String) -> Int? {
    let old = versions[path]
    let looksUnchanged = old?.second == second && old?.text != text
    versions[path] = Version(second: looksUnchanged ? second + 1 : second, text: text)
    return looksUnchanged ? second + 1 : nil
  }

  /// Dates the reader's files so that a build notices every change since the last one.
  ///
  /// - Parameter scratchPath: where the build keeps its results; the versions stand beside them
  ///   and go with them.
  static func dateApart(in folder: PackageFolder, scratchPath: String) throws {
    let record = "\(scratchPath)/versions.json"
    let known = try folder.text(record).map { Data($0.utf8) }
    var versions =
      known.flatMap { try? JSONDecoder().decode(BuiltVersions.self, from: $0) } ?? BuiltVersions()
    for path in folder.swiftFiles(below: "exercises") {
      let file = folder.url(path).path
      guard let text = try folder.text(path),
        let found = try? FileManager.default.attributesOfItem(atPath: file),
        let modified = found[.modificationDate] as? Date
      else { continue }
      let second = Int(modified.timeIntervalSince1970.rounded(.down))
      if let other = versions.note(path, second: second, text: text) {
        try? FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSince1970: Double(other))], ofItemAtPath: file)
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try folder.write(String(decoding: encoder.encode(versions), as: UTF8.self), to: record)
  }
}
