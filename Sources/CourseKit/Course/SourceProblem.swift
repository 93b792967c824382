/// Something wrong in one of the course's files, and where.
public struct SourceProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// From the package's root.
  public let file: String
  /// Counted from 1; nil where the whole file is meant.
  public let line: Int?
  public let message: String

  public init(_ file: String, _ line: Int?, _ message: String) {
    self.file = file
    self.line = line
    self.message = message
  }

  public var description: String {
    line.map { "\(file):\($0): \(message)" } ?? "\(file): \(message)"
  }
}
