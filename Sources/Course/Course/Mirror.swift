import Foundation

extension PackageFolder {
  /// Makes files and folders of another place equal to these. What is equal already is left, so
  /// that a build there has little to do.
  package func mirror(_ parts: [String], in other: PackageFolder) throws {
    for part in parts {
      let wanted = files(below: part)
      for path in wanted.isEmpty && exists(part) ? [part] : wanted {
        guard let contents = try contents(path), try other.contents(path) != contents else {
          continue
        }
        try other.writeForBuild(contents, to: path)
      }
      for path in Set(other.files(below: part)).subtracting(wanted) where path != part {
        try FileManager.default.removeItem(at: other.url(path))
      }
    }
  }

  /// Writes a file and dates it a whole second later than it was. The compiler takes a file for
  /// unchanged where its time is the same in whole seconds.
  package func writeForBuild(_ contents: Data, to path: String) throws {
    let before = try modified(path)
    try write(contents, to: path)
    let now = try modified(path) ?? 0
    let time = max(now, (before ?? now) + 1)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceReferenceDate: time)],
      ofItemAtPath: url(path).path)
  }

  /// When a file was changed, in whole seconds; nil where there is none.
  private func modified(_ path: String) throws -> Double? {
    guard exists(path) else { return nil }
    let found = try FileManager.default.attributesOfItem(atPath: url(path).path)
    return (found[.modificationDate] as? Date)?.timeIntervalSinceReferenceDate.rounded(.down)
  }
}
