import Course
import Foundation

/// The parts of a Swift toolchain that build for WebAssembly: its compiler, the linker beside it, and
/// Embedded Swift's library.
package struct WebAssemblyToolchain: Equatable, Sendable {
  static let target = "wasm32-unknown-none-wasm"

  /// `wasm-ld`, with its path.
  package let linker: String
  /// Unicode's tables, which texts are compared with.
  package let unicode: String

  /// Finds them around the `swiftc` on PATH.
  ///
  /// - Throws: `UserError` where there is no compiler, or one that lacks what it takes, such as that of
  ///   Apple's Xcode; it says how to get another.
  package init(in folder: PackageFolder) throws {
    let asked = runChild(["swiftc", "-print-target-info"], in: folder.root, seconds: 60)
    guard case .exited(0) = asked.end else {
      throw UserError("swiftc is not found; add the toolchain's folder to PATH")
    }
    try self.init(targetInformation: asked.output, exists: FileManager.default.fileExists)
  }

  /// - Parameters:
  ///   - targetInformation: what `swiftc -print-target-info` prints.
  ///   - exists: whether there is a file.
  package init(targetInformation: String, exists: (String) -> Bool) throws {
    let json = Data(targetInformation.utf8)
    guard let information = try? JSONDecoder().decode(Information.self, from: json) else {
      throw Self.missing("its kind")
    }
    let resources = URL(fileURLWithPath: information.paths.runtimeResourcePath)
    let programs = resources.deletingLastPathComponent().deletingLastPathComponent()
    linker = programs.appendingPathComponent("bin/wasm-ld").path
    unicode =
      resources.appendingPathComponent("embedded/\(Self.target)/libswiftUnicodeDataTables.a").path
    if !exists(unicode) { throw Self.missing("Embedded Swift for \(Self.target)") }
    if !exists(linker) { throw Self.missing("wasm-ld") }
  }

  private static func missing(_ what: String) -> UserError {
    UserError(
      "this Swift toolchain cannot build for WebAssembly: it lacks \(what); "
        + "install one from https://www.swift.org/install and put it first on PATH")
  }

  private struct Information: Decodable {
    struct Paths: Decodable { let runtimeResourcePath: String }
    let paths: Paths
  }
}
