import Kernels

/// A named matrix or vector of a model, as files hold it.
public struct Tensor: Equatable, Sendable {
  /// Its place in the model: `1.inputWeights`.
  public let name: String
  /// The size of each axis.
  public let shape: [Int]
  /// Row-major.
  public let values: [Float]

  /// A tensor of these numbers.
  ///
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

extension [Tensor] {
  /// The first number that is not finite, in a sentence, or nil.
  var infinity: String? {
    for tensor in self {
      if let value = tensor.values.first(where: { !$0.isFinite }) {
        return "\(tensor.name) holds \(value), and parameters are finite"
      }
    }
    return nil
  }
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
