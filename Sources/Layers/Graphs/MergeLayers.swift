/// Values side by side along the last axis: … × a and … × b become … × (a + b). The other axes are
/// the same for all.
///
/// A time step is padding where it is so in all of the values.
public struct Concatenate: Sendable {
  /// A layer that puts values side by side.
  public init() {}

  /// The values side by side, in this order.
  public func callAsFunction(_ inputs: Value...) -> Value { self(inputs) }

  /// The values side by side, in this order.
  public func callAsFunction(_ inputs: [Value]) -> Value {
    Value(.call(LayerCall(.concatenate), inputs))
  }
}

/// The sum of values of one shape, number by number; one with a single number in its last axis is
/// added to all numbers of the others.
///
/// A time step is padding where it is so in all of the values.
public struct Add: Sendable {
  /// A layer that adds values up.
  public init() {}

  /// The sum of the values.
  public func callAsFunction(_ inputs: Value...) -> Value { self(inputs) }

  /// The sum of the values.
  public func callAsFunction(_ inputs: [Value]) -> Value { Value(.call(LayerCall(.add), inputs)) }
}

/// The product of values of one shape, number by number; one with a single number in its last axis
/// multiplies all numbers of the others, as a gate does.
///
/// A time step is padding where it is so in all of the values; where it is so in some alone, they
/// count as 1.
public struct Multiply: Sendable {
  /// A layer that multiplies values.
  public init() {}

  /// The product of the values.
  public func callAsFunction(_ inputs: Value...) -> Value { self(inputs) }

  /// The product of the values.
  public func callAsFunction(_ inputs: [Value]) -> Value {
    Value(.call(LayerCall(.multiply), inputs))
  }
}

/// A vector as every time step of a sequence: batch × n becomes batch × count × n. It hands what an
/// encoder has read to a decoder.
public struct RepeatVector: CallableLayer {
  /// Time steps of the sequence.
  public let count: Int

  /// A layer that repeats a vector so many times.
  public init(_ count: Int) {
    self.count = count
  }

  public var call: LayerCall { LayerCall(.repeatVector(count)) }
}

/// The same numbers, row-major, in another shape. What comes in has a fixed number of time steps, or
/// none.
///
///     Reshape(12)         batch × 12
///     Reshape(4, 3)       batch × 4 time steps × 3 numbers
///     Reshape(5, 4, 3)    batch × 5 time steps, each of them a sequence of 4 × 3, for `TimeDistributed`
///     Reshape(-1, 3)      as many time steps as the numbers give
///     Reshape(height: 28, width: 28, channels: 1)    an image, for `Conv2D`
public struct Reshape: CallableLayer {
  /// The axes but for that of the batch.
  public let shape: [Int]
  private var image: ImageShape?

  /// A layer that gives this shape, of one to three axes; one of them may be −1, for what is left.
  public init(_ shape: Int...) {
    self.shape = shape
  }

  /// A layer that arranges numbers as an image, row by row.
  public init(height: Int, width: Int, channels: Int) {
    shape = [height, width, channels]
    image = ImageShape(height: height, width: width, channels: channels)
  }

  public var call: LayerCall { LayerCall(image.map { .image($0) } ?? .reshape(shape)) }
}

/// A layer applied to every time step by itself, with the same weights.
///
/// `Dense`, `Activation`, `Dropout` and `LayerNorm` do that anyway. Around a recurrent layer it reads
/// sequences of sequences: batch × time × steps × features becomes batch × time × units. Around
/// ``Reshape`` it makes such sequences of what each time step holds. Around a ``Model`` it applies all
/// of it.
public struct TimeDistributed: Sendable {
  private enum Kind: Sendable {
    case layer(LayerCall)
    case graph(BuiltGraph)
  }

  private let kind: Kind

  /// A layer applied to every time step.
  public init(_ layer: some CallableLayer) {
    kind = .layer(layer.call.distributed)
  }

  init(_ graph: BuiltGraph) {
    kind = .graph(graph)
  }

  /// As a `Sequential` has it.
  var shaped: ShapedLayer {
    switch kind {
    case .layer(let call):
      ShapedLayer(
        layer: call.layer, isDistributed: true,
        problem: call.distributions > 1
          ? "stands in another TimeDistributed; one goes over the time steps, and there are no more axes"
          : nil)
    case .graph:
      ShapedLayer(
        layer: .reshape([-1]), isDistributed: true,
        problem:
          "is of a whole model, whose weights other models have, too; call it on a value, in a Model"
      )
    }
  }

  /// What the layer makes of each time step of a value.
  public func callAsFunction(_ input: Value) -> Value {
    switch kind {
    case .layer(let call): Value(.call(call, [input]))
    case .graph(let graph): graph.called(on: input, distributed: true)
    }
  }
}

extension LayerBuilder {
  public static func buildExpression(_ layer: RepeatVector) -> [Layer] {
    [.repeatVector(layer.count)]
  }

  public static func buildExpression(_ layer: TimeDistributed) -> [Layer] {
    [.shaped(layer.shaped)]
  }

  public static func buildExpression(_ layer: Reshape) -> [Layer] {
    [.shaped(ShapedLayer(layer: layer.call.layer))]
  }

  public static func buildExpression(_ layer: Permute) -> [Layer] {
    [.shaped(ShapedLayer(layer: layer.call.layer))]
  }
}
