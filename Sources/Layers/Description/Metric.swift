import Kernels

/// A figure that tells more than the loss does, over all examples of an epoch.
public enum Metric: String, Codable, Sendable, CaseIterable {
  /// The share of targets that were met: the likeliest class, or with a single output or
  /// `binaryCrossEntropy` each output on the right side of a half; of a CRF the tags that Viterbi's
  /// algorithm finds right; of `ctc` the sequences whose best path says all labels and no other.
  case accuracy
  /// e to the mean cross-entropy: as uncertain as an even choice among so many classes.
  case perplexity
  /// The mean of |p − y| over all outputs.
  case meanAbsoluteError
  /// How many labels must be put in, left out or replaced to turn what the best paths say into the
  /// targets, over the number of labels in the targets; for ``Loss/ctc(blank:)``.
  case labelErrorRate

  /// The name in histories and logs.
  public var name: String {
    switch self {
    case .meanAbsoluteError: "mae"
    case .labelErrorRate: "label_error_rate"
    case .accuracy, .perplexity: rawValue
    }
  }
}

/// What metrics are made from, summed over outputs.
struct MetricSums: Equatable, Sendable {
  /// Outputs that met their target, and of how many.
  var correct = 0.0
  var judged = 0.0
  var absoluteError = 0.0
  var outputs = 0.0
  /// Labels that are wrong, and of how many.
  var edits = 0.0
  var labels = 0.0

  static func += (left: inout MetricSums, right: MetricSums) {
    left.correct += right.correct
    left.judged += right.judged
    left.absoluteError += right.absoluteError
    left.outputs += right.outputs
    left.edits += right.edits
    left.labels += right.labels
  }

  func value(of metric: Metric, loss: Double) -> Double {
    switch metric {
    case .accuracy: correct / judged
    case .perplexity: Double.exp(loss)
    case .meanAbsoluteError: absoluteError / outputs
    case .labelErrorRate: edits / labels
    }
  }
}

/// What a batch is measured by.
struct Objective: Equatable, Sendable {
  var loss: Loss
  var metrics: [Metric] = []

  /// Adds one row's figures.
  ///
  /// - Parameters:
  ///   - predictions: the outputs with their activation.
  ///   - target: the number of a class, or nil where `values` holds a target for each output.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func measure<Scalar: KernelScalar>(
    _ predictions: UnsafePointer<Scalar>, columns: Int, target: Int?,
    values: UnsafePointer<Scalar>, into sums: inout MetricSums
  ) {
    func value(_ column: Int) -> Scalar {
      target.map { $0 == column ? 1 : 0 } ?? values[column]
    }
    if loss == .binaryCrossEntropy || columns == 1 {
      for column in 0..<columns where (predictions[column] > 0.5) == (value(column) > 0.5) {
        sums.correct += 1
      }
      sums.judged += Double(columns)
    } else {
      var (likeliest, wanted) = (0, target ?? 0)
      for column in 1..<columns {
        if predictions[column] > predictions[likeliest] { likeliest = column }
        if target == nil && values[column] > values[wanted] { wanted = column }
      }
      if likeliest == wanted { sums.correct += 1 }
      sums.judged += 1
    }
    if metrics.contains(.meanAbsoluteError) {
      for column in 0..<columns {
        sums.absoluteError += Double(abs(predictions[column] - value(column)))
      }
      sums.outputs += Double(columns)
    }
  }
}
