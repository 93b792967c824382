import Course
import Foundation

/// Finds the files that count where nobody kept their folders: a course site hands on what people
/// upload as loose files, or as an archive in a folder with the person's name.
struct LooseFiles {
  /// The path that a name stands for, where it stands for one only.
  private let paths: [String: String]

  /// - Parameter wanted: the files that count, by their paths from the package's root.
  init(_ wanted: Set<String>) {
    paths = Dictionary(grouping: wanted, by: Self.name).compactMapValues {
      $0.count == 1 ? $0[0] : nil
    }
  }

  /// Those among some files that count by their names alone, in the order of their paths.
  ///
  /// - Throws: `ArchiveProblem` where two have the same name: nobody can say which one counts.
  func places(among files: [String]) throws(ArchiveProblem) -> [(member: String, path: String)] {
    var found: [(member: String, path: String)] = []
    for file in files {
      guard let path = paths[Self.name(of: file)] else { continue }
      if found.contains(where: { $0.path == path }) {
        throw ArchiveProblem("it holds \(Self.name(of: file)) twice and no exercises/ folder.")
      }
      found.append((file, path))
    }
    return found.sorted { $0.path < $1.path }
  }

  /// What a grade says of files that were taken in this way.
  static func note(_ count: Int) -> String {
    count == 1
      ? "1 loose file was taken by its name: there is no exercises/ folder."
      : "\(count) loose files were taken by their names: there is no exercises/ folder."
  }

  private static func name(of path: String) -> String {
    String(path.split(separator: "/").last ?? "")
  }
}
