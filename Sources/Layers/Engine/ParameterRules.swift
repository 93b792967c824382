import Kernels

/// What an optimiser is told of some parameters: that they stay as they are, or that they are to stay
/// small.
struct ParameterRules: Equatable, Sendable {
  /// Parameters that no step changes, in ascending order.
  let frozen: [Range<Int>]
  /// Parameters with a penalty λ Σ w², in ascending order; none that is frozen.
  private let penalties: [Penalty]

  private struct Penalty: Equatable, Sendable {
    let range: Range<Int>
    let l2: Double
  }

  /// No rules.
  init() { (frozen, penalties) = ([], []) }

  /// - Parameter layers: the numbers of those that stay as they are.
  init(_ layout: ParameterLayout, frozen layers: Set<Int>) {
    let isFrozen = layout.slots.map { slot in layers.contains { slot.belongs(toLayer: $0) } }
    // Sparse tables stand first, whatever their layer.
    frozen = zip(layout.slots, isFrozen).filter(\.1).map { $0.0.range }
      .sorted { $0.lowerBound < $1.lowerBound }
    penalties = zip(layout.slots, isFrozen).filter { $0.l2 > 0 && !$1 }
      .map { Penalty(range: $0.0.range, l2: $0.0.l2) }
  }

  func isFrozen(_ range: Range<Int>) -> Bool {
    frozen.contains { $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound }
  }

  /// The parts of a range that steps change.
  func moved(in range: Range<Int>) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = range.lowerBound
    for part in frozen where part.overlaps(range) {
      if part.lowerBound > start { result.append(start..<part.lowerBound) }
      start = part.upperBound
    }
    if start < range.upperBound { result.append(start..<range.upperBound) }
    return result
  }

  /// The sum of the penalties, slot by slot, each in double precision.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func penalty<Scalar: KernelScalar>(_ parameters: Buffer<Scalar>) -> Double {
    penalties.reduce(0) { sum, part in
      sum + part.l2
        * Scalar.sumOfSquares(parameters.base + part.range.lowerBound, count: part.range.count)
    }
  }

  /// Adds the penalties' gradient, 2 λ w, to that of the first shard, and takes the frozen parameters'
  /// out of all of them, so that the norm does not count it.
  ///
  /// - Parameter start: where the parameters begin that the gradients are of.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func apply<Scalar: KernelScalar>(
    _ parameters: Buffer<Scalar>, to gradients: [Buffer<Scalar>], from start: Int
  ) {
    for part in penalties {
      Scalar.addScaled(
        Scalar(2 * part.l2), parameters.base + part.range.lowerBound,
        to: gradients[0].base + (part.range.lowerBound - start), count: part.range.count)
    }
    for range in frozen where range.lowerBound >= start {
      for gradient in gradients {
        (gradient.base + (range.lowerBound - start)).update(repeating: 0, count: range.count)
      }
    }
  }
}

extension ParameterSlot {
  fileprivate var range: Range<Int> { offset..<offset + count }

  func belongs(toLayer index: Int) -> Bool { name.hasPrefix("\(index).") }
}
