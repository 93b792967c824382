/// What a model without an embedding reads. Without this layer, a model reads sequences and learns how many
/// numbers a time step has from the first batch.
///
///     Input(features: 3)                          sequences of any lengths, 3 numbers a time step
///     Input(steps: 28, features: 28)              sequences of 28 time steps
///     Input(vector: 5)                            5 numbers an example
///     Input(height: 28, width: 28, channels: 1)   images
public struct Input: Equatable, Codable, Sendable {
  /// Numbers in each time step, or in each example where it has no time steps.
  public let features: Int
  /// Nil for sequences of any lengths.
  let kind: GraphInput.Kind?

  /// An input of this many numbers a time step.
  public init(features: Int) {
    (self.features, kind) = (features, nil)
  }

  /// An input of so many time steps in every example.
  public init(steps: Int, features: Int) {
    (self.features, kind) = (features, .sequence(steps: steps, features: features))
  }

  /// An input of one vector for each example.
  public init(vector numbers: Int) {
    (features, kind) = (numbers, .vector(numbers))
  }

  /// An input of one image for each example; see ``image(height:width:channels:named:)``.
  public init(height: Int, width: Int, channels: Int) {
    let image = ImageShape(height: height, width: width, channels: channels)
    (features, kind) = (image.checkedSize, .image(image))
  }

  /// An input of a sequence of images for each example; see
  /// ``video(frames:height:width:channels:named:)``.
  public init(frames: Int?, height: Int, width: Int, channels: Int) {
    let image = ImageShape(height: height, width: width, channels: channels)
    (features, kind) = (image.checkedSize, .video(frames: frames, image))
  }
}

/// A table of vectors, one for each symbol: the first layer of a model that reads symbols.
///
/// If the table has 65,536 numbers or more, a step of training works only on the rows of its batch.
/// PyTorch's `SparseAdam` leaves the other rows behind: it moves a row only when it has a gradient.
/// Here a row makes up for the steps that it missed, all at once, before it is next read. The weights
/// are therefore those of the optimiser's usual rule, up to rounding (and, with Adam, up to 3 in 10,000
/// of those steps if ε is larger than the root of the second moment).
public struct Embedding: Equatable, Codable, Sendable {
  /// V: symbols are 0 to V − 1.
  public var vocabularySize: Int
  /// Numbers in each vector: the table is vocabularySize × size.
  public var size: Int
  /// Whether the symbol 0 is padding, which later layers pass over.
  public var masksZero: Bool
  /// How the vectors begin.
  public var initializer: Initializer
  /// λ of the penalty λ Σ w² that training adds to the loss. It moves every row in every step.
  public var l2: Double
  let identity = LayerIdentity()

  enum CodingKeys: String, CodingKey {
    case vocabularySize, size, masksZero, initializer, l2
  }

  /// A table of vocabularySize × size numbers to learn. Symbols, batch × time, become
  /// batch × time × size.
  public init(
    vocabularySize: Int, size: Int, masksZero: Bool = false, initializer: Initializer = .unitRows,
    l2: Double = 0
  ) {
    self.vocabularySize = vocabularySize
    self.size = size
    self.masksZero = masksZero
    self.initializer = initializer
    self.l2 = l2
  }
}

/// Marks time steps whose numbers all equal `value` as padding, which later layers pass over. It is
/// the first layer, and changes no number. In a graph it is called on an input, and turns padding into
/// zeros.
///
/// Sequences that are given with their own, unequal lengths need no such layer.
public struct Masking: Equatable, Codable, Sendable {
  /// The value of all numbers of a padded time step.
  public var value: Float

  /// A mask for time steps of this value.
  public init(value: Float = 0) {
    self.value = value
  }
}

/// An affine map of the last axis, f(x * W + b): of each time step by itself, or of one vector.
public struct Dense: Equatable, Codable, Sendable {
  /// Numbers that come out.
  public var units: Int
  /// f, which is applied to the map's numbers.
  public var activation: ActivationFunction
  /// Whether there is a b at all.
  public var useBias: Bool
  /// How W begins.
  public var kernelInitializer: Initializer
  /// How b begins.
  public var biasInitializer: Initializer
  /// λ of the penalty λ Σ W² that training adds to the loss.
  public var kernelL2: Double
  /// The same of b.
  public var biasL2: Double
  let identity = LayerIdentity()

  enum CodingKeys: String, CodingKey {
    case units, activation, useBias, kernelInitializer, biasInitializer, kernelL2, biasL2
  }

  /// A map to this many numbers: … × inputs becomes … × units. W is inputs × units, b 1 × units.
  public init(
    _ units: Int, activation: ActivationFunction = .linear, useBias: Bool = true,
    kernelInitializer: Initializer = .glorotUniform, biasInitializer: Initializer = .zeros,
    kernelL2: Double = 0, biasL2: Double = 0
  ) {
    self.units = units
    self.activation = activation
    self.useBias = useBias
    self.kernelInitializer = kernelInitializer
    self.biasInitializer = biasInitializer
    self.kernelL2 = kernelL2
    self.biasL2 = biasL2
  }
}

