/// The difference of two values of one shape, number by number; one with a single number in its last axis is
/// taken from all numbers of the other.
///
/// A time step is padding where it is so in both values.
public struct Subtract: Sendable {
  /// A layer that subtracts.
  public init() {}

  /// The first value less the second.
  public func callAsFunction(_ first: Value, _ second: Value) -> Value {
    Value(.call(LayerCall(.subtract), [first, second]))
  }
}

/// The mean of values of one shape, number by number; one with a single number in its last axis counts for
/// all numbers of the others.
///
/// A time step is padding where it is so in all of the values.
public struct Average: Sendable {
  /// A layer that takes means.
  public init() {}

  /// The mean of the values.
  public func callAsFunction(_ inputs: Value...) -> Value { self(inputs) }

  /// The mean of the values.
  public func callAsFunction(_ inputs: [Value]) -> Value {
    Value(.call(LayerCall(.average), inputs))
  }
}

/// The product of two vectors, Σ x y, one number: of two vectors for each example, or at each time step. It
/// says how well a user and a film go together, if both are vectors.
///
/// A time step is padding where it is so in both values.
public struct Dot: Sendable {
  /// A layer that multiplies vectors.
  public init() {}

  /// The product of the vectors.
  public func callAsFunction(_ first: Value, _ second: Value) -> Value {
    Value(.call(LayerCall(.dot), [first, second]))
  }
}
