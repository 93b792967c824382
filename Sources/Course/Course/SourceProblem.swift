/// Something wrong in one of the course's files, and where.
package struct SourceProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// From the package's root.
  package let file: String
  /// Counted from 1; nil where the whole file is meant.
  package let line: Int?
  package let message: String

  package init(_ file: String, _ line: Int?, _ message: String) {
    self.file = file
    self.line = line
    self.message = message
  }

  package var description: String {
    line.map { "\(file):\($0): \(message)" } ?? "\(file): \(message)"
  }
}
