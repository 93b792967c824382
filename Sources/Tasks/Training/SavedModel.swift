import Course
import Foundation
import Layers

/// The file of a training that is under way, which no other program writes meanwhile.
struct SavedModel {
  let path: String
  private var last: FileIdentity?

  /// - Precondition: whatever stands at the path may be replaced.
  init(path: String) {
    self.path = path
    last = FileIdentity(path)
  }

  /// Saves the training.
  ///
  /// - Throws: `UserError` where somebody else has written the file since, most likely another
  ///   training: then it is left as it is, and this training is saved beside it.
  mutating func write<Content>(_ checkpoint: ModelFile<Content>) throws {
    if let now = FileIdentity(path), now != last {
      let free = AtomicFile.freePath(beside: path)
      try checkpoint.write(to: free)
      throw UserError(
        "another program has written \(path) meanwhile, so this training stops; it is saved: \(free). "
          + "Go on with: \(Content.task.training) --resume\(Content.task.flag(free))")
    }
    try checkpoint.write(to: path)
    last = FileIdentity(path)
  }
}

/// Which file stands at a path: each whole write makes another.
struct FileIdentity: Equatable {
  private let device: dev_t
  private let number: ino_t

  /// Nil where there is none. Links are followed.
  init?(_ path: String) {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    (device, number) = (information.st_dev, information.st_ino)
  }
}

/// Whether two paths lead to one file.
func isOneFile(_ path: String, _ other: String) -> Bool {
  FileIdentity(path).map { $0 == FileIdentity(other) } ?? false
}
