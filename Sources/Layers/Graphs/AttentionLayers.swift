/// For each query the mean of values, weighted by how well their keys fit it: the softmax over the time
/// steps of the source of the products of query and key.
///
///     weights(t, s) = softmax over s of α · query(t) · key(s)
///     output(t)     = Σ over s of weights(t, s) · value(s)
///
/// Queries are batch × target steps × size, or one vector for each example, whose output then is a
/// vector, too; values and keys are batch × source steps × numbers. Source steps that are padding have
/// the weight 0 exactly, and a source of nothing but padding gives zeros; so do target steps that are
/// padding.
///
///     let aligned = Attention()(query: decoded, value: encoded)
///
/// - Note: α is 1 / √size in Vaswani et al. (2017), "Attention Is All You Need", and 1 in Luong, Pham
///   and Manning (2015), "Effective Approaches to Attention-based Neural Machine Translation".
public struct Attention: Equatable, Sendable {
  /// What products of query and key are multiplied by.
  public var scale: AttentionScale
  /// Whether a target step sees the source steps up to its own place alone.
  public var causal: Bool
  /// The probability with which training drops a weight, in [0, 1).
  public var dropout: Double
  let identity = LayerIdentity()

  /// A layer that attends.
  public init(scale: AttentionScale = .rootOfSize, causal: Bool = false, dropout: Double = 0) {
    self.scale = scale
    self.causal = causal
    self.dropout = dropout
  }
}

/// Attention whose scores are those of a small network, which takes queries and keys of any sizes.
///
///     weights(t, s) = softmax over s of v · tanh(query(t) * W + key(s) * U)
///     output(t)     = Σ over s of weights(t, s) · value(s)
///
/// Without units there is neither W nor U, and queries and keys have one size: Keras's layer of this
/// name, which leaves the two products to `Dense` layers before it. Shapes and padding are as for
/// ``Attention``.
///
/// - Note: Bahdanau, Cho and Bengio (2015), "Neural Machine Translation by Jointly Learning to Align and
///   Translate".
public struct AdditiveAttention: Equatable, Sendable {
  /// Numbers in the hidden layer of the scores; nil for those of query and key themselves.
  public var units: Int?
  /// Whether a target step sees the source steps up to its own place alone.
  public var causal: Bool
  /// The probability with which training drops a weight, in [0, 1).
  public var dropout: Double
  let identity = LayerIdentity()

  /// A layer that attends. W is query size × units, U key size × units, v 1 × units.
  public init(_ units: Int? = nil, causal: Bool = false, dropout: Double = 0) {
    self.units = units
    self.causal = causal
    self.dropout = dropout
  }
}

extension Attention {
  /// What the queries find among the values.
  ///
  /// - Parameters:
  ///   - query: what is looked for, at each target step.
  ///   - value: what is found, for each source step.
  ///   - key: what queries are compared with, for each source step; nil for the values.
  public func callAsFunction(query: Value, value: Value, key: Value? = nil) -> Value {
    Value(.call(call, [query, value, key ?? value]))
  }

  /// What the queries find among the values, and the weights: a sequence of source steps for each target
  /// step, as pictures of alignments show.
  ///
  /// As an output of a model, a prediction's `sequences` has for each example a vector for each target
  /// step, with a weight for each source step.
  public func withWeights(
    query: Value, value: Value, key: Value? = nil
  ) -> (output: Value, weights: Value) {
    callAsFunction(query: query, value: value, key: key).withAttentionWeights
  }

  private var call: LayerCall {
    LayerCall(
      .attention(AttentionSettings(score: .dot(scale), isCausal: causal, dropout: dropout)),
      identity.weights)
  }
}

extension AdditiveAttention {
  /// What the queries find among the values; see ``Attention``.
  public func callAsFunction(query: Value, value: Value, key: Value? = nil) -> Value {
    Value(.call(call, [query, value, key ?? value]))
  }

  /// What the queries find among the values, and the weights; see
  /// ``Attention/withWeights(query:value:key:)``.
  public func withWeights(
    query: Value, value: Value, key: Value? = nil
  ) -> (output: Value, weights: Value) {
    callAsFunction(query: query, value: value, key: key).withAttentionWeights
  }

  private var call: LayerCall {
    LayerCall(
      .attention(
        AttentionSettings(score: .additive(units: units), isCausal: causal, dropout: dropout)),
      identity.weights)
  }
}

extension Value {
  fileprivate var withAttentionWeights: (output: Value, weights: Value) {
    (self, Value(.call(LayerCall(.attentionWeights), [self])))
  }
}
