import Foundation

/// Where the reader stands, for the pages of the web edition: a script that sets a value, since a page
/// that was opened from a file may load scripts and nothing else.
package struct ReadersStanding: Equatable, Sendable {
  /// The folder of the pages, from the package's root.
  package static let book = ".build/book"
  /// The file, beside the pages.
  package static let name = "status.js"
  /// The script of a book that nobody has opened with `course read --web`.
  package static let unknown = "window.courseStatus = null;\n"

  /// The exercises that were checked and not changed since, by their numbers.
  let done: [ExerciseNumber]
  let failing: [ExerciseNumber]

  init(of course: Course) throws {
    let progress = course.progress
    let states = try course.exercises.map { ($0.number, try course.state(of: $0, progress)) }
    done = states.filter { $0.1 == .done }.map(\.0)
    failing = states.filter { $0.1 == .failing }.map(\.0)
  }

  var script: String {
    let words = done.map { "\"\($0)\": \"done\"" } + failing.map { "\"\($0)\": \"failing\"" }
    return "window.courseStatus = {\(words.joined(separator: ", "))};\n"
  }
}
