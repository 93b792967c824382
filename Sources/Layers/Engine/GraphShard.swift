import Kernels

/// Some rows of a graph's batch with all the memory that their passes need, so that a thread works on
/// them from the first operation to the last and back without waiting for any other.
final class GraphShard<Scalar: KernelScalar>: @unchecked Sendable {
  let network: GraphNetwork<Scalar>
  /// Where its rows begin in the batch.
  let firstRow: Int
  let rows: Int
  /// For each output, the summed loss and figures of the last pass.
  private(set) var scores: [(loss: Double, sums: MetricSums)] = []
  /// Of all parameters but sparse tables.
  let gradients: Buffer<Scalar>
  let memory: GraphMemory<Scalar>
  let targets: [ShardTargets<Scalar>]
  /// For each operation whether it goes on from the state that it ended the last pass with.
  let carries: [Bool]
  /// For each end whether some of its steps are computed at a time, and for each operation whether it
  /// waits for that; see `GraphNetwork.stepsAtOnce`.
  let isInParts: [Bool]
  private let waits: [Bool]
  private(set) var hasMask: [Bool]
  var hasGradient: [Bool]
  var hasStateGradient: [Bool]
  var hasParameterGradient: [Bool]
  /// What stands before the parameters that shards have gradients of.
  let sparseCount: Int
  /// Time steps of each input in the window at hand, and how they cut up each value, and each
  /// operation's first input.
  private var lengths: [Int] = []
  private(set) var extents: [GraphExtent] = []
  private(set) var inputExtents: [GraphExtent] = []
  /// Whether this is the second, fourth, … way forward.
  private(set) var isEvenPass = true

  /// - Parameters:
  ///   - window: as long in every input as the longest batch to come.
  ///   - training: without it there is no memory for gradients, and no backward pass.
  ///   - carriesAll: whether all layers carry their states, or those that are stateful.
  ///   - heads: see `GraphMemory`.
  init(
    _ network: GraphNetwork<Scalar>, firstRow: Int, rows: Int, longest window: GraphWindow<Scalar>,
    training: Bool, carriesAll: Bool, heads: [Buffer<Scalar>?]
  ) {
    self.network = network
    self.firstRow = firstRow
    self.rows = rows
    let memory = GraphMemory(
      network, rows: rows, longest: window, training: training, heads: heads)
    self.memory = memory
    targets = network.ends.map { end in
      let size = network.values[end].shape.size
      return ShardTargets(steps: memory.counts[end] / size, columns: size)
    }
    sparseCount = network.sparseCount
    gradients = Buffer(count: training ? network.layout.count - sparseCount : 0)
    carries = network.operations.map { operation in
      guard case .code(let code) = operation.work, !operation.beginsWithState else { return false }
      return carriesAll || network.codes[code].isStateful
    }
    isInParts = heads.map { $0 != nil }
    waits = network.operations.indices.map { index in
      zip(network.shortcuts.heads, heads).contains { $0 == index && $1 != nil }
    }
    hasMask = network.masks.map { _ in false }
    hasGradient = network.values.map { _ in false }
    hasStateGradient = network.operations.map { _ in false }
    hasParameterGradient = network.codes.map { _ in false }
    measureOut(window)
  }

  /// Forgets what was computed from the parameters.
  func parametersChanged() {
    for lookup in network.shortcuts.lookups {
      memory.sharing[lookup.embedding]?.forgetProjections()
    }
  }

  // MARK: Loading

