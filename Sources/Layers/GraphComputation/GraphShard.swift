import Kernels

/// Some rows of a graph's batch with all the memory that their passes need: what a `Shard` is for a
/// `Network`.
final class GraphShard<Scalar: KernelScalar>: @unchecked Sendable {
  let network: GraphNetwork<Scalar>
  /// Where its rows begin in the batch.
  let firstRow: Int
  let rows: Int
  /// For each output, the summed loss and figures of the last pass.
  private(set) var scores: [(loss: Double, sums: MetricSums)] = []
  /// Of all parameters.
  let gradients: Buffer<Scalar>
  let memory: GraphMemory<Scalar>
  private let targets: [ShardTargets<Scalar>]
  private(set) var hasMask: [Bool]
  private var hasGradient: [Bool]
  var hasStateGradient: [Bool]
  var hasParameterGradient: [Bool]

  /// - Parameters:
  ///   - window: as long in every input as the longest batch to come.
  ///   - training: without it there is no memory for gradients, and no backward pass.
  init(
    _ network: GraphNetwork<Scalar>, firstRow: Int, rows: Int, longest window: GraphWindow<Scalar>,
    training: Bool
  ) {
    self.network = network
    self.firstRow = firstRow
    self.rows = rows
    let memory = GraphMemory(network, rows: rows, longest: window, training: training)
    self.memory = memory
    targets = network.ends.map { end in
      let size = network.values[end].shape.size
      return ShardTargets(steps: memory.counts[end] / size, columns: size)
    }
    gradients = Buffer(count: training ? network.layout.count : 0)
    hasMask = network.masks.map { _ in false }
    hasGradient = network.values.map { _ in false }
    hasStateGradient = network.operations.map { _ in false }
    hasParameterGradient = network.codes.map { _ in false }
  }

  // MARK: Loading

  /// Takes this shard's rows out of a batch: from row by row to time × rows.
  ///
  /// - Parameter masks: for each rule, as `GraphWindow.masks` gives them.
  func load(_ window: GraphWindow<Scalar>, masks given: [[UInt8]]) {
    for (index, part) in window.parts.enumerated() {
      if !part.symbols.isEmpty {
        transpose(part.symbols, into: memory.symbols[index].baseAddress!, time: part.time, width: 1)
      }
      if !part.numbers.isEmpty {
        transpose(
          part.numbers, into: memory.values[index].base, time: part.time,
          width: network.values[index].shape.size)
      }
    }
    for (index, mask) in given.enumerated() {
      hasMask[index] = !mask.isEmpty
      if mask.isEmpty { continue }
      transpose(
        mask, into: memory.masks[index].baseAddress!, time: mask.count / window.rows, width: 1)
    }
    for (index, target) in window.targets.enumerated() {
      let shape = network.values[network.ends[index]].shape
      targets[index].load(
        target, firstRow: firstRow, rows: rows, time: window.time(of: shape))
    }
  }

  private func transpose<Element>(
    _ source: [Element], into target: UnsafeMutablePointer<Element>, time: Int, width: Int
  ) {
    source.withUnsafeBufferPointer { source in
      for row in 0..<rows {
        for t in 0..<time {
          (target + (t * rows + row) * width)
            .update(from: source.baseAddress! + ((firstRow + row) * time + t) * width, count: width)
        }
      }
    }
  }

  // MARK: Passes

  /// Runs everything up to the outputs.
  func forward(_ run: GraphPassSettings<Scalar>) {
    for index in network.operations.indices {
      let operation = network.operations[index]
      switch operation.work {
      case .code(let code):
        begin(index)
        network.codes[code].forward(pass(index, code, run, nil))
      case .state(let part):
        let state = state(part, of: operation)
        memory.values[operation.output].base.update(from: state.baseAddress!, count: state.count)
      case .attention(let code):
        attention(code).forward(attentionPass(index, run))
      case .attentionWeights: writeAttentionWeights(operation, run)
      default: rearrangement(operation, run).forward()
      }
    }
  }

  /// Measures all outputs. In training, also turns back to `gradients`: of the sum of the losses, each
  /// times its scale.
  func measure(_ run: GraphPassSettings<Scalar>, scales: [Scalar], backward: Bool) {
    for index in hasGradient.indices { hasGradient[index] = false }
    for index in hasStateGradient.indices { hasStateGradient[index] = false }
    for index in hasParameterGradient.indices { hasParameterGradient[index] = false }
    scores = network.ends.indices.map { measure($0, run, scale: scales[$0], backward: backward) }
    if !backward { return }
    for index in network.operations.indices.reversed()
    where hasGradient[network.operations[index].output] || hasStateGradient[index] {
      differentiate(index, run)
    }
    for (code, range) in network.parameterRanges.enumerated() where !hasParameterGradient[code] {
      (gradients.base + range.lowerBound).update(repeating: 0, count: range.count)
    }
  }

