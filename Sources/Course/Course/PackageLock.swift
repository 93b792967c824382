import Foundation

extension PackageFolder {
  /// Makes a folder, and locks it until this process ends.
  ///
  /// - Throws: `UserError` with `busy` where another process has locked it.
  package func lock(_ path: String, busy: String) throws {
    let place = url(path)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let lock = open(place.path + ".lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
    guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else { throw UserError(busy) }
  }

  /// Locks a folder while something is done there.
  ///
  /// - Parameter waiting: called where another process has locked it and is waited for.
  func whileLocked<Result>(
    _ path: String, waiting: () -> Void, _ body: () throws -> Result
  ) throws -> Result {
    let place = url(path)
    try? FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let lock = open(place.path + ".lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
    guard lock >= 0 else {
      throw UserError("\(path).lock cannot be written; is the disk full, or the folder read-only?")
    }
    defer { close(lock) }
    if flock(lock, LOCK_EX | LOCK_NB) != 0 {
      waiting()
      while flock(lock, LOCK_EX) != 0 && errno == EINTR {}
    }
    return try body()
  }
}
