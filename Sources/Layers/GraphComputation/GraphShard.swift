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
  /// For each value its numbers, time × rows × size, and the loss's gradient.
  private let values: [Buffer<Scalar>]
  private let valueGradients: [Buffer<Scalar>]
  private let symbols: [UnsafeMutableBufferPointer<Int32>]
  private let masks: [UnsafeMutableBufferPointer<UInt8>]
  private var hasMask: [Bool]
  private let targets: [ShardTargets<Scalar>]
  /// For each operation, its code's states and memory.
  private let states: [Buffer<Scalar>]
  private let scratches: [Buffer<Scalar>]
  /// Of a value, and of all parameters, where a gradient has more than one part.
  private let partGradient: Buffer<Scalar>
  private let partOfParameters: Buffer<Scalar>
  private var hasGradient: [Bool]
  private var hasParameterGradient: [Bool]

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
    func count(_ value: GraphValue) -> Int {
      let extent = GraphExtent(value.shape, rows: rows, isDistributed: false, length: window.length)
      return extent.places * value.shape.size
    }
    let counts = network.values.map(count)
    let inputs = network.graph.inputs.indices
    values = counts.enumerated().map { index, count in
      Buffer(count: network.values[index].shape.isSymbols ? 0 : count)
    }
    valueGradients = counts.enumerated().map { index, count in
      Buffer(count: training && network.values[index].needsGradient ? count : 0)
    }
    symbols = inputs.map { index in
      let count = network.values[index].shape.isSymbols ? counts[index] : 0
      let memory = UnsafeMutableBufferPointer<Int32>.allocate(capacity: count)
      memory.initialize(repeating: 0)
      return memory
    }
    masks = network.masks.map { rule in
      let memory = UnsafeMutableBufferPointer<UInt8>.allocate(
        capacity: rows * window.parts[network.input(of: rule)].time)
      memory.initialize(repeating: 1)
      return memory
    }
    hasMask = network.masks.map { _ in false }
    targets = network.ends.map { end in
      let size = network.values[end].shape.size
      return ShardTargets(steps: counts[end] / size, columns: size)
    }
    let codes = network.operations.map { operation -> (any LayerCode<Scalar>, GraphExtent)? in
      guard case .code(let code) = operation.work else { return nil }
      let extent = GraphExtent(
        network.values[operation.inputs[0]].shape, rows: rows,
        isDistributed: operation.isDistributed, length: window.length)
      return (network.codes[code], extent)
    }
    states = codes.map { Buffer(count: $0.map { $1.rows * $0.stateSize } ?? 0) }
    scratches = zip(codes, network.operations).map { code, operation in
      if let (code, extent) = code {
        return Buffer(count: code.scratchCount(rows: extent.rows, time: extent.time))
      }
      if case .multiply = operation.work {
        return Buffer(count: training ? counts[operation.output] : 0)
      }
      return Buffer(count: 0)
    }
    gradients = Buffer(count: training ? network.layout.count : 0)
    let shared = zip(counts, network.useCounts).map { $1 > 1 ? $0 : 0 }
    partGradient = Buffer(count: training ? shared.max() ?? 0 : 0)
    partOfParameters = Buffer(count: training && network.callsAgain ? network.layout.count : 0)
    hasGradient = counts.map { _ in false }
    hasParameterGradient = network.codes.map { _ in false }
  }

  deinit {
    for memory in symbols { memory.deallocate() }
    for memory in masks { memory.deallocate() }
  }

  // MARK: Loading

  /// Takes this shard's rows out of a batch: from row by row to time × rows.
  ///
  /// - Parameter masks: for each rule, as `GraphWindow.masks` gives them.
  func load(_ window: GraphWindow<Scalar>, masks given: [[UInt8]]) {
    for (index, part) in window.parts.enumerated() {
      if !part.symbols.isEmpty {
        transpose(part.symbols, into: symbols[index].baseAddress!, time: part.time, width: 1)
      }
      if !part.numbers.isEmpty {
        transpose(
          part.numbers, into: values[index].base, time: part.time,
          width: network.values[index].shape.size)
      }
    }
    for (index, mask) in given.enumerated() {
      hasMask[index] = !mask.isEmpty
      if mask.isEmpty { continue }
      transpose(
        mask, into: masks[index].baseAddress!, time: mask.count / window.rows, width: 1)
    }
    for (index, target) in window.targets.enumerated() {
      let shape = network.values[network.ends[index]].shape
      targets[index].load(
        target, firstRow: firstRow, rows: rows, time: shape.steps.map(window.length) ?? 1)
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
      if case .code(let code) = operation.work {
        states[index].values.update(repeating: 0)
        network.codes[code].forward(pass(index, code, run, nil))
      } else {
        rearrangement(operation, run).forward()
      }
    }
  }

  /// Measures all outputs. In training, also turns back to `gradients`: of the sum of the losses, each
  /// times its scale.
  func measure(_ run: GraphPassSettings<Scalar>, scales: [Scalar], backward: Bool) {
    for index in hasGradient.indices { hasGradient[index] = false }
    for index in hasParameterGradient.indices { hasParameterGradient[index] = false }
    scores = network.ends.indices.map { measure($0, run, scale: scales[$0], backward: backward) }
    if !backward { return }
    for index in network.operations.indices.reversed()
    where hasGradient[network.operations[index].output] {
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
      outputs.update(from: values[end].base, count: count * value.shape.size)
      result = targets[index].measure(
        outputs, steps: count, mask: mask(value), run.objectives[index], scale: scale)
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
    guard case .code(let code) = operation.work else {
      let work = rearrangement(operation, run)
      for (place, input) in operation.inputs.enumerated() where network.values[input].needsGradient
      {
        addGradient(of: input, run) { gradient in
          work.backward(
            UnsafePointer(valueGradients[operation.output].base), place, into: gradient,
            scratch: scratches[index].base)
        }
      }
      return
    }
    let input = operation.inputs[0]
    let (codes, range) = (network.codes, network.parameterRanges[code])
    let isFirst = !hasParameterGradient[code]
    let target = isFirst ? gradients.base : partOfParameters.base
    if network.values[input].needsGradient {
      addGradient(of: input, run) { gradient in
        codes[code].backward(pass(index, code, run, gradient, parameterGradients: target))
      }
    } else {
      codes[code].backward(pass(index, code, run, nil, parameterGradients: target))
    }
    hasParameterGradient[code] = true
    if isFirst { return }
    Scalar.addScaled(
      1, target + range.lowerBound, to: gradients.base + range.lowerBound, count: range.count)
  }

  /// Adds to a value's gradient what `write` writes; the first part stands there at once.
  private func addGradient(
    of value: Int, _ run: GraphPassSettings<Scalar>,
    _ write: (UnsafeMutablePointer<Scalar>) -> Void
  ) {
    let total = valueGradients[value].base
    if !hasGradient[value] {
      write(total)
      hasGradient[value] = true
      return
    }
    write(partGradient.base)
    Scalar.addScaled(
      1, partGradient.base, to: total,
      count: extent(value, run).places * network.values[value].shape.size)
  }

  // MARK: Parts

  /// An output's numbers, time × rows × size.
  func output(_ index: Int) -> UnsafePointer<Scalar> {
    UnsafePointer(values[network.ends[index]].base)
  }

  private func extent(
    _ value: Int, _ run: GraphPassSettings<Scalar>, isDistributed: Bool = false
  ) -> GraphExtent {
    GraphExtent(
      network.values[value].shape, rows: rows, isDistributed: isDistributed, length: run.length)
  }

  /// Which steps of a value count; nil where all do.
  private func mask(_ value: GraphValue) -> UnsafePointer<UInt8>? {
    guard let rule = value.mask, hasMask[rule], value.shape.outer == nil, value.shape.steps != nil
    else { return nil }
    return UnsafePointer(masks[rule].baseAddress!)
  }

  private func pass(
    _ index: Int, _ code: Int, _ run: GraphPassSettings<Scalar>,
    _ inputGradient: UnsafeMutablePointer<Scalar>?,
    parameterGradients: UnsafeMutablePointer<Scalar>? = nil
  ) -> LayerPass<Scalar> {
    let operation = network.operations[index]
    let input = operation.inputs[0]
    let extent = extent(input, run, isDistributed: operation.isDistributed)
    let symbols = input < self.symbols.count ? self.symbols[input].baseAddress : nil
    return LayerPass(
      rows: extent.rows, time: extent.time, parameters: UnsafePointer(run.parameters.base),
      packed: run.packed[code], gradients: parameterGradients ?? gradients.base,
      symbols: symbols.map { UnsafePointer($0) } ?? run.noSymbols,
      input: UnsafePointer(values[input].base),
      output: values[operation.output].base, inputGradient: inputGradient,
      outputGradient: UnsafePointer(valueGradients[operation.output].base),
      state: states[index].base, scratch: scratches[index].base,
      mask: operation.isDistributed ? nil : mask(network.values[input]),
      dropoutSeed: run.dropoutSeed.map { mixed(mixed($0, firstRow), operation.number) })
  }

  private func rearrangement(
    _ operation: GraphOperation, _ run: GraphPassSettings<Scalar>
  ) -> Rearrangement<Scalar> {
    Rearrangement(
      operation: operation, rows: rows,
      inputs: operation.inputs.map { input in
        MergeInput(
          values: UnsafePointer(values[input].base), size: network.values[input].shape.size,
          mask: mask(network.values[input]))
      },
      shape: network.values[operation.inputs[0]].shape,
      extent: extent(operation.inputs[0], run, isDistributed: operation.isDistributed),
      output: values[operation.output].base, outputShape: network.values[operation.output].shape,
      outputExtent: extent(operation.output, run),
      outputMask: mask(network.values[operation.output]))
  }
}
