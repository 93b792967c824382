import Course
import Foundation

/// Why an archive cannot be graded, in a sentence.
struct ArchiveProblem: Error, Equatable {
  let sentence: String

  init(_ sentence: String) {
    self.sentence = sentence
  }
}

/// A submission as one file. It is read with the system's `unzip`, `gzip` and `tar`, with limits.
/// Nothing of it is written under a name of its own: the few files that count are read one by one.
struct Archive {
  let url: URL

  private static let endings = [".zip", ".tar.gz", ".tgz", ".tar"]
  /// What a compressed archive may unpack to, in MiB.
  private static let unpackedLimit = 64
  private static let memberLimit = 5000

  init(_ url: URL) {
    self.url = url
  }

  static func isOne(_ url: URL) -> Bool {
    endings.contains { url.lastPathComponent.lowercased().hasSuffix($0) }
  }

  /// Its name without its ending.
  var name: String {
    let name = url.lastPathComponent
    let ending = Self.endings.first { name.lowercased().hasSuffix($0) } ?? ""
    return String(name.dropLast(ending.count))
  }

  private var isZip: Bool { url.lastPathComponent.lowercased().hasSuffix(".zip") }
  private var isCompressed: Bool { !url.lastPathComponent.lowercased().hasSuffix(".tar") }

  /// The names of its files.
  ///
  /// - Throws: `ArchiveProblem` where one leads out of the folder that it would be unpacked in, is
  ///   a link or no plain file, or stands there twice.
  func members() throws -> [String] {
    try withPlainTar { tar in
      let list = isZip ? ["unzip", "-Z1", url.path] : ["tar", "-tf", tar]
      let names = try lines(of: run(list)).filter { !$0.hasSuffix("/") }
      let details = try lines(of: run(isZip ? ["unzip", "-Zs", url.path] : ["tar", "-tvf", tar]))
      if names.count > Self.memberLimit {
        throw ArchiveProblem("it holds more than \(Self.memberLimit) files.")
      }
      if let name = names.first(where: { Self.leadsOut($0) }) {
        throw ArchiveProblem("it holds a path that leads out of its folder: \(name)")
      }
      let kinds: Set<Character> = ["l", "h", "b", "c", "p", "s"]
      if details.contains(where: { Self.isEntry($0, kinds) }) {
        throw ArchiveProblem("it holds a link or a special file; hand in plain files.")
      }
      if Set(names).count < names.count {
        throw ArchiveProblem("it holds two files of the same name.")
      }
      return names
    }
  }

  /// The bytes of a few members by the paths that they stand for; nil for one that is too large.
  func contents(
    of members: [(member: String, path: String)]
  ) throws -> [(path: String, data: Data?)] {
    if members.contains(where: { $0.member.contains { "*?[]\\".contains($0) } }) {
      throw ArchiveProblem("a folder in it has a name with one of * ? [ ] \\; rename it.")
    }
    return try withPlainTar { tar in
      try members.map { entry in
        let command =
          isZip
          ? ["unzip", "-p", url.path, entry.member] : ["tar", "-xOf", tar, "--", entry.member]
        let text = try run(command, keeping: Submission.sizeLimit + 1)
        let data = Data(text.utf8)
        return (entry.path, data.count > Submission.sizeLimit ? nil : data)
      }
    }
  }

  private static func leadsOut(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return name.hasPrefix("/") || name.contains("\\") || parts.contains("..")
      || parts.first?.contains(":") ?? false
  }

  /// Whether a line of a listing with permissions is about an entry of one of these kinds.
  private static func isEntry(_ line: String, _ kinds: Set<Character>) -> Bool {
    guard let kind = line.first, kinds.contains(kind) else { return false }
    return line.dropFirst().prefix(9).allSatisfy { "rwxsStT-".contains($0) }
  }

  // MARK: Programs

  /// Lends the archive as a tar file that is not compressed; a zip needs none.
  private func withPlainTar<Result>(_ body: (String) throws -> Result) throws -> Result {
    if isZip || !isCompressed { return try body(url.path) }
    let tar = FileManager.default.temporaryDirectory
      .appendingPathComponent("course-\(UUID().uuidString).tar")
    defer { try? FileManager.default.removeItem(at: tar) }
    let script =
      "ulimit -f \(Self.unpackedLimit * 2048); exec gzip -dc <\"$0\" >\"$1\" 2>/dev/null"
    let outcome = runChild(
      ["/bin/sh", "-c", script, url.path, tar.path], in: tar.deletingLastPathComponent(),
      seconds: 30)
    switch outcome.end {
    case .exited(0): return try body(tar.path)
    case .signalled(SIGXFSZ):
      throw ArchiveProblem("it unpacks to more than \(Self.unpackedLimit) MB.")
    default: throw ArchiveProblem("it is no whole .tar.gz archive.")
    }
  }

  private func run(_ command: [String], keeping limit: Int = 4 << 20) throws -> String {
    let script = "ulimit -f 0; exec \"$@\" 2>/dev/null"
    let outcome = runChild(
      ["/bin/sh", "-c", script, "sh"] + command, in: FileManager.default.temporaryDirectory,
      seconds: 20, keeping: limit, endsFlood: true)
    switch outcome.end {
    case .exited(0), .flooded: return outcome.output
    case .exited(127):
      throw ArchiveProblem("this system has no \(command[0]); install it, or unpack the archive.")
    default: throw ArchiveProblem("it is broken, or is not what its name says.")
    }
  }
}
