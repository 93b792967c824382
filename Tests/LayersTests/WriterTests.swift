import Foundation
import Synchronization
import XCTest

@testable import Layers
@testable import WholeFiles

/// What stands at a path before a file is written there is followed, kept or refused, and never lost.
final class WriterTests: XCTestCase {
  private static let limitVariable = "LEARNLSTM_WRITE_BEYOND_THE_LIMIT"
  private var folder = ""
  private var path: String { folder + "/model" }

  override func setUpWithError() throws {
    folder = NSTemporaryDirectory() + "writer-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  override func tearDown() {
    try? FileManager.default.removeItem(atPath: folder)
  }

  private func model() throws -> Sequential {
    let model = Sequential {
      Input(features: 1)
      Dense(1)
    }
    try model.compile(loss: .meanSquaredError)
    return model
  }

  /// Everything that writes a file of a user's.
  private func writers() throws -> [(name: String, write: (String) throws -> Void)] {
    let model = try model()
    func fit(_ callback: any Callback) throws {
      try model.fit(
        [[[1]], [[2]]] as [[[Float]]], [[[1]], [[2]]] as [[[Float]]], callbacks: [callback])
    }
    return [
      ("AtomicFile", { try AtomicFile.write([[1, 2], [3]], to: $0) }),
      ("save", { try model.save(to: $0) }),
      ("Safetensors", { try Safetensors(metadata: [:], tensors: []).write(to: $0) }),
      ("CSVLog", { try fit(CSVLog($0)) }),
      ("ModelCheckpoint", { try fit(ModelCheckpoint($0)) }),
    ]
  }

  private func status(_ path: String) throws -> stat {
    var result = stat()
    XCTAssertEqual(lstat(path, &result), 0, path)
    return result
  }

  private func contents(_ path: String) -> [UInt8]? {
    (try? Data(contentsOf: URL(fileURLWithPath: path))).map { [UInt8]($0) }
  }

