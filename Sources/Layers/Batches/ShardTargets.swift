import Kernels

/// What one shard is to predict, time × rows, and the measuring of its outputs against that.
final class ShardTargets<Scalar: KernelScalar> {
  /// Numbers in each output.
  let columns: Int
  private let steps: Int
  private let classes: UnsafeMutableBufferPointer<Int32>
  /// Memory for targets of values is taken when there are any.
  private var values = Buffer<Scalar>(count: 0)
  private var hasClasses = true
  /// For each row the target of a loss of sequences.
  private var sequences: [[Int]] = []
  /// For each row and target step of attention, where its weights are to point.
  private(set) var places: [[[Int]]] = []
  private(set) var rows = 0
  private let memory = SequenceLossMemory()

  init(steps: Int, columns: Int) {
    self.steps = steps
    self.columns = columns
    classes = .allocate(capacity: steps)
    classes.initialize(repeating: 0)
  }

  deinit {
    classes.deallocate()
  }

  /// Takes a shard's rows out of a batch.
  func load(_ targets: WindowTargets<Scalar>, firstRow: Int, rows: Int, time: Int) {
    self.rows = rows
    switch targets {
    case .none: break
    case .places(let source): places = Array(source[firstRow..<firstRow + rows])
    case .sequences(let source): sequences = Array(source[firstRow..<firstRow + rows])
    case .classes(let source):
      hasClasses = true
      for row in 0..<rows {
        for t in 0..<time { classes[t * rows + row] = source[(firstRow + row) * time + t] }
      }
    case .values(let source):
      hasClasses = false
      if values.count == 0 { values = Buffer(count: steps * columns) }
      for row in 0..<rows {
        for t in 0..<time {
          let (target, start) = (
            (t * rows + row) * columns, ((firstRow + row) * time + t) * columns
          )
          for column in 0..<columns { values.base[target + column] = source[start + column] }
        }
      }
    }
  }

  /// Returns the summed loss and figures of outputs, those from the step `first` on, which become
  /// the loss's gradient times `scale`. Steps that a mask leaves out count for nothing, and their gradient is zero.
  ///
  /// - Parameter source: what gives the outputs.
  func measure(
    _ outputs: UnsafeMutablePointer<Scalar>, from first: Int = 0, steps: Int,
    mask: UnsafePointer<UInt8>?, _ objective: Objective, scale: Scalar,
    source: LossSource<Scalar> = .steps
  ) -> (loss: Double, sums: MetricSums) {
    if let loss = objective.loss.ofSequences {
      if case .weights(let targets) = source {
        return measureWeights(
          outputs, count: steps, targets: targets, counts: objective.needsSums, scale: scale)
      }
      return measure(outputs, steps: steps, mask: mask, loss, objective, scale: scale, source)
    }
    guard case .step(let stepLoss) = objective.loss.kind else { return (0, MetricSums()) }
    var sums = MetricSums()
    if objective.needsSums {
      sums = figures(outputs, from: first, steps: steps, mask: mask, objective)
    }
    guard let mask else {
      return (
        loss(outputs, from: first, steps: steps, stepLoss, scale: scale), sums
      )
    }
    var sum = 0.0
    for step in 0..<steps {
      let output = outputs + step * columns
      if mask[step] == 0 {
        output.update(repeating: 0, count: columns)
      } else {
        sum += loss(output, from: first + step, steps: 1, stepLoss, scale: scale)
      }
    }
    return (sum, sums)
  }

  /// The same of a loss of sequences, of the steps of each row that count.
  private func measure(
    _ outputs: UnsafeMutablePointer<Scalar>, steps: Int, mask: UnsafePointer<UInt8>?,
    _ loss: SequenceLoss, _ objective: Objective, scale: Scalar, _ source: LossSource<Scalar>
  ) -> (loss: Double, sums: MetricSums) {
    var (sum, sums) = (0.0, MetricSums())
    let (time, stride) = (steps / rows, rows * columns)
    for (index, target) in sequences.enumerated() {
      let counted = (0..<time).filter { t in mask.map { $0[t * rows + index] != 0 } ?? true }
      let row = SequenceRow(
        outputs: outputs + index * columns, stride: stride, columns: columns, steps: counted,
        target: loss.hasTargetPerStep ? counted.map { target[$0] } : target, memory: memory,
        chain: source.chain)
      if !counted.isEmpty {
        if objective.needsSums { loss.measure(row, into: &sums) }
        sum += loss.forwardAndBackward(row, scale: scale)
      }
      guard let mask else { continue }
      for t in 0..<time where mask[t * rows + index] == 0 {
        (row.outputs + t * stride).update(repeating: 0, count: columns)
      }
    }
    return (sum, sums)
  }

  private func loss(
    _ outputs: UnsafeMutablePointer<Scalar>, from first: Int, steps: Int, _ loss: StepLoss,
    scale: Scalar
  ) -> Double {
    if hasClasses {
      return CrossEntropy.forwardAndBackward(
        logits: outputs, targets: classes.baseAddress! + first, rows: steps, columns: columns,
        scale: scale)
    }
    return loss.forwardAndBackward(
      outputs, targets: values.base + first * columns, rows: steps, columns: columns, scale: scale)
  }

  private func figures(
    _ outputs: UnsafePointer<Scalar>, from first: Int, steps: Int, mask: UnsafePointer<UInt8>?,
    _ objective: Objective
  ) -> MetricSums {
    var sums = MetricSums()
    let predictions = Buffer<Scalar>(count: columns)
    for step in 0..<steps where mask.map({ $0[step] != 0 }) ?? true {
      (objective.loss.activation ?? .linear).apply(
        outputs + step * columns, into: predictions.base, rows: 1, columns: columns)
      objective.measure(
        predictions.base, columns: columns, target: hasClasses ? Int(classes[first + step]) : nil,
        values: values.base + (hasClasses ? 0 : (first + step) * columns), into: &sums)
    }
    return sums
  }
}

extension Objective {
  var needsSums: Bool { metrics.contains { $0 != .perplexity } }
}
