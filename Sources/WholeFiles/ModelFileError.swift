/// What is wrong with a model file, in one line.
public struct ModelFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Whose affair it is.
  public enum Cause: Equatable, Sendable {
    /// There is no file at this path.
    case missing(String)
    /// Nothing can be written at this path.
    case unwritable(String)
    /// The disk is full; what was at the path before is intact.
    case full
    /// The file itself.
    case content
  }

  /// What is wrong and what to do, in one line.
  public let message: String
  /// Whose affair it is.
  public let cause: Cause

  /// An error with this message, whose line breaks and other control characters are written out.
  public init(_ message: String, cause: Cause = .content) {
    self.message = oneLine(message)
    self.cause = cause
  }

  public var description: String { message }
}
