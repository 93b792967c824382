/// What a layer gives or a model reads, before there are numbers. Layers are called on values and
/// return values, and a ``Model`` is made from the values that it reads and gives.
///
///     let words = Input.symbols()
///     let vectors = Embedding(vocabularySize: 5_000, size: 32)(words)
///     let memory = LSTM(64)(vectors)
///     let model = try Model(inputs: words, outputs: Dense(1, activation: .sigmoid)(memory))
///
/// A value has a shape, batch × numbers or batch × time × numbers, which is worked out and checked
/// when a model is made.
public struct Value: Sendable {
  let node: GraphNode
  /// The value's name in messages and in the figures of an output; nil for its place.
  public internal(set) var name: String?

  /// The same value with a name.
  public func named(_ name: String) -> Value {
    var copy = self
    copy.name = name
    return copy
  }

  init(_ origin: GraphNode.Origin, name: String? = nil) {
    node = GraphNode(origin)
    self.name = name
  }
}

/// A value's place in its graph: values are the same where their nodes are.
final class GraphNode: Sendable {
  enum Origin: Sendable {
    case input(GraphInput)
    case call(LayerCall, [Value])
    /// Nothing, for the reason in the sentence.
    case mistake(String)
  }

  let origin: Origin

  init(_ origin: Origin) {
    self.origin = origin
  }
}

extension Input {
  /// A sequence of symbols for each example, batch × time, for an ``Embedding``.
  public static func symbols(named name: String? = nil) -> Value {
    Value(.input(GraphInput(kind: .symbols, name: name)), name: name)
  }

  /// A sequence for each example, batch × time × features.
  ///
  /// - Parameters:
  ///   - steps: how many time steps every example has; nil if they have any number.
  ///   - features: numbers in each time step.
  ///   - name: the input's name in messages; nil for its place.
  public static func sequence(
    steps: Int? = nil, features: Int, named name: String? = nil
  ) -> Value {
    Value(
      .input(GraphInput(kind: .sequence(steps: steps, features: features), name: name)),
      name: name)
  }

  /// One vector for each example, batch × numbers.
  public static func vector(_ numbers: Int, named name: String? = nil) -> Value {
    Value(.input(GraphInput(kind: .vector(numbers), name: name)), name: name)
  }
}
