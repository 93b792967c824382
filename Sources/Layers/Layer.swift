/// A table of vectors, one for each symbol: the first layer of a model that reads symbols.
public struct Embedding: Equatable, Codable, Sendable {
  public var vocabularySize: Int
  public var size: Int

  public init(vocabularySize: Int, size: Int) {
    self.vocabularySize = vocabularySize
    self.size = size
  }
}

/// A layer of long short-term memory with forget gates; its output is its hidden state at every
/// time step.
///
///     [i f g o](t) = x(t) * W + h(t-1) * U + b
///     c(t) = σ(f) ⊙ c(t-1) + σ(i) ⊙ tanh(g)
///     h(t) = σ(o) ⊙ tanh(c(t))
///
/// - Note: Hochreiter and Schmidhuber (1997), "Long Short-Term Memory"; the forget gate is Gers,
///   Schmidhuber and Cummins (2000), "Learning to Forget".
public struct LSTM: Equatable, Codable, Sendable {
  public var units: Int

  public init(_ units: Int) {
    self.units = units
  }
}

/// The vanilla recurrent layer, h(t) = tanh(x(t) * W + h(t-1) * U + b); its output is its hidden
/// state at every time step.
///
/// - Note: Elman (1990), "Finding Structure in Time".
public struct SimpleRNN: Equatable, Codable, Sendable {
  public var units: Int

  public init(_ units: Int) {
    self.units = units
  }
}

/// An affine map of each time step by itself: x(t) * W + b.
public struct Dense: Equatable, Codable, Sendable {
  public var units: Int

  public init(_ units: Int) {
    self.units = units
  }
}

/// One layer of a model, described: what it is and how large, without its numbers.
public enum Layer: Equatable, Codable, Sendable {
  case embedding(Embedding)
  case lstm(LSTM)
  case simpleRNN(SimpleRNN)
  case dense(Dense)
}

/// Collects layers written one under the other.
@resultBuilder
public enum LayerBuilder {
  public static func buildExpression(_ layer: Embedding) -> [Layer] { [.embedding(layer)] }
  public static func buildExpression(_ layer: LSTM) -> [Layer] { [.lstm(layer)] }
  public static func buildExpression(_ layer: SimpleRNN) -> [Layer] { [.simpleRNN(layer)] }
  public static func buildExpression(_ layer: Dense) -> [Layer] { [.dense(layer)] }
  public static func buildExpression(_ layer: Layer) -> [Layer] { [layer] }
  public static func buildExpression(_ layers: [Layer]) -> [Layer] { layers }
  public static func buildBlock(_ parts: [Layer]...) -> [Layer] { parts.flatMap(\.self) }
  public static func buildArray(_ parts: [[Layer]]) -> [Layer] { parts.flatMap(\.self) }
  public static func buildOptional(_ part: [Layer]?) -> [Layer] { part ?? [] }
  public static func buildEither(first: [Layer]) -> [Layer] { first }
  public static func buildEither(second: [Layer]) -> [Layer] { second }
}
