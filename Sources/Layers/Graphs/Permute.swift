/// The axes of a value in another order, but for that of the batch: `Permute(2, 1)` turns steps × numbers
/// into numbers × steps, and `Permute(2, 1, 3)` turns an image on its side, so that its columns come first.
///
/// A sequence has as many time steps in every example.
public struct Permute: CallableLayer {
  /// For each axis of the result which one of the input it is, counted from 1.
  public let axes: [Int]

  /// A layer that changes the order of axes.
  public init(_ axes: Int...) {
    self.axes = axes
  }

  public var call: LayerCall { LayerCall(.permute(axes)) }
}

extension GraphShape {
  /// The axes but for that of the batch; nil where examples differ in one.
  var axes: [Int]? {
    var result: [Int] = []
    for axis in [outer, steps].compactMap(\.self) {
      guard let count = axis.fixed else { return nil }
      result.append(count)
    }
    return result + (image.map { [$0.height, $0.width, $0.channels] } ?? [size])
  }

  func permuted(_ order: [Int], _ source: String) throws(ModelError) -> GraphShape {
    if isSymbols {
      throw ModelError(
        "expected numbers, got symbols from \(source); put an Embedding between them")
    }
    guard let axes else {
      throw ModelError(
        "expected a fixed number of time steps, got \(description) from \(source); say it with "
          + "Input.sequence(steps:features:)")
    }
    if order.sorted() != Array(1...axes.count) {
      throw ModelError(
        "has the order \(order.map { "\($0)" }.joined(separator: ", ")), and \(description) from "
          + "\(source) has \(axes.count) \(axes.count == 1 ? "axis" : "axes"); each stands there once, "
          + "counted from 1")
    }
    let new = order.map { axes[$0 - 1] }
    if image != nil {
      let shape = ImageShape(
        height: new[new.count - 3], width: new[new.count - 2], channels: new[new.count - 1])
      return GraphShape(
        steps: new.count > 3 ? .fixed(new[0]) : nil, size: shape.size, image: shape)
    }
    return GraphShape(
      steps: new.count > 1 ? .fixed(new[new.count - 2]) : nil, size: new[new.count - 1],
      outer: new.count > 2 ? .fixed(new[0]) : nil)
  }

  /// For each number of the permuted value, row-major, the place of the input's, row-major.
  func permutation(_ order: [Int]) -> [Int] {
    guard let axes else { return [] }
    var strides = axes.map { _ in 1 }
    for axis in axes.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * axes[axis + 1]
    }
    var result = [0]
    for axis in order.map({ $0 - 1 }) {
      result = result.flatMap { place in (0..<axes[axis]).map { place + $0 * strides[axis] } }
    }
    return result
  }
}
