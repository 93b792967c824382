import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that is written beside the one whose place it is going to take, open for writing.
struct Draft {
  /// What messages call the file.
  let name: String
  let file: Int32
  /// The file itself, where the path that was given is a link.
  private let target: String
  private let temporary: String
  /// Those that were made for the file, the outermost first.
  private let newDirectories: [String]

  /// - Throws: `ModelFileError` where the draft could not take the place of what is at the path.
  init(of path: String, as name: String) throws {
    self.name = name
    target = try AtomicFile.followed(path)
    let old = try Self.replaced(path, target, as: name)
    let (directory, fileName) = AtomicFile.split(target)
    temporary = "\(directory)/.\(fileName).partial-\(getpid())"
    newDirectories = try Self.make(directory, for: name)
    // What a process of the same number left behind.
    unlink(temporary)
    file = open(
      temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, old == nil ? 0o666 : 0o600)
    if file < 0 {
      let code = errno
      Self.remove(newDirectories)
      throw AtomicFile.cannotWrite(name, code)
    }
    if let old, !take(old) {
      discard()
      throw ModelFileError(
        "\(name) belongs to another user, and would be yours. Name another file.",
        cause: .unwritable(name))
    }
  }

  /// What is at a path and may be replaced; nil where there is nothing.
  private static func replaced(_ path: String, _ target: String, as name: String) throws -> stat? {
    func refusal(_ problem: String) -> ModelFileError {
      ModelFileError("\(name) \(problem)", cause: .unwritable(name))
    }
    var (old, end) = (stat(), stat())
    if stat(path, &old) != 0 {
      guard errno == ENOENT || errno == ENOTDIR else { throw AtomicFile.cannotWrite(name, errno) }
      if AtomicFile.split(target).name.isEmpty { throw refusal("is no file's name. Name a file.") }
      return nil
    }
    let kinds = [
      S_IFDIR: "directory", S_IFIFO: "pipe", S_IFSOCK: "socket", S_IFCHR: "device",
      S_IFBLK: "device",
    ]
    if let kind = kinds[old.st_mode & S_IFMT] {
      throw refusal("is a \(kind). Name a regular file.")
    }
    // Links below /proc lead to open files, whether these still have a name or not.
    guard lstat(target, &end) == 0, end.st_ino == old.st_ino, end.st_dev == old.st_dev else {
      throw refusal("leads to a file without a name. Name a regular file.")
    }
    if old.st_mode & 0o222 == 0 {
      throw refusal("is write-protected. Allow it with chmod u+w, or name another file.")
    }
    return old
  }

  private static func make(_ directory: String, for name: String) throws -> [String] {
    let manager = FileManager.default
    var missing: [String] = []
    var place = directory
    while !manager.fileExists(atPath: place), place != missing.first {
      missing.insert(place, at: 0)
      place = AtomicFile.split(place).directory
    }
    do {
      try manager.createDirectory(atPath: directory, withIntermediateDirectories: true)
    } catch {
      remove(missing)
      throw ModelFileError(
        "\(name) cannot be written: the directory \(directory) cannot be made.",
        cause: .unwritable(name))
    }
    return missing
  }

  /// Removes directories that `make` made, as far as they are empty.
  private static func remove(_ directories: [String]) {
    for directory in directories.reversed() { rmdir(directory) }
  }

  /// Gives the draft the owner and mode of a file.
  private func take(_ old: stat) -> Bool {
    var new = stat()
    fstat(file, &new)
    let isOwned = (new.st_uid, new.st_gid) == (old.st_uid, old.st_gid)
    // After the owner, whose change takes bits of the mode away.
    return (isOwned || fchown(file, old.st_uid, old.st_gid) == 0)
      && (new.st_mode == old.st_mode || fchmod(file, old.st_mode & 0o7777) == 0)
  }

  /// Writes all of the bytes.
  func write(_ bytes: [UInt8], with writer: AtomicFile.Writer) throws {
    try bytes.withUnsafeBytes { bytes in
      var offset = 0
      while offset < bytes.count {
        let written = writer(file, bytes.baseAddress! + offset, bytes.count - offset)
        if written < 0 && errno != EINTR { throw AtomicFile.cannotWrite(name, errno) }
        offset += max(0, written)
      }
    }
  }

  // MARK: Its end

  /// Moves the draft to where it belongs. The system may still refuse; `discard` it then.
  func takePlace() throws {
    guard flush(file), rename(temporary, target) == 0 else {
      throw AtomicFile.cannotWrite(name, errno)
    }
    close(file)
    // The renaming itself is to last; where a file system does not allow it, it does without.
    let directory = open(AtomicFile.split(target).directory, O_RDONLY | O_CLOEXEC)
    if directory < 0 { return }
    _ = flush(directory)
    close(directory)
  }

  /// Leaves everything as it was.
  func discard() {
    close(file)
    unlink(temporary)
    Self.remove(newDirectories)
  }
}

/// Runs work in which a file beyond the process's limit is the error `EFBIG`, where the system would
/// end the process.
func withoutFileSizeSignal<Result>(_ work: () throws -> Result) rethrows -> Result {
  var (signal, before, pending) = (sigset_t(), sigset_t(), sigset_t())
  sigemptyset(&signal)
  sigaddset(&signal, SIGXFSZ)
  pthread_sigmask(SIG_BLOCK, &signal, &before)
  defer {
    var number: Int32 = 0
    sigpending(&pending)
    if sigismember(&pending, SIGXFSZ) == 1, sigismember(&before, SIGXFSZ) == 0 {
      sigwait(&signal, &number)
    }
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }
  return try work()
}

/// Moves what was written to the disk itself. `fsync` on Apple's systems leaves it in the drive's
/// memory, from which it may come out in another order; not every file system knows more.
private func flush(_ file: Int32) -> Bool {
  #if canImport(Darwin)
    if fcntl(file, F_FULLFSYNC) == 0 { return true }
  #endif
  return fsync(file) == 0
}
