/// What is wrong with a text that somebody gave, in one line that also says what to do.
public struct TextError: Error, Equatable, Sendable, CustomStringConvertible {
  public let message: String

  public init(_ message: String) {
    self.message = message
  }

  public var description: String { message }
}
