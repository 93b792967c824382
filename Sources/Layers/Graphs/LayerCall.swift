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
