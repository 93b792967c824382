/// What is wrong with a text that somebody gave, in one line that also says what to do.
public struct TextError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong and what to do, in one line.
  public let message: String

  /// An error with this message.
  public init(_ message: String) {
    self.message = message
  }

  public var description: String { message }
}
