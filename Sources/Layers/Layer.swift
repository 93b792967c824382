/// The numbers that a model without an embedding reads at each time step. Without it, a model
/// learns its inputs' size from the first batch.
public struct Input: Equatable, Codable, Sendable {
  public var features: Int

  public init(features: Int) {
    self.features = features
  }
}

/// A table of vectors, one for each symbol: the first layer of a model that reads symbols.
///
/// From 65,536 numbers on, a step of training works on the rows of its batch alone. The others are
/// not left behind, as by PyTorch's `SparseAdam`, which moves a row only when it has a gradient: before
/// a row is next read, it makes up for the steps that it missed in one, so that the weights are those
/// of the optimiser's usual rule, but for rounding (and with Adam where ε is larger than the root of
/// the second moment, for 3 in 10,000 of those steps).
public struct Embedding: Equatable, Codable, Sendable {
  public var vocabularySize: Int
  public var size: Int
  /// Whether the symbol 0 is padding, which later layers pass over.
  public var masksZero: Bool

  public init(vocabularySize: Int, size: Int, masksZero: Bool = false) {
    self.vocabularySize = vocabularySize
    self.size = size
    self.masksZero = masksZero
  }
}

/// Time steps whose numbers all equal `value` are padding, which later layers pass over. It stands
/// first, and changes no number.
///
/// Sequences of unequal length that are handed over as they are need no such layer.
public struct Masking: Equatable, Codable, Sendable {
  public var value: Float

  public init(value: Float = 0) {
    self.value = value
  }
}

/// An affine map of the last axis, f(x * W + b): of each time step by itself, or of one vector.
public struct Dense: Equatable, Codable, Sendable {
  public var units: Int
  public var activation: ActivationFunction

  public init(_ units: Int, activation: ActivationFunction = .linear) {
    self.units = units
    self.activation = activation
  }
}

/// A function of every number, or for `softmax` of every vector along the last axis.
public enum ActivationFunction: String, Codable, Sendable, CaseIterable {
  case linear, sigmoid, softmax, tanh, relu
}

/// An activation function as a layer of its own.
public struct Activation: Equatable, Codable, Sendable {
  public var function: ActivationFunction

  public init(_ function: ActivationFunction) {
    self.function = function
  }
}

/// In training, sets each number to zero with a probability and scales the others up by as much;
/// elsewhere changes nothing.
///
/// - Note: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov (2014), "Dropout: A Simple
///   Way to Prevent Neural Networks from Overfitting".
public struct Dropout: Equatable, Codable, Sendable {
  /// In [0, 1).
  public var rate: Double

  public init(_ rate: Double) {
    self.rate = rate
  }
}

/// Shifts and scales each vector along the last axis to mean 0 and variance 1, then by a learnt
/// scale and offset: (x − mean) / √(variance + ε) ⊙ scale + offset.
///
/// - Note: Ba, Kiros and Hinton (2016), "Layer Normalization". Keras has ε = 10⁻³ by default,
///   PyTorch 10⁻⁵.
public struct LayerNorm: Equatable, Codable, Sendable {
  public var epsilon: Double

  public init(epsilon: Double = 1e-3) {
    self.epsilon = epsilon
  }
}

/// One layer of a model, described: what it is and how large, without its numbers.
///
/// A value and not a protocol, so that a model's description can be compared and saved.
public enum Layer: Equatable, Codable, Sendable {
  case input(Input)
  case embedding(Embedding)
  case masking(Masking)
  case lstm(LSTM)
  case gru(GRU)
  case simpleRNN(SimpleRNN)
  case bidirectional(Bidirectional)
  case dense(Dense)
  case activation(Activation)
  case dropout(Dropout)
  case layerNorm(LayerNorm)
}

/// Collects layers written one under the other.
@resultBuilder
public enum LayerBuilder {
  public static func buildExpression(_ layer: Input) -> [Layer] { [.input(layer)] }
  public static func buildExpression(_ layer: Embedding) -> [Layer] { [.embedding(layer)] }
  public static func buildExpression(_ layer: Masking) -> [Layer] { [.masking(layer)] }
  public static func buildExpression(_ layer: LSTM) -> [Layer] { [.lstm(layer)] }
  public static func buildExpression(_ layer: GRU) -> [Layer] { [.gru(layer)] }
  public static func buildExpression(_ layer: SimpleRNN) -> [Layer] { [.simpleRNN(layer)] }
  public static func buildExpression(_ layer: Bidirectional) -> [Layer] { [.bidirectional(layer)] }
  public static func buildExpression(_ layer: Dense) -> [Layer] { [.dense(layer)] }
  public static func buildExpression(_ layer: Activation) -> [Layer] { [.activation(layer)] }
  public static func buildExpression(_ layer: Dropout) -> [Layer] { [.dropout(layer)] }
  public static func buildExpression(_ layer: LayerNorm) -> [Layer] { [.layerNorm(layer)] }
  public static func buildExpression(_ layer: Layer) -> [Layer] { [layer] }
  public static func buildExpression(_ layers: [Layer]) -> [Layer] { layers }
  public static func buildBlock(_ parts: [Layer]...) -> [Layer] { parts.flatMap(\.self) }
  public static func buildArray(_ parts: [[Layer]]) -> [Layer] { parts.flatMap(\.self) }
  public static func buildOptional(_ part: [Layer]?) -> [Layer] { part ?? [] }
  public static func buildEither(first: [Layer]) -> [Layer] { first }
  public static func buildEither(second: [Layer]) -> [Layer] { second }
}
