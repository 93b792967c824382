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
}
