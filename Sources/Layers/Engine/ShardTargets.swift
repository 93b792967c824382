import Kernels

/// What one shard is to predict, time × rows, and the measuring of its outputs against that.
final class ShardTargets<Scalar: KernelScalar> {
  /// Numbers in each output.
  let columns: Int
  private let steps: Int
  private let memory = SequenceLossMemory()
  private(set) var rows = 0
  private var kind = Kind.classes
  private let classes: UnsafeMutableBufferPointer<Int32>
  /// Memory for targets of values is taken when there are any, and so with weights.
  private var values = Buffer<Scalar>(count: 0)
  private var size = 0
  /// For each row the target of a loss of sequences.
  private var sequences: [[Int]] = []
  /// For each row and target step of attention, where its weights are to point.
  private(set) var places: [[[Int]]] = []
  /// What each step counts, or with a loss of sequences each row; nil where all count 1.
  private(set) var weights: [Scalar]?
  /// 0 for steps that are left out, besides those that a mask leaves out; nil where none is.
  private var mask: [UInt8]?

  private enum Kind { case classes, values, sequences }

  init(steps: Int, columns: Int) {
    self.steps = steps
    self.columns = columns
    classes = .allocate(capacity: steps)
    classes.initialize(repeating: 0)
  }

  deinit {
    classes.deallocate()
  }

  // MARK: Loading