  /// Takes this shard's rows out of a batch: from row by row to time × rows.
  ///
  /// - Parameter masks: for each rule, as `GraphWindow.masks` gives them.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func load(_ window: GraphWindow<Scalar>, masks given: [[UInt8]]) {
    if !zip(lengths, window.parts).allSatisfy({ $0 == $1.time }) { measureOut(window) }
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
    shareSymbols()
    for (index, mask) in given.enumerated() {
      hasMask[index] = !mask.isEmpty
      if mask.isEmpty { continue }
      transpose(
        mask, into: memory.masks[index].baseAddress!, time: mask.count / window.rows, width: 1)
    }
    for (index, target) in window.targets.enumerated() {
      let shape = network.values[network.ends[index]].shape
      targets[index].load(
        target, window.weights(ofOutput: index), firstRow: firstRow, rows: rows,
        time: window.time(of: shape))
    }
  }

  /// Takes one symbol, of a shard of one row and one time step.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func load(_ symbol: Int32) {
    memory.symbols[0][0] = symbol
    shareSymbols()
  }

  private func shareSymbols() {
    for lookup in network.shortcuts.lookups {
      memory.sharing[lookup.embedding]?.load(
        UnsafePointer(memory.symbols[lookup.input].baseAddress!),
        steps: extents[lookup.input].places)
    }
  }

  /// The length of a time axis.
  func length(_ axis: StepCount) -> Int { axis.length { lengths[$0] } }

  private func measureOut(_ window: GraphWindow<Scalar>) {
    lengths = window.parts.map(\.time)
    func extent(_ value: Int, isDistributed: Bool) -> GraphExtent {
      GraphExtent(
        network.values[value].shape, rows: rows, isDistributed: isDistributed,
        length: window.length)
    }
    extents = network.values.indices.map { extent($0, isDistributed: false) }
    inputExtents = network.operations.map {
      extent($0.inputs[0], isDistributed: $0.isDistributed)
    }
  }

  private func transpose<Element>(
    _ source: [Element], into target: UnsafeMutablePointer<Element>, time: Int, width: Int
  ) {
    source.withUnsafeBufferPointer { source in
      for row in 0..<rows {
        let start = source.baseAddress! + (firstRow + row) * time * width
        if width == 1 {
          for t in 0..<time { target[t * rows + row] = start[t] }
        } else {
          for t in 0..<time {
            (target + (t * rows + row) * width).update(from: start + t * width, count: width)
          }
        }
      }
    }
  }

  // MARK: Passes

  /// Runs everything up to the outputs, but for those whose steps are computed in parts.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(_ run: GraphPassSettings<Scalar>) {
    isEvenPass.toggle()
    for index in network.operations.indices where !waits[index] {
      let operation = network.operations[index]
      switch operation.work {
      case .code(let code):
        if !carries[index] { begin(index) }
        network.codes[code].forward(pass(index, code, run, nil))
      case .state(let part):
        let state = state(part, of: operation)
        memory.values[operation.output].base.update(from: state.baseAddress!, count: state.count)
      case .attention(let code):
        attention(code).forward(attentionPass(index, run))
      case .attentionWeights: writeAttentionWeights(operation)
      default: rearrangement(index).forward()
      }
    }
  }

  /// Measures all outputs. In training, also turns back to `gradients`: of the sum of the losses, each
  /// times its scale.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func measure(_ run: GraphPassSettings<Scalar>, scales: [Scalar], backward: Bool) {
    for index in hasGradient.indices { hasGradient[index] = false }
    for index in hasStateGradient.indices { hasStateGradient[index] = false }
    for index in hasParameterGradient.indices { hasParameterGradient[index] = false }
    scores = network.ends.indices.map { index in
      isInParts[index]
        ? measureParts(ofOutput: index, run, scale: scales[index], backward: backward)
        : measure(index, run, scale: scales[index], backward: backward)
    }
    if !backward { return }
    for index in network.operations.indices.reversed()
    where hasGradient[network.operations[index].output] || hasStateGradient[index] {
      differentiate(index, run)
    }
    let gradients = gradientPlaces
    for (code, range) in network.parameterRanges.enumerated() where !hasParameterGradient[code] {
      (gradients + range.lowerBound).update(repeating: 0, count: range.count)
    }
    for table in network.shortcuts.tables where !hasGradient[table.output] {
      memory.valueGradients[table.output].values.update(repeating: 0)
    }
  }

  /// The loss of one output, and its gradient.
  private func measure(
    _ index: Int, _ run: GraphPassSettings<Scalar>, scale: Scalar, backward: Bool
  ) -> (loss: Double, sums: MetricSums) {
    let end = network.ends[index]
    let value = network.values[end]
    let (count, numbers) = (extents[end].places, memory.values[end].base)
    var result = (loss: 0.0, sums: MetricSums())
    func measure(_ outputs: UnsafeMutablePointer<Scalar>) {
      if outputs != numbers { outputs.update(from: numbers, count: count * value.shape.size) }
      result = targets[index].measure(
        outputs, steps: count, mask: mask(value), run.objectives[index], scale: scale,
        source: lossSource(end, run))
    }
    if backward && value.needsGradient {
      addGradient(of: end, measure)
    } else if backward || network.ends.count(where: { $0 == end }) > 1 {
      withExtendedLifetime(Buffer<Scalar>(count: count * value.shape.size)) { measure($0.base) }
    } else {
      measure(numbers)
    }
    return result
  }

  private func differentiate(_ index: Int, _ run: GraphPassSettings<Scalar>) {
    let operation = network.operations[index]
    if case .state(let part) = operation.work { return addStateGradient(part, of: operation) }
    if case .attention(let code) = operation.work {
      return differentiateAttention(index, attention(code), code, run)
    }
    if case .attentionWeights = operation.work { return addAttentionWeightGradient(operation) }
    guard case .code(let code) = operation.work else {
      let work = rearrangement(index)
      for (place, input) in operation.inputs.enumerated() where network.values[input].needsGradient
      {
        addGradient(of: input) { gradient in
          work.backward(
            UnsafePointer(memory.valueGradients[operation.output].base), place, into: gradient,
            scratch: memory.scratches[index].base)
        }
      }
      return
    }
    prepareGradients(index)
    addGradients(of: code, input: operation.inputs[0]) { inputGradient, gradients in
      network.codes[code].backward(
        pass(index, code, run, inputGradient, parameterGradients: gradients))
    }
    passOnStateGradient(index)
  }
}
