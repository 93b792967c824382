import Foundation

@testable import Course

/// A shell script that stands first on PATH, as `swift` or `swiftc`, as long as this lives.
final class PathProgram {
  private let before = ProcessInfo.processInfo.environment["PATH"] ?? ""

  /// - Parameter script: its lines.
  init(_ name: String, _ script: String, in folder: PackageFolder) throws {
    try folder.write("#!/bin/sh\n\(script)\n", to: "bin/\(name)")
    let place = folder.url("bin/\(name)").path
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place)
    setenv("PATH", "\(folder.url("bin").path):\(before)", 1)
  }

  deinit {
    setenv("PATH", before, 1)
  }
}
