import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes a file so that at every moment its path holds either all of the old content or all of
/// the new: a temporary file beside it, flushed to the disk, then renamed.
///
/// A link is followed, and the file that it leads to is written. The new file has the mode, owner
/// and group of the old one.
public enum AtomicFile {
  /// How much one call writes, as `write(2)` does; tests put a full disk in its place.
  typealias Writer = (Int32, UnsafeRawPointer, Int) -> Int

  /// One write of this process at a time, since all name their temporary files by its number.
  static let turn = Mutex(())

  /// - Throws: `ModelFileError` where something stands at the path that is no regular file (a
  ///   directory, a pipe, a device, a socket), where it is write-protected or belongs to somebody
  ///   else, where the directory cannot be made or written, or the disk is full; what stood at the
  ///   path before is then untouched, and nothing is left beside it.
  public static func write(_ parts: [[UInt8]], to path: String) throws {
    try write(parts, to: path, as: path)
  }

  /// - Parameter name: what messages call the file.
  package static func write(_ parts: [[UInt8]], to path: String, as name: String) throws {
    try write(parts, to: path, as: name, writer: { systemWrite($0, $1, $2) })
  }

  static func write(
    _ parts: [[UInt8]], to path: String, as name: String? = nil, writer: Writer
  ) throws {
    try turn.withLock { _ in
      let draft = try Draft(of: path, as: name ?? path)
      do {
        try withoutFileSizeSignal {
          for part in parts { try draft.write(part, with: writer) }
        }
        try draft.takePlace()
      } catch {
        draft.discard()
        throw error
      }
    }
  }

  /// Finds out whether `write` would get as far as opening its file, and leaves everything as it was.
  ///
  /// - Throws: `ModelFileError`, as `write` would.
  public static func checkWritable(_ path: String) throws {
    try turn.withLock { _ in try Draft(of: path, as: path).discard() }
  }

  /// Removes temporary files that processes left beside the path when they were killed.
  public static func removeLeftovers(of path: String) {
    guard let (directory, name) = try? split(followed(path)) else { return }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    let prefix = ".\(name).partial-"
    for leftover in names where leftover.hasPrefix(prefix) {
      guard let process = pid_t(leftover.dropFirst(prefix.count)), process != getpid() else {
        continue
      }
      if kill(process, 0) != 0 && errno == ESRCH { unlink(directory + "/" + leftover) }
    }
  }

  /// Gives a file a second name, so that it stays when a new file takes its place. Of a link, the
  /// file that it leads to gets the name: a second link would lead to the new file.
  ///
  /// - Returns: the name, the first free one of `model.1.safetensors`, `model.2.safetensors`, ….
  /// - Throws: `ModelFileError` where the file cannot be linked or copied.
  public static func keepCopy(of path: String) throws -> String {
    let source = try followed(path)
    var number = 0
    while true {
      number += 1
      let copy = numbered(path, number)
      if link(source, copy) == 0 { return copy }
      if errno == EEXIST { continue }
      do {
        // Some file systems have no second names.
        try FileManager.default.copyItem(atPath: source, toPath: copy)
        return copy
      } catch {
        throw cannotWrite(copy, errno)
      }
    }
  }

  /// A path beside this one at which nothing stands yet: `model.1.safetensors`, `model.2.safetensors`.
  public static func freePath(beside path: String) -> String {
    var number = 1
    while FileManager.default.fileExists(atPath: numbered(path, number)) { number += 1 }
    return numbered(path, number)
  }

  private static func numbered(_ path: String, _ number: Int) -> String {
    let url = URL(fileURLWithPath: path)
    let kind = url.pathExtension.isEmpty ? "" : "." + url.pathExtension
    let directory = path.contains("/") ? split(path).directory + "/" : ""
    return "\(directory)\(url.deletingPathExtension().lastPathComponent).\(number)\(kind)"
  }

  // MARK: Parts

  static func split(_ path: String) -> (directory: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let directory = String(path[..<slash])
    return (directory.isEmpty ? "/" : directory, String(path[path.index(after: slash)...]))
  }

  /// The path of the file that a path leads to over its links. There may be no file yet.
  static func followed(_ path: String) throws -> String {
    if let problem = pathProblem(path) {
      throw ModelFileError(problem, cause: .unwritable(path))
    }
    var place = path
    for _ in 0..<40 {
      guard let link = try? FileManager.default.destinationOfSymbolicLink(atPath: place) else {
        return place
      }
      place = link.hasPrefix("/") ? link : split(place).directory + "/" + link
    }
    throw cannotWrite(path, ELOOP)
  }

  /// What stops a text from being a path, or nil. The system would read it up to its first zero, and so
  /// mean another file.
  package static func pathProblem(_ path: String) -> String? {
    path.utf8.contains(0)
      ? "\(path) is no path: it holds the character \\0. Name a file without it." : nil
  }

  static func cannotWrite(_ name: String, _ code: Int32) -> ModelFileError {
    let isFull = code == ENOSPC || code == EDQUOT || code == EFBIG
    return ModelFileError(
      "\(name) cannot be written: \(String(cString: strerror(code)))."
        + (isFull ? " What was saved there before is intact." : ""),
      cause: isFull ? .full : .unwritable(name))
  }
}

private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(file, bytes, count)
}