/// A function of every number, or for `softmax` of every vector along the last axis.
public enum ActivationFunction: String, Codable, Sendable, CaseIterable {
  /// x itself.
  case linear
  /// 1 / (1 + e⁻ˣ), in (0, 1).
  case sigmoid
  /// eˣ divided by its sum over the vector: positive numbers that sum to 1.
  case softmax
  /// The hyperbolic tangent, in (−1, 1).
  case tanh
  /// x where it is positive, otherwise 0.
  case relu
  /// x / 6 + ½, cut off at 0 and 1: a sigmoid of three straight lines.
  case hardSigmoid
  /// x where it is positive, otherwise eˣ − 1, in (−1, 0) (Clevert, Unterthiner and Hochreiter, 2016).
  case elu
  /// log(1 + eˣ): positive, and nearly x where x is large.
  case softplus
  /// eˣ: positive, for rates whose logarithm the layer gives.
  case exponential
}

/// An activation function as a layer of its own.
public struct Activation: Equatable, Codable, Sendable {
  /// The function.
  public var function: ActivationFunction

  /// A layer that applies a function; the shape stays.
  public init(_ function: ActivationFunction) {
    self.function = function
  }
}

/// In training, sets each number to zero with the probability `rate` and divides the others by
/// 1 − `rate`. Otherwise it changes nothing.
///
/// - Note: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov (2014), "Dropout: A Simple
///   Way to Prevent Neural Networks from Overfitting".
public struct Dropout: Equatable, Codable, Sendable {
  /// The probability, in [0, 1).
  public var rate: Double

  /// A layer that drops numbers with this probability; the shape stays.
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
  /// ε, which keeps the division finite.
  public var epsilon: Double
  let identity = LayerIdentity()

  private enum CodingKeys: String, CodingKey { case epsilon }

  /// A layer that normalises; the shape stays.
  public init(epsilon: Double = 1e-3) {
    self.epsilon = epsilon
  }
}

/// The end of a model that tags: a linear-chain conditional random field, which scores whole sequences
/// of tags. It is compiled with ``Loss/crf``.
///
///     Bidirectional(LSTM(64, returnSequences: true))
///     Dense(9)
///     CRF(9)
///
/// It reads emissions, batch × time × tags, which say how well each tag fits each time step by itself,
/// and passes them on unchanged. It learns how well tags follow each other, and how well each tag fits
/// the first and the last step. All of these scores begin as zeros, so training begins with a softmax
/// at each step. `predictTags` gives the likeliest tags.
///
/// - Note: Lafferty, McCallum and Pereira (2001), "Conditional Random Fields: Probabilistic Models for
///   Segmenting and Labeling Sequence Data"; over an LSTM, Huang, Xu and Yu (2015), "Bidirectional
///   LSTM-CRF Models for Sequence Tagging".
public struct CRF: Equatable, Codable, Sendable {
  /// How many tags there are: they are 0 to tags − 1.
  public var tags: Int
  let identity = LayerIdentity()

  private enum CodingKeys: String, CodingKey { case tags }

  /// A layer for this many tags: tags × tags transitions, from × to, and a start and an end each.
  public init(_ tags: Int) {
    self.tags = tags
  }
}

/// The description of a layer: its kind and its size, without its numbers.
///
/// A value and not a protocol, so that a model's description can be compared and saved.
public enum Layer: Equatable, Codable, Sendable {
  /// The size of the inputs.
  case input(Input)
  /// Symbols to vectors.
  case embedding(Embedding)
  /// Which time steps are padding.
  case masking(Masking)
  /// Long short-term memory.
  case lstm(LSTM)
  /// Gated recurrent units.
  case gru(GRU)
  /// The vanilla recurrent layer.
  case simpleRNN(SimpleRNN)
  /// Two recurrent layers, one for each direction.
  case bidirectional(Bidirectional)
  /// An affine map of the last axis.
  case dense(Dense)
  /// A function of every number.
  case activation(Activation)
  /// Numbers set to zero in training.
  case dropout(Dropout)
  /// Vectors of mean 0 and variance 1.
  case layerNorm(LayerNorm)
  /// Scores of sequences of tags.
  case crf(CRF)
  /// Windows of neighbours in time or in an image.
  case spatial(SpatialLayer)
  /// A vector as every one of so many time steps; see ``RepeatVector``.
  case repeatVector(Int)
  /// Numbers in another arrangement, or a layer applied to every time step.
  indirect case shaped(ShapedLayer)
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
  public static func buildExpression(_ layer: CRF) -> [Layer] { [.crf(layer)] }
  public static func buildExpression(_ layer: Layer) -> [Layer] { [layer] }
  public static func buildExpression(_ layers: [Layer]) -> [Layer] { layers }
  public static func buildBlock(_ parts: [Layer]...) -> [Layer] { parts.flatMap(\.self) }
  public static func buildArray(_ parts: [[Layer]]) -> [Layer] { parts.flatMap(\.self) }
  public static func buildOptional(_ part: [Layer]?) -> [Layer] { part ?? [] }
  public static func buildEither(first: [Layer]) -> [Layer] { first }
  public static func buildEither(second: [Layer]) -> [Layer] { second }
}
