/// What examples, or their time steps, count in the loss.
///
///     try model.fit(x, y, sampleWeights: .perSample(trust))
///     try model.fit(x, tags, sampleWeights: .mask(isKnown) * .perClass([1, 1, 5]))
///
/// The loss is Σ w l / n, over the n time steps that count, or examples: what Keras takes, and not
/// divided by Σ w, as PyTorch's cross-entropy is. A weight of 0 leaves a step out of the sum and
/// leaves it in n; a mask leaves it out of both, and out of all metrics, as padding is. Weights count
/// in the metrics that `compile` is given as `weightedMetrics:`, which are divided by Σ w, and in no
/// other.
public struct SampleWeights: Sendable, ExpressibleByArrayLiteral {
  enum Part: Sendable {
    case samples([Float])
    case steps([[Float]])
    case classes([Float])
    case mask([[Bool]])
  }

  /// Of every output.
  private(set) var common: [Part] = []
  /// Besides, of each output by itself; empty if nothing is.
  private(set) var each: [[Part]] = []

  private init(_ part: Part) { common = [part] }

  /// A weight for each example.
  public init(arrayLiteral elements: Double...) {
    self.init(.samples(elements.map { Float($0) }))
  }

  /// A weight for each example.
  public static func perSample(_ weights: [some BinaryFloatingPoint]) -> SampleWeights {
    SampleWeights(.samples(weights.map { Float($0) }))
  }

  /// A weight for each time step of each example.
  public static func perStep(_ weights: [[some BinaryFloatingPoint]]) -> SampleWeights {
    SampleWeights(.steps(weights.map { $0.map { Float($0) } }))
  }

  /// A weight for each class, in their order, as Keras's `class_weight` is: what a step counts whose
  /// target it is. With probabilities as targets, the likeliest class; with `binaryCrossEntropy` and one
  /// output, the classes 0 and 1.
  ///
  ///     sampleWeights: .perClass([1, 5])    // class_weight={0: 1, 1: 5}
  public static func perClass(_ weights: [some BinaryFloatingPoint]) -> SampleWeights {
    SampleWeights(.classes(weights.map { Float($0) }))
  }

  /// For each time step of each example whether it counts.
  public static func mask(_ counts: [[Bool]]) -> SampleWeights { SampleWeights(.mask(counts)) }

  /// What examples count in each of a model's outputs; nil if all count 1.
  public static func perOutput(_ weights: SampleWeights?...) -> SampleWeights {
    var result = SampleWeights(.samples([]))
    result.common = []
    result.each = weights.map { $0?.common ?? [] }
    return result
  }

  /// The product of two weights; what either mask leaves out is left out.
  public static func * (left: SampleWeights, right: SampleWeights) -> SampleWeights {
    var result = left
    result.common += right.common
    for (index, parts) in right.each.enumerated() {
      if index < result.each.count {
        result.each[index] += parts
      } else {
        result.each.append(parts)
      }
    }
    return result
  }

  /// Those of one output of this many.
  ///
  /// - Throws: `ModelError` if there are weights for another number of outputs.
  func parts(ofOutput index: Int, of count: Int) throws(ModelError) -> [Part] {
    if each.isEmpty { return common }
    if each.count != count {
      throw ModelError(
        "sampleWeights expected weights for each of \(counted(count, "output")), got \(each.count)")
    }
    return common + each[index]
  }
}