  private func names(_ folder: String? = nil) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder ?? self.folder).sorted()
  }

  // MARK: What is no regular file

  func testWhatIsNoRegularFileIsRefused() throws {
    mkfifo(folder + "/pipe", 0o600)
    mkdir(folder + "/directory", 0o700)
    // Whether the system makes these two depends on the system and the user.
    mknod(folder + "/socket", S_IFSOCK | 0o600, 0)
    mknod(folder + "/device", S_IFCHR | 0o600, 1 << 8 | 3)
    let places = try names()
    XCTAssertTrue(places.contains("pipe"))
    for (name, write) in try writers() {
      for kind in places {
        let path = folder + "/" + kind
        let before = try status(path)
        XCTAssertThrowsError(try write(path), "\(name), \(kind)") { error in
          XCTAssertEqual("\(error)", "\(path) is a \(kind). Name a regular file.", name)
          XCTAssertEqual((error as? ModelFileError)?.cause, .unwritable(path), name)
        }
        let after = try status(path)
        XCTAssertEqual(after.st_mode, before.st_mode, "\(name), \(kind)")
        XCTAssertEqual(after.st_ino, before.st_ino, "\(name), \(kind)")
      }
      XCTAssertEqual(try names(), places, name)
      XCTAssertEqual(try names(folder + "/directory"), [], name)
    }
  }

  func testALinkToWhatIsNoRegularFileIsRefused() throws {
    mkfifo(folder + "/pipe", 0o600)
    symlink("pipe", path)
    for (name, write) in try writers() {
      XCTAssertThrowsError(try write(path), name) {
        XCTAssertTrue("\($0)".contains("is a pipe"), "\($0)")
      }
      XCTAssertEqual(try status(folder + "/pipe").st_mode & S_IFMT, S_IFIFO, name)
    }
    XCTAssertEqual(try names(), ["model", "pipe"])
  }

  func testNamesOfNoFile() throws {
    for bad in ["", folder + "/new/"] {
      XCTAssertThrowsError(try AtomicFile.write([[1]], to: bad)) {
        XCTAssertEqual("\($0)", "\(bad) is no file's name. Name a file.")
      }
    }
    XCTAssertEqual(try names(), [])
  }

  // MARK: Links

  func testLinksAreFollowed() throws {
    mkdir(folder + "/away", 0o700)
    for (name, write) in try writers() {
      try Data([9]).write(to: URL(fileURLWithPath: folder + "/away/target"))
      symlink("away/second", path)
      symlink(folder + "/away/target", folder + "/away/second")
      try write(path)
      XCTAssertEqual(try status(path).st_mode & S_IFMT, S_IFLNK, name)
      XCTAssertEqual(try status(folder + "/away/second").st_mode & S_IFMT, S_IFLNK, name)
      XCTAssertEqual(try status(folder + "/away/target").st_mode & S_IFMT, S_IFREG, name)
      XCTAssertNotEqual(contents(folder + "/away/target"), [9], name)
      XCTAssertEqual(try names(), ["away", "model"], name)
      XCTAssertEqual(try names(folder + "/away"), ["second", "target"], name)
      for link in [path, folder + "/away/second"] { unlink(link) }
    }
  }

  func testALinkToNothingYetIsFollowed() throws {
    symlink("away/target", path)
    for (name, write) in try writers() {
      try write(path)
      XCTAssertEqual(try status(path).st_mode & S_IFMT, S_IFLNK, name)
      XCTAssertNotNil(contents(folder + "/away/target"), name)
      try FileManager.default.removeItem(atPath: folder + "/away")
    }
  }

  func testALinkToItselfIsOneLine() throws {
    symlink("model", path)
    XCTAssertThrowsError(try AtomicFile.write([[1]], to: path)) {
      XCTAssertTrue("\($0)".hasPrefix("\(path) cannot be written: "), "\($0)")
    }
    XCTAssertEqual(try names(), ["model"])
  }

  /// The second name was given to the link, and showed the new model.
  func testTheCopyOfALinkedFileKeepsTheOldContent() throws {
    try AtomicFile.write([[1]], to: folder + "/target")
    symlink("target", path)
    let copy = try AtomicFile.keepCopy(of: path)
    try AtomicFile.write([[2]], to: path)
    XCTAssertEqual(contents(copy), [1])
    XCTAssertEqual(contents(path), [2])
  }

  func testLeftoversBesideTheTargetOfALinkAreRemoved() throws {
    mkdir(folder + "/away", 0o700)
    try AtomicFile.write([[1]], to: folder + "/away/target")
    symlink("away/target", path)
    try Data().write(to: URL(fileURLWithPath: folder + "/away/.target.partial-99999999"))
    AtomicFile.removeLeftovers(of: path)
    XCTAssertEqual(try names(folder + "/away"), ["target"])
  }

  // MARK: Mode and owner

  func testTheModeIsKept() throws {
    for (name, write) in try writers() {
      for mode: mode_t in [0o600, 0o640, 0o666, 0o755] {
        try Data([9]).write(to: URL(fileURLWithPath: path))
        chmod(path, mode)
        try write(path)
        XCTAssertNotEqual(contents(path), [9], name)
        XCTAssertEqual(try status(path).st_mode & 0o7777, mode, name)
      }
    }
  }

  func testANewFileHasTheModeOfNewFiles() throws {
    let mask = umask(0o027)
    defer { umask(mask) }
    try AtomicFile.write([[1]], to: path)
    XCTAssertEqual(try status(path).st_mode & 0o7777, 0o640)
  }

  func testTheOwnerIsKept() throws {
    try XCTSkipIf(geteuid() != 0, "only root can give files away")
    for (name, write) in try writers() {
      try Data([9]).write(to: URL(fileURLWithPath: path))
      chown(path, 12_345, 12_346)
      chmod(path, 0o640)
      try write(path)
      let status = try status(path)
      XCTAssertEqual([status.st_uid, status.st_gid], [12_345, 12_346], name)
      XCTAssertEqual(status.st_mode & 0o7777, 0o640, name)
      XCTAssertNotEqual(contents(path), [9], name)
    }
  }

  /// A file that may be written, in a folder that may be written, would change its owner.
  func testAFileOfSomebodyElsesIsRefused() throws {
    try XCTSkipIf(geteuid() != 0, "only root can be somebody else")
    try Data([9]).write(to: URL(fileURLWithPath: path))
    chmod(path, 0o666)
    chmod(folder, 0o777)
    seteuid(65_534)
    defer { seteuid(0) }
    XCTAssertThrowsError(try AtomicFile.write([[1]], to: path)) {
      XCTAssertEqual(
        "\($0)", "\(path) belongs to another user, and would be yours. Name another file.")
    }
    XCTAssertEqual(contents(path), [9])
    XCTAssertEqual(try names(), ["model"])
  }

  func testAWriteProtectedFileIsRefused() throws {
    try Data([9]).write(to: URL(fileURLWithPath: path))
    chmod(path, 0o444)
    for (name, write) in try writers() {
      XCTAssertThrowsError(try write(path), name) {
        XCTAssertEqual(
          "\($0)", "\(path) is write-protected. Allow it with chmod u+w, or name another file.")
      }
      XCTAssertEqual(contents(path), [9], name)
    }
  }

  // MARK: Nothing is left behind

  func testAFailedWriteLeavesNoFolders() throws {
    XCTAssertThrowsError(
      try AtomicFile.write([[1]], to: folder + "/new/folder/model") { _, _, _ in
        errno = ENOSPC
        return -1
      })
    XCTAssertEqual(try names(), [])
    XCTAssertThrowsError(
      try AtomicFile.write([[1]], to: folder + "/new/" + String(repeating: "x", count: 300)))
    XCTAssertEqual(try names(), [])
  }

  /// What stands where the temporary file belongs is not followed.
  func testALinkAtTheTemporaryPathIsNotFollowed() throws {
    try Data([9]).write(to: URL(fileURLWithPath: folder + "/other"))
    symlink("other", folder + "/.model.partial-\(getpid())")
    try AtomicFile.write([[1]], to: path)
    XCTAssertEqual(contents(folder + "/other"), [9])
    XCTAssertEqual(contents(path), [1])
    XCTAssertEqual(try names(), ["model", "other"])
  }

  func testWritersAtTheSameTimeDoNotMix() throws {
    let path = path
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 64) { number in
      do {
        try AtomicFile.write(
          (0..<8).map { _ in [UInt8](repeating: UInt8(number), count: 1000) }, to: path)
      } catch { failures.withLock { $0.append("\(error)") } }
    }
    XCTAssertEqual(failures.withLock { $0 }, [])
    let written = try XCTUnwrap(contents(path))
    XCTAssertEqual(written.count, 8000)
    XCTAssertEqual(Set(written).count, 1)
    XCTAssertEqual(try names(), ["model"])
  }

  // MARK: A limit on the size of files

  /// What the child of the next test runs, where a limit may end the process.
  func testWritingBeyondTheLimit() throws {
    guard let path = ProcessInfo.processInfo.environment[Self.limitVariable] else { return }
    var limit = rlimit(rlim_cur: 8192, rlim_max: 8192)
    #if canImport(Glibc)
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    #else
      setrlimit(RLIMIT_FSIZE, &limit)
    #endif
    XCTAssertThrowsError(
      try AtomicFile.write([[UInt8](repeating: 1, count: 20_000)], to: path)
    ) { XCTAssertEqual(($0 as? ModelFileError)?.cause, .full) }
  }

  func testALimitOnTheSizeOfFilesIsLikeAFullDisk() throws {
    #if !os(Linux)
      throw XCTSkip("elsewhere the tests are no program that can start itself")
    #endif
    try AtomicFile.write([[9]], to: path)
    let process = Process()
    process.executableURL = Bundle.main.executableURL
    process.arguments = ["LayersTests.WriterTests/testWritingBeyondTheLimit"]
    process.environment = ProcessInfo.processInfo.environment
      .merging([Self.limitVariable: path]) { $1 }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    XCTAssertEqual(process.terminationReason, .exit)
    XCTAssertEqual(process.terminationStatus, 0)
    XCTAssertEqual(contents(path), [9])
    XCTAssertEqual(try names(), ["model"])
  }
}
