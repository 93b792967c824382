import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes a file so that at every moment its path holds either all of the old content or all of
/// the new: a temporary file beside it, flushed to the disk, then renamed.
public enum AtomicFile {
  /// How much one call writes, as `write(2)` does; tests put a full disk in its place.
  typealias Writer = (Int32, UnsafeRawPointer, Int) -> Int

  /// - Throws: `ModelFileError` where the directory cannot be made or written, or the disk is full;
  ///   what stood at the path before is then untouched.
  public static func write(_ parts: [[UInt8]], to path: String) throws {
    try write(parts, to: path, writer: { systemWrite($0, $1, $2) })
  }

  static func write(_ parts: [[UInt8]], to path: String, writer: Writer) throws {
    try makeDirectory(of: path)
    let temporary = temporaryPath(for: path)
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    if file < 0 { throw cannotWrite(path, errno) }
    var failure: Int32 = 0
    for part in parts where failure == 0 { failure = write(part, to: file, writer: writer) }
    if failure == 0 && !flush(file) { failure = errno }
    if close(file) != 0 && failure == 0 { failure = errno }
    if failure == 0 && rename(temporary, path) != 0 { failure = errno }
    if failure != 0 {
      unlink(temporary)
      throw cannotWrite(path, failure)
    }
    flushDirectory(of: path)
  }

  /// Finds out whether `write` would get as far as opening its file, without touching the path.
  ///
  /// - Throws: `ModelFileError`, as `write` would.
  public static func checkWritable(_ path: String) throws {
    try makeDirectory(of: path)
    // Renaming over a device, such as /dev/null, would take it away from every other program.
    var status = stat()
    if stat(path, &status) == 0 {
      let kind = status.st_mode & S_IFMT
      if kind == S_IFDIR {
        throw ModelFileError(
          "\(path) is a directory, and a model is a file.", cause: .unwritable(path))
      }
      if kind != S_IFREG {
        throw ModelFileError("\(path) is not a regular file.", cause: .unwritable(path))
      }
    }
    let temporary = temporaryPath(for: path)
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    if file < 0 { throw cannotWrite(path, errno) }
    close(file)
    unlink(temporary)
  }

  /// Removes temporary files that processes left beside the path when they were killed.
  public static func removeLeftovers(of path: String) {
    let (directory, name) = split(path)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    let prefix = ".\(name).partial-"
    for leftover in names where leftover.hasPrefix(prefix) {
      guard let process = pid_t(leftover.dropFirst(prefix.count)), process != getpid() else {
        continue
      }
      if kill(process, 0) != 0 && errno == ESRCH { unlink(directory + "/" + leftover) }
    }
  }

  /// Gives a file a second name, so that it stays when a new file takes its place.
  ///
  /// - Returns: the name, the first free one of `model.1.safetensors`, `model.2.safetensors`, ….
  /// - Throws: `ModelFileError` where the file cannot be linked or copied.
  public static func keepCopy(of path: String) throws -> String {
    let url = URL(fileURLWithPath: path)
    let stem = url.deletingPathExtension().lastPathComponent
    let kind = url.pathExtension.isEmpty ? "" : "." + url.pathExtension
    let directory = path.contains("/") ? split(path).directory + "/" : ""
    var number = 0
    while true {
      number += 1
      let copy = "\(directory)\(stem).\(number)\(kind)"
      if link(path, copy) == 0 { return copy }
      if errno == EEXIST { continue }
      do {
        // Some file systems have no second names.
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        return copy
      } catch {
        throw cannotWrite(copy, errno)
      }
    }
  }

  // MARK: Parts

  private static func write(_ bytes: [UInt8], to file: Int32, writer: Writer) -> Int32 {
    bytes.withUnsafeBytes { bytes in
      var offset = 0
      while offset < bytes.count {
        let written = writer(file, bytes.baseAddress! + offset, bytes.count - offset)
        if written < 0 {
          if errno == EINTR { continue }
          return errno
        }
        offset += written
      }
      return 0
    }
  }

  private static func split(_ path: String) -> (directory: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let directory = String(path[..<slash])
    return (directory.isEmpty ? "/" : directory, String(path[path.index(after: slash)...]))
  }

  private static func temporaryPath(for path: String) -> String {
    let (directory, name) = split(path)
    return "\(directory)/.\(name).partial-\(getpid())"
  }

  private static func makeDirectory(of path: String) throws {
    let directory = split(path).directory
    do {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
    } catch {
      throw ModelFileError(
        "the directory \(directory) cannot be made.", cause: .unwritable(path))
    }
  }

  /// Makes the renaming itself lasting; where a file system does not allow it, it does without.
  private static func flushDirectory(of path: String) {
    let directory = open(split(path).directory, O_RDONLY)
    if directory < 0 { return }
    _ = flush(directory)
    close(directory)
  }

  /// Moves what was written to the disk itself. `fsync` on Apple's systems leaves it in the drive's
  /// memory, from which it may come out in another order; not every file system knows more.
  private static func flush(_ file: Int32) -> Bool {
    #if canImport(Darwin)
      if fcntl(file, F_FULLFSYNC) == 0 { return true }
    #endif
    return fsync(file) == 0
  }

  private static func cannotWrite(_ path: String, _ code: Int32) -> ModelFileError {
    let isFull = code == ENOSPC || code == EDQUOT || code == EFBIG
    return ModelFileError(
      "\(path) cannot be written: \(String(cString: strerror(code)))."
        + (isFull ? " What was saved there before is intact." : ""),
      cause: isFull ? .full : .unwritable(path))
  }
}

private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(file, bytes, count)
}