  /// The loss of one output, and its gradient.
  private func measure(
    _ index: Int, _ run: GraphPassSettings<Scalar>, scale: Scalar, backward: Bool
  ) -> (loss: Double, sums: MetricSums) {
    let end = network.ends[index]
    let value = network.values[end]
    let count = extent(end, run).places
    var result = (loss: 0.0, sums: MetricSums())
    func measure(_ outputs: UnsafeMutablePointer<Scalar>) {
      outputs.update(from: memory.values[end].base, count: count * value.shape.size)
      result = targets[index].measure(
        outputs, steps: count, mask: mask(value), run.objectives[index], scale: scale,
        source: lossSource(end, run))
    }
    if backward && value.needsGradient {
      addGradient(of: end, run, measure)
    } else {
      withExtendedLifetime(Buffer<Scalar>(count: count * value.shape.size)) { measure($0.base) }
    }
    return result
  }

  private func differentiate(_ index: Int, _ run: GraphPassSettings<Scalar>) {
    let operation = network.operations[index]
    if case .state(let part) = operation.work { return addStateGradient(part, of: operation) }
    if case .attention(let code) = operation.work {
      return differentiateAttention(index, attention(code), code, run)
    }
    if case .attentionWeights = operation.work {
      return addAttentionWeightGradient(operation, run)
    }
    guard case .code(let code) = operation.work else {
      let work = rearrangement(operation, run)
      for (place, input) in operation.inputs.enumerated() where network.values[input].needsGradient
      {
        addGradient(of: input, run) { gradient in
          work.backward(
            UnsafePointer(memory.valueGradients[operation.output].base), place, into: gradient,
            scratch: memory.scratches[index].base)
        }
      }
      return
    }
    prepareGradients(index, run)
    let input = operation.inputs[0]
    let (codes, range) = (network.codes, network.parameterRanges[code])
    let isFirst = !hasParameterGradient[code]
    let target = isFirst ? gradients.base : memory.partOfParameters.base
    if network.values[input].needsGradient {
      addGradient(of: input, run) { gradient in
        codes[code].backward(pass(index, code, run, gradient, parameterGradients: target))
      }
    } else {
      codes[code].backward(pass(index, code, run, nil, parameterGradients: target))
    }
    hasParameterGradient[code] = true
    passOnStateGradient(index, run)
    if isFirst { return }
    Scalar.addScaled(
      1, target + range.lowerBound, to: gradients.base + range.lowerBound, count: range.count)
  }

  // MARK: States

  /// Puts an operation's first state where its code reads it: zeros where none is given.
  private func begin(_ index: Int) {
    let (operation, states) = (network.operations[index], memory.states[index])
    if operation.inputs.count == 1 { return states.values.update(repeating: 0) }
    let count = states.count / (operation.inputs.count - 1)
    for (part, input) in operation.inputs.dropFirst().enumerated() {
      (states.base + part * count).update(from: memory.values[input].base, count: count)
    }
  }

  /// A part of the state that the code ended with whose output an operation reads.
  private func state(
    _ part: Int, of operation: GraphOperation
  ) -> UnsafeMutableBufferPointer<Scalar> {
    slice(part, of: memory.states[memory.producers[operation.inputs[0]]!], operation)
  }

  private func slice(
    _ part: Int, of buffer: Buffer<Scalar>, _ operation: GraphOperation
  ) -> UnsafeMutableBufferPointer<Scalar> {
    let count = rows * network.values[operation.output].shape.size
    return UnsafeMutableBufferPointer(start: buffer.base + part * count, count: count)
  }

  /// Adds the gradient of a part of a state to that of the state.
  private func addStateGradient(_ part: Int, of operation: GraphOperation) {
    let producer = memory.producers[operation.inputs[0]]!
    let gradients = memory.stateGradients[producer]
    if !hasStateGradient[producer] { gradients.values.update(repeating: 0) }
    hasStateGradient[producer] = true
    let target = slice(part, of: gradients, operation)
    Scalar.addScaled(
      1, memory.valueGradients[operation.output].base, to: target.baseAddress!,
      count: target.count)
  }

  /// Zeros where nothing has come back to an output or a state that the code's way back reads.
  func prepareGradients(_ index: Int, _ run: GraphPassSettings<Scalar>) {
    let output = network.operations[index].output
    if !hasGradient[output] {
      let count = extent(output, run).places * network.values[output].shape.size
      memory.valueGradients[output].base.update(repeating: 0, count: count)
    }
    if !hasStateGradient[index] { memory.stateGradients[index].values.update(repeating: 0) }
  }

  /// Hands the gradient of the first state on to the values that it came from.
  private func passOnStateGradient(_ index: Int, _ run: GraphPassSettings<Scalar>) {
    let (operation, gradients) = (network.operations[index], memory.stateGradients[index])
    let states = operation.inputs.dropFirst()
    for (part, input) in states.enumerated() where network.values[input].needsGradient {
      let count = gradients.count / states.count
      addGradient(of: input, run) { gradient in
        gradient.update(from: gradients.base + part * count, count: count)
      }
    }
  }

  // MARK: Gradients

  /// Adds to a value's gradient what `write` writes; the first part stands there at once.
  func addGradient(
    of value: Int, _ run: GraphPassSettings<Scalar>,
    _ write: (UnsafeMutablePointer<Scalar>) -> Void
  ) {
    let total = memory.valueGradients[value].base
    if !hasGradient[value] {
      write(total)
      hasGradient[value] = true
      return
    }
    write(memory.partGradient.base)
    Scalar.addScaled(
      1, memory.partGradient.base, to: total,
      count: extent(value, run).places * network.values[value].shape.size)
  }
}
