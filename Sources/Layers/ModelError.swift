/// What is wrong with a model's layers, its settings or what it was given, in one line.
public struct ModelError: Error, Equatable, Sendable, CustomStringConvertible {
  public let message: String

  public init(_ message: String) {
    self.message = message
  }

  public var description: String { message }
}
