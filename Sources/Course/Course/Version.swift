extension PackageFolder {
  /// The newest version that CHANGELOG.md describes: `1.0.0`.
  func version() throws -> String {
    let heading = (try text("CHANGELOG.md") ?? "").lines.first {
      $0.hasPrefix("## ") && $0.dropFirst(3).first?.isNumber == true
    }
    guard let version = heading?.split(separator: " ").dropFirst().first else {
      throw UserError("CHANGELOG.md names no version; put it back: git checkout CHANGELOG.md")
    }
    return String(version)
  }
}
