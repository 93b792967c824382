import Foundation
import Layers

/// The package on disk: where it stands, and its files by their paths from the root.
package struct PackageFolder: Equatable, Sendable {
  package let root: URL

  /// Where every chapter's suite is built once for `course grade`, from the root.
  package static let suites = ".build/grading"

  package init(root: URL) { self.root = root }

  /// The package that holds a folder: the folder itself or the nearest above.
  ///
  /// - Throws: `UserError` where there is none.
  package static func containing(
    _ folder: String = FileManager.default.currentDirectoryPath
  ) throws -> PackageFolder {
    var url = URL(fileURLWithPath: folder, isDirectory: true).standardizedFileURL
    while true {
      let isHere = ["Package.swift", "solutions"].allSatisfy {
        FileManager.default.fileExists(atPath: url.appendingPathComponent($0).path)
      }
      if isHere { return PackageFolder(root: url) }
      if url.path == "/" {
        throw UserError(
          "this folder is not in LearnLSTM; change to the one with Package.swift and solutions/")
      }
      url.deleteLastPathComponent()
    }
  }

  package func url(_ path: String) -> URL { root.appendingPathComponent(path) }

  package func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: url(path).path)
  }

  private func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: url(path).path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  /// A file's text, or nil where there is none.
  ///
  /// - Throws: `UserError` for a file that cannot be read or is not UTF-8.
  package func text(_ path: String) throws -> String? {
    guard let contents = try contents(path) else { return nil }
    guard let text = String(validating: contents, as: UTF8.self) else {
      let line = lineThatIsNoText(contents).map { " (line \($0))" } ?? ""
      throw UserError("\(path) is not UTF-8\(line); save it as UTF-8")
    }
    return text
  }

  /// A file's bytes; nil where there is no such file.
  package func contents(_ path: String) throws -> Data? {
    guard exists(path) else { return nil }
    if let contents = try? Data(contentsOf: url(path)) { return contents }
    throw UserError("\(path) cannot be read; allow it: chmod u+r \(path)")
  }

  /// Writes a file whole or not at all: to a temporary file beside it, which is then renamed.
  package func write(_ text: String, to path: String) throws {
    try write(Data(text.utf8), to: path)
  }

  package func write(_ contents: Data, to path: String) throws {
    try writeWhole(contents, to: url(path).path, as: path)
  }

  /// The names in a folder, sorted, without hidden ones; empty where there is no such folder.
  package func names(in path: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url(path).path)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  /// The files below a folder, with their paths from the root, sorted, without hidden ones.
  package func files(below path: String) -> [String] {
    names(in: path).flatMap { name -> [String] in
      let inner = "\(path)/\(name)"
      return isFolder(inner) ? files(below: inner) : [inner]
    }
  }

  /// The Swift files below a folder, with their paths from the root, sorted.
  package func swiftFiles(below path: String) -> [String] {
    files(below: path).filter { $0.hasSuffix(".swift") }
  }

  /// Copies a file under .course/kept/, numbered so that nothing there is written over, and
  /// returns the copy's path. Nil where there is no such file.
  package func keepCopy(of path: String) throws -> String? {
    guard exists(path) else { return nil }
    let parts = path.split(separator: "/").drop { $0 == "exercises" }
    let base = ".course/kept/" + parts.joined(separator: "/").dropLast(".swift".count)
    var number = 1
    while exists("\(base)-\(number).swift") { number += 1 }
    let copy = "\(base)-\(number).swift"
    do { try write(contents(path) ?? Data(), to: copy) } catch {
      throw UserError("\(copy) cannot be written, so \(path) is left as it is; free the disk")
    }
    return copy
  }

  /// Makes files and folders of another place equal to these.
  package func mirror(_ parts: [String], in other: PackageFolder) throws {
    for part in parts {
      let wanted = files(below: part)
      for path in wanted.isEmpty && exists(part) ? [part] : wanted {
        guard let contents = try contents(path), try other.contents(path) != contents else {
          continue
        }
        try other.write(contents, to: path)
      }
      for path in Set(other.files(below: part)).subtracting(wanted) where path != part {
        try FileManager.default.removeItem(at: other.url(path))
      }
    }
  }

  // MARK: Locks

  /// Makes a folder, and locks it until this process ends.
  ///
  /// - Throws: `UserError` with `busy` where another process has locked it.
  package func lock(_ path: String, busy: String) throws {
    guard flock(try openLock(path), LOCK_EX | LOCK_NB) == 0 else { throw UserError(busy) }
  }

  /// Locks a folder while something is done there.
  ///
  /// - Parameter waiting: called where another process has locked it and is waited for.
  func whileLocked<Result>(
    _ path: String, waiting: () -> Void, _ body: () throws -> Result
  ) throws -> Result {
    let lock = try openLock(path)
    defer { close(lock) }
    if flock(lock, LOCK_EX | LOCK_NB) != 0 {
      waiting()
      while flock(lock, LOCK_EX) != 0 && errno == EINTR {}
    }
    return try body()
  }

  private func openLock(_ path: String) throws -> Int32 {
    try? FileManager.default.createDirectory(at: url(path), withIntermediateDirectories: true)
    let lock = open(url(path).path + ".lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
    if lock < 0 { throw UserError.unwritable("\(path).lock") }
    return lock
  }
}

extension UserError {
  package static func unwritable(_ place: String) -> UserError {
    UserError("\(place) cannot be written; is the disk full, or the folder read-only?")
  }
}

/// The first line, counted from 1, that is not UTF-8 or holds a NUL; nil where there is none.
package func lineThatIsNoText(_ contents: Data) -> Int? {
  contents.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    .firstIndex { $0.contains(0) || String(validating: $0, as: UTF8.self) == nil }.map { $0 + 1 }
}

/// What stands at a place itself, without following a link; nil where there is nothing.
package func fileType(of url: URL) -> FileAttributeType? {
  let attributes = try? FileManager.default.attributesOfItem(atPath: url.path)
  return attributes?[.type] as? FileAttributeType
}

/// Writes a file of the user's whole or not at all, as `AtomicFile` does.
///
/// - Parameter name: what messages call it.
/// - Throws: `UserError` in one line.
package func writeWhole(_ contents: Data, to path: String, as name: String) throws {
  do {
    try AtomicFile.write([[UInt8](contents)], to: path, as: name)
  } catch let error as ModelFileError {
    throw UserError(error.message + (error.cause == .full ? " Make room." : ""))
  }
}
