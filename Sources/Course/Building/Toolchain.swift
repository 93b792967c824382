import Foundation

/// The Swift toolchain whose `swiftc` stands on PATH.
package struct Toolchain: Equatable, Sendable {
  /// `usr` of the toolchain: `bin` and `lib` are below it.
  package let root: URL

  /// - Throws: `UserError` where there is no compiler.
  package init(in folder: PackageFolder) throws {
    struct Information: Decodable {
      struct Paths: Decodable { let runtimeResourcePath: String }
      let paths: Paths
    }
    let asked = runChild(["swiftc", "-print-target-info"], in: folder.root, seconds: 60)
    guard asked.end == .exited(0),
      let found = try? JSONDecoder().decode(Information.self, from: Data(asked.output.utf8))
    else { throw UserError.noSwift }
    // It is `lib/swift`.
    root = URL(fileURLWithPath: found.paths.runtimeResourcePath)
      .deletingLastPathComponent().deletingLastPathComponent()
  }

  package var compiler: URL { root.appendingPathComponent("bin/swiftc") }
}
