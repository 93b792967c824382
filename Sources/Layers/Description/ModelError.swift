import WholeFiles

/// What is wrong with a model's layers, its settings or what it was given, in one line.
public struct ModelError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong and what to do, in one line.
  public let message: String

  /// An error with this message, whose line breaks and other control characters are written out.
  public init(_ message: String) {
    self.message = oneLine(message)
  }

  public var description: String { message }

  static let unknownInputs = ModelError(
    "the model does not know its inputs' size; begin with Input(features:)")
}
