/// Turns a solution file into the file that a reader gets.
enum Release {
  /// The released text.
  ///
  /// - Parameters:
  ///   - chapter: the chapter's Markdown, from the package's root.
  ///   - titles: the exercises' titles in that chapter, where they are quoted.
  static func text(
    of file: SolutionFile, chapter: String, titles: [ExerciseNumber: String]
  ) -> String {
    var released: [String] = []
    var index = 0
    for exercise in file.exercises {
      released += file.lines[index..<exercise.markerLine].filter { !isRegionMarker($0) }
      released.append(file.lines[exercise.markerLine])
      let title = titles[exercise.marker.number]
      released += pointer(to: chapter, title, exercise)
      released += exercise.placeholder.map { $0.isEmpty ? "" : exercise.indentation + $0 }
      index = exercise.endLine + 1
    }
    released += file.lines[index...].filter { !isRegionMarker($0) }
    return released.joined(separator: "\n") + "\n"
  }

  /// The comment that says where to read and how to check: one line where it fits into 100
  /// columns, else two.
  private static func pointer(
    to chapter: String, _ title: String?, _ exercise: SolutionFile.MarkedExercise
  ) -> [String] {
    let section = title.map { ", \"\($0)\"" } ?? ""
    let read = "\(exercise.indentation)// Read \(chapter)\(section)."
    let check = "Check with: swift run course check \(exercise.marker.number)"
    let both = "\(read) \(check)"
    return both.count <= 100 ? [both] : [read, "\(exercise.indentation)// \(check)"]
  }

  /// Regions serve the book's excerpts, which quote solutions/; a reader's file needs none.
  static func isRegionMarker(_ line: String) -> Bool {
    let text = trimmed(line)
    return text.hasPrefix("// REGION ") || text.hasPrefix("// END REGION ")
  }
}
