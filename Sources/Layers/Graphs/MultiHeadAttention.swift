/// Several scaled dot products side by side, each with queries, keys and values of its own, and a layer
/// that puts what they find together.
///
///     head(h) = attention(query * Q(h), key * K(h), value * V(h))
///     output  = [head(0) head(1) …] * O
///
/// Each product has a bias, as in Keras. Shapes and padding are as for ``Attention``; the output has
/// `units` numbers. In a model it is the layers that it is made of.
///
/// - Note: Vaswani et al. (2017), "Attention Is All You Need".
public struct MultiHeadAttention: Sendable {
  /// For each head what its queries, keys and values are made by.
  private let queries, keys, values: [Dense]
  private let attention: Attention
  private let output: Dense

  /// A layer of several heads. Q and K are inputs × keySize for each head, V inputs × valueSize, and O
  /// heads · valueSize × units.
  ///
  /// - Parameters:
  ///   - heads: how many there are, at least 1.
  ///   - keySize: numbers of each head's queries and keys.
  ///   - valueSize: numbers of each head's values; nil for as many.
  ///   - units: numbers that come out.
  ///   - causal: whether a target step sees the source steps up to its own place alone.
  ///   - dropout: the probability with which training drops a weight.
  ///
  /// Whether they make sense is checked when a ``Model`` is made.
  public init(
    heads: Int, keySize: Int, valueSize: Int? = nil, units: Int, causal: Bool = false,
    dropout: Double = 0
  ) {
    func layers(_ size: Int) -> [Dense] { (0..<max(0, heads)).map { _ in Dense(size) } }
    (queries, keys, values) = (layers(keySize), layers(keySize), layers(valueSize ?? keySize))
    attention = Attention(causal: causal, dropout: dropout)
    output = Dense(units)
  }

  /// What the queries find among the values.
  ///
  /// - Parameters:
  ///   - query: what is looked for, at each target step.
  ///   - value: what is found, for each source step.
  ///   - key: what queries are compared with, for each source step; nil for the values.
  public func callAsFunction(query: Value, value: Value, key: Value? = nil) -> Value {
    withWeights(query: query, value: value, key: key).output
  }

  /// What the queries find among the values, and each head's weights; see
  /// ``Attention/withWeights(query:value:key:)``.
  public func withWeights(
    query: Value, value: Value, key: Value? = nil
  ) -> (output: Value, weights: [Value]) {
    if queries.isEmpty {
      return (Value(.mistake("a MultiHeadAttention has no heads; it has at least 1")), [])
    }
    for (name, size) in [
      ("keySize", queries[0].units), ("valueSize", values[0].units), ("units", output.units),
    ] where size < 1 {
      let problem = "a MultiHeadAttention has \(name): \(size); it is at least 1"
      return (Value(.mistake(problem)), [])
    }
    let heads = queries.indices.map { head in
      attention.withWeights(
        query: queries[head](query), value: values[head](value), key: keys[head](key ?? value))
    }
    let found = heads.map(\.output)
    return (output(found.count > 1 ? Concatenate()(found) : found[0]), heads.map(\.weights))
  }
}
