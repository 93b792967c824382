import Course
import Foundation

/// A submission as one file. It is read with the system's `unzip`, `gzip` and `tar`, with limits.
/// Nothing of it is written under a name of its own: the few files that count are read one by one.
struct Archive {
  let url: URL

  private static let endings = [".zip", ".tar.gz", ".tgz", ".tar"]
  /// What is known as an archive and not read.
  private static let others = [
    ".rar", ".7z", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst", ".gz",
  ]
  /// What a compressed archive may unpack to, in MiB.
  private static let unpackedLimit = 64
  private static let memberLimit = 5000

  /// Nil where its name does not end as an archive's.
  init?(_ url: URL) {
    self.url = url
    if ending == nil { return nil }
  }

  private var ending: String? {
    (Self.endings + Self.others).first { url.lastPathComponent.lowercased().hasSuffix($0) }
  }

  private var isZip: Bool { ending == ".zip" }

  /// Its name without its ending.
  var name: String { String(url.lastPathComponent.dropLast(ending?.count ?? 0)) }

  /// The names of its files, as it has them.
  ///
  /// - Throws: `UserError` where one leads out of the folder that it would be unpacked in, is a
  ///   link or no plain file, or stands there twice.
  func members() throws -> [String] {
    if let ending, Self.others.contains(ending) {
      throw UserError(
        "\(ending) archives are not read; unpack it into a folder of its name, or ask for a .zip.")
    }
    return try withPlainFile { file in
      let list = isZip ? ["unzip", "-Z1", file] : ["tar", "-tf", file]
      let raw = try run(list).lines.filter { !plainName($0).hasSuffix("/") }
      let names = raw.map(plainName)
      let details = try run(isZip ? ["unzip", "-Zs", file] : ["tar", "-tvf", file]).lines
      if names.count > Self.memberLimit {
        throw UserError("it holds more than \(Self.memberLimit) files.")
      }
      if let name = names.first(where: Self.leadsOut) {
        throw UserError("it holds a path that leads out of its folder: \(name)")
      }
      if details.contains(where: Self.isSpecial) {
        throw UserError("it holds a link or a special file; hand in plain files.")
      }
      if Set(names).count < names.count {
        throw UserError("it holds two files of the same name.")
      }
      return raw
    }
  }

  /// A member's name with the slashes that a zip made on Windows may lack.
  func plainName(_ member: String) -> String {
    isZip ? member.replacing("\\", with: "/") : member
  }

  /// The bytes of a few members by the paths that they stand for; nil for one that is too large.
  func contents(
    of members: [(member: String, path: String)]
  ) throws -> [(path: String, data: Data?)] {
    if !isZip, members.contains(where: { $0.member.contains { "*?[]\\".contains($0) } }) {
      throw UserError("a folder in it has a name with one of * ? [ ] \\; rename it.")
    }
    return try withPlainFile { file in
      try members.map { member, path in
        let command =
          isZip
          ? ["unzip", "-P", "none", "-p", file, Self.pattern(member)]
          : ["tar", "-xOf", file, "--", member]
        let text = try run(command, keeping: Submission.sizeLimit + 1)
        // A byte that is no UTF-8 has become a mark, which is to be refused as the byte would be.
        let data = Data(text.replacing("\u{FFFD}", with: "\u{0}").utf8)
        return (path, data.count > Submission.sizeLimit ? nil : data)
      }
    }
  }

  /// What fits a zip's member: a question mark fits each sign that would mean something else.
  private static func pattern(_ member: String) -> String {
    String(member.map { "*?[]\\".contains($0) ? "?" : $0 })
  }

  private static func leadsOut(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return name.hasPrefix("/") || parts.contains("..") || parts.first?.contains(":") ?? false
  }

  /// Whether a line of a listing, which begins with permissions, is about a link, a device, a pipe
  /// or a socket.
  private static func isSpecial(_ line: String) -> Bool {
    guard let kind = line.first, "lhbcps".contains(kind) else { return false }
    return line.dropFirst().prefix(9).allSatisfy { "rwxsStT-".contains($0) }
  }

  // MARK: Programs

  /// Lends the archive under a name that no program takes for a pattern, and a tar without its
  /// compression.
  private func withPlainFile<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
    let plain = folder.appendingPathComponent(
      "course-\(UUID().uuidString)\(isZip ? ".zip" : ".tar")")
    defer { try? FileManager.default.removeItem(at: plain) }
    if isZip || ending == ".tar" {
      try FileManager.default.createSymbolicLink(at: plain, withDestinationURL: url)
      return try body(plain.path)
    }
    let script = "ulimit -f \(Self.unpackedLimit * 2048); exec gzip -dc <\"$0\" >\"$1\" 2>/dev/null"
    let command = ["/bin/sh", "-c", script, url.path, plain.path]
    switch runChild(command, in: folder, seconds: 30).end {
    case .exited(0): return try body(plain.path)
    case .signalled(SIGXFSZ): throw UserError("it unpacks to more than \(Self.unpackedLimit) MB.")
    default: throw UserError("it is no whole .tar.gz archive.")
    }
  }

  private func run(_ command: [String], keeping limit: Int = 4 << 20) throws -> String {
    let outcome = runChild(
      ["/bin/sh", "-c", "ulimit -f 0; exec \"$@\" 2>/dev/null", "sh"] + command,
      in: FileManager.default.temporaryDirectory,
      // Elsewhere letters of other languages would be listed as numbers.
      environment: ["LC_ALL": "C.UTF-8"], seconds: 20, keeping: limit, endsFlood: true)
    switch outcome.end {
    case .exited(0), .flooded: return outcome.output
    case .exited(82): throw UserError("it has a password; hand in one without.")
    case .exited(127):
      throw UserError("this system has no \(command[0]); install it, or unpack the archive.")
    default: throw UserError("it is broken, or is not what its name says.")
    }
  }
}
