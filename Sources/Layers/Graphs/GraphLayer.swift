/// A layer of a graph, described without its numbers.
enum GraphLayer: Equatable, Codable, Sendable {
  /// One that a `Sequential` can have, too.
  case single(Layer)
  case concatenate
  case add
  case multiply
  case subtract
  case average
  case dot
  case repeatVector(Int)
  case reshape([Int])
  /// Numbers arranged as an image.
  case image(ImageShape)
  /// A part of the state that a recurrent layer ends with, of the call that gives its input.
  case state(Int)
  case attention(AttentionSettings)
  /// Those of the call that gives its input.
  case attentionWeights
  /// The first or the second half of each vector.
  case half(Int)
  /// Some time steps, or some numbers of each.
  case slice(Slice)
  /// Axes in another order.
  case permute([Int])

  var typeName: String {
    switch self {
    case .single(let layer): layer.typeName
    case .concatenate: "Concatenate"
    case .add: "Add"
    case .multiply: "Multiply"
    case .subtract: "Subtract"
    case .average: "Average"
    case .dot: "Dot"
    case .repeatVector: "RepeatVector"
    case .reshape, .image: "Reshape"
    case .state: "State"
    case .attention(let settings): settings.typeName
    case .attentionWeights: "AttentionWeights"
    case .half: "Direction"
    case .slice: "Slice"
    case .permute: "Permute"
    }
  }

  /// Whether it takes several values.
  var merges: Bool {
    switch self {
    case .concatenate, .add, .multiply, .subtract, .average, .dot: true
    case .single, .repeatVector, .reshape, .image, .state: false
    case .attention, .attentionWeights, .half, .slice, .permute: false
    }
  }
}

/// What a call of a layer adds to a graph. Only layers make and read it.
public struct LayerCall: Sendable {
  let layer: GraphLayer
  let weights: LayerWeights
  /// How many `TimeDistributed` stand around the layer.
  var distributions = 0

  init(_ layer: GraphLayer, _ weights: LayerWeights = LayerWeights()) {
    self.layer = layer
    self.weights = weights
  }

  var distributed: LayerCall {
    var copy = self
    copy.distributions += 1
    return copy
  }
}

/// A layer that is called on one value.
///
/// A layer, or a copy of it, that is called twice has the same weights in both places. To have weights
/// of their own, make two layers.
public protocol CallableLayer: Sendable {
  /// What a call of the layer adds to a graph.
  var call: LayerCall { get }
}

extension CallableLayer {
  /// The value that the layer makes of another. Whether they fit is checked when a ``Model`` is made.
  public func callAsFunction(_ input: Value) -> Value { Value(.call(call, [input])) }
}

extension Embedding: CallableLayer {
  public var call: LayerCall { LayerCall(.single(.embedding(self)), identity.weights) }
}

extension Masking: CallableLayer {
  public var call: LayerCall { LayerCall(.single(.masking(self))) }
}

extension LSTM: CallableLayer {
  public var call: LayerCall { LayerCall(.single(.lstm(self)), identity.weights) }
}

extension GRU: CallableLayer {
  public var call: LayerCall { LayerCall(.single(.gru(self)), identity.weights) }
}

extension SimpleRNN: CallableLayer {
  public var call: LayerCall { LayerCall(.single(.simpleRNN(self)), identity.weights) }
}

extension Bidirectional: CallableLayer {
  public var call: LayerCall { LayerCall(.single(.bidirectional(self)), identity.weights) }
}

extension Dense: CallableLayer {
  public var call: LayerCall { LayerCall(.single(.dense(self)), identity.weights) }
}

extension Activation: CallableLayer {
  public var call: LayerCall { LayerCall(.single(.activation(self))) }
}

extension Dropout: CallableLayer {
  public var call: LayerCall { LayerCall(.single(.dropout(self))) }
}

extension LayerNorm: CallableLayer {
  public var call: LayerCall { LayerCall(.single(.layerNorm(self)), identity.weights) }
}

extension CRF: CallableLayer {
  public var call: LayerCall { LayerCall(.single(.crf(self)), identity.weights) }
}
