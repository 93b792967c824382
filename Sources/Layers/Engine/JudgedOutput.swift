import Kernels

/// One output with its target, as metrics see it.
struct JudgedOutput<Scalar: KernelScalar> {
  /// With the activation.
  let predictions: UnsafePointer<Scalar>
  let columns: Int
  /// The number of a class, or nil where `values` holds the target.
  let target: Int?
  let values: UnsafePointer<Scalar>
  let targetSize: Int
  /// Whether each output is a class by itself, above a half or below.
  let isBinary: Bool
  /// Of several classes the likeliest, and the wanted one.
  private(set) var likeliest = 0
  private(set) var wanted = 0

  init(
    _ predictions: UnsafePointer<Scalar>, columns: Int, target: Int?,
    values: UnsafePointer<Scalar>, targetSize: Int, loss: Loss
  ) {
    (self.predictions, self.columns, self.target) = (predictions, columns, target)
    (self.values, self.targetSize) = (values, targetSize)
    isBinary = loss == .binaryCrossEntropy || columns == 1
    if isBinary { return }
    wanted = target ?? 0
    for column in 1..<columns {
      if predictions[column] > predictions[likeliest] { likeliest = column }
      if target == nil && column < targetSize && values[column] > values[wanted] {
        wanted = column
      }
    }
  }

  func value(_ column: Int) -> Double {
    target.map { $0 == column ? 1 : 0 } ?? Double(values[column])
  }
}

extension Metric {
  /// Adds one output to the metric's tally.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func add<Scalar: KernelScalar>(
    _ output: JudgedOutput<Scalar>, weight: Double, to tally: inout Tally
  ) {
    func mean(_ figure: (_ p: Double, _ y: Double) -> Double) {
      for column in 0..<output.columns {
        tally.sum += weight * figure(Double(output.predictions[column]), output.value(column))
      }
      tally.weight += weight * Double(output.columns)
    }
    func one(_ value: Double) {
      tally.sum += weight * value
      tally.weight += weight
    }
    switch kind {
    case .accuracy:
      if output.isBinary {
        mean { ($0 > 0.5) == ($1 > 0.5) ? 1 : 0 }
      } else {
        one(output.likeliest == output.wanted ? 1 : 0)
      }
    case .topK(let k):
      let wanted = output.predictions[output.wanted]
      one((0..<output.columns).count { output.predictions[$0] > wanted } < k ? 1 : 0)
    case .precision(let number), .recall(let number), .f1(let number):
      countClasses(output, together: output.isBinary && number == nil, weight, in: &tally.classes)
    // From the losses, and from whole sequences.
    case .perplexity, .labelErrorRate: break
    case .meanAbsoluteError: mean { abs($0 - $1) }
    case .meanSquaredError, .rootMeanSquaredError: mean { ($0 - $1) * ($0 - $1) }
    case .rSquared:
      if tally.spreads.isEmpty {
        tally.spreads = Array(repeating: Spread(), count: output.columns)
      }
      for column in 0..<output.columns {
        let (p, y) = (Double(output.predictions[column]), output.value(column))
        tally.spreads[column] +=
          Spread(weight: weight, mean: y, squares: 0, errors: weight * (y - p) * (y - p))
      }
    case .cosineSimilarity:
      one(
        CosineLoss.similarity(
          (0..<output.columns).map { Double(output.predictions[$0]) },
          (0..<output.columns).map { output.value($0) }))
    case .custom(let custom): one(custom.value(of: output))
    }
  }

  private func countClasses<Scalar: KernelScalar>(
    _ output: JudgedOutput<Scalar>, together: Bool, _ weight: Double,
    in classes: inout [ClassTally]
  ) {
    if classes.isEmpty {
      classes = Array(repeating: ClassTally(), count: together ? 1 : output.columns)
    }
    if !output.isBinary {
      let (likeliest, wanted) = (output.likeliest, output.wanted)
      classes[likeliest].add(isPredicted: true, isWanted: likeliest == wanted, weight)
      if likeliest != wanted { classes[wanted].add(isPredicted: false, isWanted: true, weight) }
      return
    }
    for column in 0..<output.columns {
      classes[together ? 0 : column].add(
        isPredicted: output.predictions[column] > 0.5, isWanted: output.value(column) > 0.5, weight)
    }
  }
}

extension CustomMetric {
  fileprivate func value<Scalar: KernelScalar>(of output: JudgedOutput<Scalar>) -> Double {
    let predictions = (0..<output.columns).map { Double(output.predictions[$0]) }
    let target =
      output.target.map { [Double($0)] }
      ?? (0..<output.targetSize).map { Double(output.values[$0]) }
    return predictions.withUnsafeBufferPointer { predictions in
      target.withUnsafeBufferPointer { figure(predictions, $0) }
    }
  }
}
