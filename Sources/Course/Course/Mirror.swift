import Foundation

extension PackageFolder {
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
}
