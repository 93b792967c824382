import Kernels

/// A named matrix or vector of a model, as files hold it.
public struct Tensor: Equatable, Sendable {
  public let name: String
  public let shape: [Int]
  /// Row-major.
  public let values: [Float]

  /// - Precondition: there are as many values as the shape says.
  public init(name: String, shape: [Int], values: [Float]) {
    if shape.reduce(1, *) != values.count {
      fatalError("\(name): \(values.count) values for the shape \(shape)")
    }
    self.name = name
    self.shape = shape
    self.values = values
  }
}

/// A model: layers, each fed by the one before, with their parameters in single precision.
///
///     let model = Sequential(seed: 1) {
///       Embedding(vocabularySize: 65, size: 32)
///       LSTM(128)
///       Dense(65)
///     }
///
/// Nothing but its parameters belongs to the model. What a recurrent layer remembers, and the
/// memory that passes need, belong to the `Trainer`, `Evaluator` or `Predictor` that runs it.
public final class Sequential {
  public let layers: [Layer]
  let network: Network<Float>
  let parameters: Buffer<Float>

  /// A model with random parameters.
  ///
  /// - Precondition: the first layer and no other is an `Embedding`, and sizes are positive.
  public init(layers: [Layer], seed: UInt64) {
    self.layers = layers
    network = Network(layers)
    parameters = network.initialParameters(seed: seed)
  }

  /// A model with parameters that were saved. They are checked before any memory is taken.
  ///
  /// - Throws: `ModelFileError` where they are not those of these layers.
  public init(layers: [Layer], tensors: [Tensor]) throws {
    self.layers = layers
    network = Network(layers)
    if let problem = network.layout.problem(with: tensors, prefix: "") {
      throw ModelFileError("these are not this model's parameters: \(problem)")
    }
    parameters = Buffer(count: network.layout.count)
    network.layout.fill(parameters, from: tensors, prefix: "")
  }

  public convenience init(seed: UInt64, @LayerBuilder _ layers: () -> [Layer]) {
    self.init(layers: layers(), seed: seed)
  }

  public var vocabularySize: Int { network.vocabularySize }
  public var outputSize: Int { network.outputSize }

  /// How many numbers the model learns.
  public var parameterCount: Int {
    network.layout.slots.reduce(0) { $0 + $1.count }
  }

  /// About how many bytes a `Trainer` of such layers takes, found without taking them.
  ///
  /// - Precondition: as for ``init(layers:seed:)``.
  public static func trainingBytes(layers: [Layer], rows: Int, length: Int) -> Int {
    Network<Float>(layers).trainingBytes(rows: rows, length: length)
  }

  /// Copies of the parameters, in a fixed order. Biases are vectors, all others matrices.
  ///
  /// Setting them needs the same names and shapes in the same order.
  public var tensors: [Tensor] {
    get { network.layout.tensors(in: parameters, prefix: "") }
    set { network.layout.fill(parameters, from: newValue, prefix: "") }
  }

  /// What stops tensors from being this model's parameters, in a sentence, or nil.
  public func problem(with tensors: [Tensor]) -> String? {
    network.layout.problem(with: tensors, prefix: "")
  }
}

extension ParameterSlot {
  var shape: [Int] { name.hasSuffix(".bias") ? [columns] : [rows, columns] }
}

extension ParameterLayout {
  func tensors(in buffer: Buffer<Float>, prefix: String) -> [Tensor] {
    slots.map { slot in
      let values = UnsafeBufferPointer(start: buffer.base + slot.offset, count: slot.count)
      return Tensor(name: prefix + slot.name, shape: slot.shape, values: Array(values))
    }
  }

  func fill(_ buffer: Buffer<Float>, from tensors: [Tensor], prefix: String) {
    if let problem = problem(with: tensors, prefix: prefix) { fatalError(problem) }
    for (slot, tensor) in zip(slots, tensors) {
      tensor.values.withUnsafeBufferPointer { values in
        (buffer.base + slot.offset).update(from: values.baseAddress!, count: slot.count)
      }
    }
  }

  func problem(with tensors: [Tensor], prefix: String) -> String? {
    if tensors.count != slots.count {
      return "\(tensors.count) tensors for a model of \(slots.count)"
    }
    for (slot, tensor) in zip(slots, tensors) where prefix + slot.name != tensor.name {
      return "the tensor \(tensor.name) stands where \(prefix + slot.name) should"
    }
    for (slot, tensor) in zip(slots, tensors) where slot.shape != tensor.shape {
      return "\(tensor.name) has the shape \(tensor.shape), should have \(slot.shape)"
    }
    return nil
  }
}
