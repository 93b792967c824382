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
  /// - Throws: `ModelError` if there are not as many values as the shape says.
  public init(name: String, shape: [Int], values: [Float]) throws(ModelError) {
    var count = 1
    var isTooLarge = false
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      (count, isTooLarge) = (product, isTooLarge || overflow)
    }
    if isTooLarge || shape.contains(where: { $0 < 0 }) || count != values.count {
      let sizes = shape.isEmpty ? "one number" : shape.map { "\($0)" }.joined(separator: " × ")
      throw ModelError(
        "\(name) has the shape \(sizes), got \(counted(values.count, "number"))")
    }
    self.init(checked: name, shape, values)
  }

  /// - Precondition: there are as many values as the shape says.
  package init(checked name: String, _ shape: [Int], _ values: [Float]) {
    (self.name, self.shape, self.values) = (name, shape, values)
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
      return Tensor(checked: prefix + slot.name, slot.shape, Array(values))
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