  /// Takes a shard's rows out of a batch.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func load(
    _ targets: WindowTargets<Scalar>, _ weights: WindowWeights<Scalar> = WindowWeights(),
    firstRow: Int, rows: Int, time: Int
  ) {
    self.rows = rows
    loadTargets(targets, firstRow: firstRow, time: time)
    func taken<Number>(_ source: [Number], time: Int) -> [Number]? {
      if source.isEmpty { return nil }
      return (0..<rows * time).map { source[(firstRow + $0 % rows) * time + $0 / rows] }
    }
    self.weights = taken(weights.factors, time: kind == .sequences ? 1 : time)
    mask = taken(weights.mask, time: time)
  }

  private func loadTargets(_ targets: WindowTargets<Scalar>, firstRow: Int, time: Int) {
    switch targets {
    case .none: break
    case .places(let source):
      kind = .sequences
      places = Array(source[firstRow..<firstRow + rows])
    case .sequences(let source):
      kind = .sequences
      sequences = Array(source[firstRow..<firstRow + rows])
    case .classes(let source):
      kind = .classes
      for row in 0..<rows {
        for t in 0..<time { classes[t * rows + row] = source[(firstRow + row) * time + t] }
      }
    case .values(let source, let size):
      kind = .values
      let size = size ?? columns
      self.size = size
      if values.count < steps * size { values = Buffer(count: steps * size) }
      for row in 0..<rows {
        for t in 0..<time {
          let (target, start) = ((t * rows + row) * size, ((firstRow + row) * time + t) * size)
          for column in 0..<size { values.base[target + column] = source[start + column] }
        }
      }
    }
  }

  // MARK: Measuring

  /// Returns the summed loss and figures of outputs, those from the step `first` on, which become
  /// the loss's gradient times `scale`, both times the weights. Steps that a mask leaves out count for
  /// nothing, and their gradient is zero.
  ///
  /// - Parameter source: what gives the outputs.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func measure(
    _ outputs: UnsafeMutablePointer<Scalar>, from first: Int = 0, steps: Int,
    mask: UnsafePointer<UInt8>?, _ objective: Objective, scale: Scalar,
    source: LossSource<Scalar> = .steps
  ) -> (loss: Double, sums: MetricSums) {
    var sums = MetricSums(tallies: objective.allMetrics.map { _ in Tally() })
    switch objective.loss.kind {
    case .sequence(let loss):
      if case .weights(let targets) = source {
        let loss = measureWeights(
          outputs, count: steps, targets: targets, objective, scale: scale, into: &sums)
        return (loss, sums)
      }
      let loss = measure(
        outputs, steps: steps, mask: mask, loss, objective, scale: scale, source.chain, into: &sums)
      return (loss, sums)
    case .step(let loss):
      if objective.judgesOutputs {
        judge(outputs, from: first, steps: steps, mask: mask, objective, into: &sums)
      }
      let loss = measure(
        outputs, from: first, steps: steps, mask: mask, loss, objective, scale: scale, into: &sums)
      return (loss, sums)
    }
  }

  private func measure(
    _ outputs: UnsafeMutablePointer<Scalar>, from first: Int, steps: Int,
    mask: UnsafePointer<UInt8>?, _ loss: StepLoss, _ objective: Objective, scale: Scalar,
    into sums: inout MetricSums
  ) -> Double {
    if mask == nil && self.mask == nil && weights == nil {
      let sum = self.loss(outputs, from: first, steps: steps, loss, scale: scale)
      objective.addPerplexity(sum, steps: Double(steps), weighted: sum, Double(steps), to: &sums)
      return sum
    }
    var (sum, plain, weight, count) = (0.0, 0.0, 0.0, 0.0)
    for step in 0..<steps {
      let output = outputs + step * columns
      if isLeftOut(step, from: first, mask) {
        output.update(repeating: 0, count: columns)
        continue
      }
      let factor = weights?[first + step] ?? 1
      let part = self.loss(output, from: first + step, steps: 1, loss, scale: scale * factor)
      // A weight of zero silences even a loss that is infinite.
      if factor != 0 { sum += Double(factor) * part }
      plain += part
      weight += Double(factor)
      count += 1
    }
    objective.addPerplexity(plain, steps: count, weighted: sum, weight, to: &sums)
    return sum
  }

  private func isLeftOut(_ step: Int, from first: Int, _ given: UnsafePointer<UInt8>?) -> Bool {
    if let given, given[step] == 0 { return true }
    return mask.map { $0[first + step] == 0 } ?? false
  }

  private func loss(
    _ outputs: UnsafeMutablePointer<Scalar>, from first: Int, steps: Int, _ loss: StepLoss,
    scale: Scalar
  ) -> Double {
    if kind == .classes {
      return CrossEntropy.forwardAndBackward(
        logits: outputs, targets: classes.baseAddress! + first, rows: steps, columns: columns,
        scale: scale)
    }
    return loss.forwardAndBackward(
      outputs, targets: values.base + first * size, rows: steps, columns: columns, scale: scale)
  }

  /// Of a loss of sequences, of the steps of each row that count.
  private func measure(
    _ outputs: UnsafeMutablePointer<Scalar>, steps: Int, mask: UnsafePointer<UInt8>?,
    _ loss: SequenceLoss, _ objective: Objective, scale: Scalar, _ chain: ChainParameters<Scalar>?,
    into sums: inout MetricSums
  ) -> Double {
    var sum = 0.0
    let (time, stride) = (steps / rows, rows * columns)
    for (index, target) in sequences.enumerated() {
      let places = (0..<time).filter { !isLeftOut($0 * rows + index, from: 0, mask) }
      let row = SequenceRow(
        outputs: outputs + index * columns, stride: stride, columns: columns, steps: places,
        target: loss.hasTargetPerStep ? places.map { target[$0] } : target, memory: memory,
        chain: chain)
      if !places.isEmpty {
        let factor = weights?[index] ?? 1
        if objective.judgesOutputs {
          var figures = SequenceSums()
          loss.measure(row, into: &figures)
          objective.add(figures, weight: Double(factor), to: &sums)
        }
        let part = loss.forwardAndBackward(row, scale: scale * factor)
        if factor != 0 { sum += Double(factor) * part }
      }
      if places.count == time { continue }
      for t in 0..<time where isLeftOut(t * rows + index, from: 0, mask) {
        (row.outputs + t * stride).update(repeating: 0, count: columns)
      }
    }
    return sum
  }

  private func judge(
    _ outputs: UnsafePointer<Scalar>, from first: Int, steps: Int, mask: UnsafePointer<UInt8>?,
    _ objective: Objective, into sums: inout MetricSums
  ) {
    let predictions = Buffer<Scalar>(count: columns)
    for step in 0..<steps where !isLeftOut(step, from: first, mask) {
      (objective.loss.activation ?? .linear).apply(
        outputs + step * columns, into: predictions.base, rows: 1, columns: columns)
      let hasClasses = kind == .classes
      let output = JudgedOutput(
        predictions.base, columns: columns,
        target: hasClasses ? Int(classes[first + step]) : nil,
        values: values.base + (hasClasses ? 0 : (first + step) * size), targetSize: size,
        loss: objective.loss)
      let weight = weights.map { Double($0[first + step]) } ?? 1
      for (index, metric) in objective.metrics.enumerated() {
        metric.add(output, weight: 1, to: &sums.tallies[index])
      }
      for (index, metric) in objective.weightedMetrics.enumerated() {
        metric.add(output, weight: weight, to: &sums.tallies[objective.metrics.count + index])
      }
    }
  }
}

extension Objective {
  /// Adds losses to the tallies of perplexities.
  fileprivate func addPerplexity(
    _ loss: Double, steps: Double, weighted: Double, _ weight: Double, to sums: inout MetricSums
  ) {
    for (index, metric) in allMetrics.enumerated() where metric == .perplexity {
      let isWeighted = index >= metrics.count
      sums.tallies[index].sum += isWeighted ? weighted : loss
      sums.tallies[index].weight += isWeighted ? weight : steps
    }
  }

  /// Adds the figures of a sequence.
  func add(_ figures: SequenceSums, weight: Double, to sums: inout MetricSums) {
    for (index, metric) in allMetrics.enumerated() {
      let factor = index < metrics.count ? 1 : weight
      let isRate = metric == .labelErrorRate
      sums.tallies[index].sum += factor * (isRate ? figures.edits : figures.correct)
      sums.tallies[index].weight += factor * (isRate ? figures.labels : figures.judged)
    }
  }
}
