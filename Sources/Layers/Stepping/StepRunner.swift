import Kernels

/// Runs operations of a graph on the memory of some rows.
final class StepRunner {
  let network: GraphNetwork<Float>
  let parameters: Buffer<Float>
  /// For each code.
  let packed: [[PackedWeights<Float>]]
  let carries: [Bool]
  /// For each operation.
  let projections: [StepProjections?]
  /// Time steps of each input.
  var lengths: [Int]
  private let producers: [Int: Int]

  /// - Parameter parameters: a copy, which nothing changes.
  init(_ network: GraphNetwork<Float>, _ plan: StepPlan, parameters: Buffer<Float>) {
    self.network = network
    self.parameters = parameters
    packed = network.codes.map { code in
      let packed = code.makePacked()
      code.pack(UnsafePointer(parameters.base), into: packed)
      return packed
    }
    carries = plan.carries
    projections = network.operations.enumerated().map { index, operation in
      plan.carries[index] ? StepProjections(network, operation) : nil
    }
    lengths = network.graph.inputs.map { _ in 1 }
    producers = network.stateProducers
  }

  func length(_ axis: StepCount) -> Int { axis.length { lengths[$0] } }

  func extent(_ value: Int, _ memory: StepMemory, isDistributed: Bool = false) -> GraphExtent {
    GraphExtent(
      network.values[value].shape, rows: memory.rows, isDistributed: isDistributed, length: length)
  }

  func run(_ operations: [Int], _ memory: StepMemory) {
    for index in operations {
      if let pass = memory.passes[index] {
        run(pass, index, memory)
        continue
      }
      let operation = network.operations[index]
      switch operation.work {
      case .code(let code):
        let pass = pass(operation, index, code, memory)
        memory.passes[index] = pass
        run(pass, index, memory)
      case .state(let part):
        let state = memory.states[producers[operation.inputs[0]]!].base
        let count = memory.rows * network.values[operation.output].shape.size
        memory.values[operation.output].base.update(from: state + part * count, count: count)
      case .attention(let code):
        (network.codes[code] as! AttentionCode<Float>).forward(attentionPass(index, memory))
      case .attentionWeights: writeAttentionWeights(operation, memory)
      default: rearrangement(operation, memory).forward()
      }
    }
  }

  /// Puts an operation's first state where its code reads it: zeros where none is given.
  func begin(_ index: Int, _ memory: StepMemory) {
    let (operation, states) = (network.operations[index], memory.states[index])
    if operation.inputs.count == 1 { return states.values.update(repeating: 0) }
    let count = states.count / (operation.inputs.count - 1)
    for (part, input) in operation.inputs.dropFirst().enumerated() {
      (states.base + part * count).update(from: memory.values[input].base, count: count)
    }
  }

  // MARK: Passes

  /// The rule that says which steps of a value are padding.
  private func maskRule(_ value: Int) -> Int? {
    let value = network.values[value]
    return value.shape.outer == nil && value.shape.steps != nil ? value.mask : nil
  }

  private func mask(_ value: Int, _ memory: StepMemory) -> UnsafePointer<UInt8>? {
    guard let rule = maskRule(value), memory.hasMask[rule] else { return nil }
    return UnsafePointer(memory.masks[rule].baseAddress!)
  }

  private func run(_ prepared: StepPass, _ index: Int, _ memory: StepMemory) {
    if !prepared.carries { begin(index, memory) }
    var pass = prepared.pass
    if let rule = prepared.mask, memory.hasMask[rule] {
      pass.mask = UnsafePointer(memory.masks[rule].baseAddress!)
    }
    pass.shared = prepared.projections?.shared(memory)
    prepared.code.forward(pass)
  }

  private func pass(
    _ operation: GraphOperation, _ index: Int, _ code: Int, _ memory: StepMemory
  ) -> StepPass {
    let input = operation.inputs[0]
    let extent = extent(input, memory, isDistributed: operation.isDistributed)
    let symbols = input < memory.symbols.count ? memory.symbols[input] : memory.symbols[0]
    // Nothing learns, so that no gradient is read or written.
    let none = memory.scratches[index].base
    let pass = LayerPass<Float>(
      rows: extent.rows, time: extent.time, parameters: UnsafePointer(parameters.base),
      packed: packed[code], gradients: none, symbols: UnsafePointer(symbols.baseAddress!),
      input: projections[index].map { UnsafePointer(parameters.base + $0.table.offset) }
        ?? UnsafePointer(memory.values[input].base),
      output: memory.values[operation.output].base, inputGradient: nil,
      outputGradient: UnsafePointer(none), state: memory.states[index].base,
      scratch: memory.scratches[index].base)
    return StepPass(
      code: network.codes[code], pass: pass, carries: carries[index],
      mask: operation.isDistributed ? nil : maskRule(input), projections: projections[index])
  }

  private func attentionPass(_ index: Int, _ memory: StepMemory) -> AttentionPass<Float> {
    let operation = network.operations[index]
    let inputs = operation.inputs
    let target = extent(inputs[0], memory, isDistributed: operation.isDistributed)
    let masks = inputs.map { operation.isDistributed ? nil : mask($0, memory) }
    let none = memory.scratches[index].base
    return AttentionPass(
      rows: target.rows, time: target.time,
      source: extent(inputs[1], memory, isDistributed: operation.isDistributed).time,
      valueSize: network.values[inputs[1]].shape.size,
      query: UnsafePointer(memory.values[inputs[0]].base),
      value: UnsafePointer(memory.values[inputs[1]].base),
      key: UnsafePointer(memory.values[inputs[2]].base), queryMask: masks[0], valueMask: masks[1],
      keyMask: masks[2], parameters: UnsafePointer(parameters.base), gradients: none,
      output: memory.values[operation.output].base, outputGradient: UnsafePointer(none),
      weights: memory.states[index].base, weightGradient: nil,
      scratch: memory.scratches[index].base, dropoutSeed: nil)
  }

  private func writeAttentionWeights(_ operation: GraphOperation, _ memory: StepMemory) {
    let shape = network.values[operation.output].shape
    let output = memory.values[operation.output].base
    let weights = memory.states[producers[operation.inputs[0]]!].base
    AttentionWeights(
      rows: memory.rows, target: shape.outer.map(length) ?? 1, source: length(shape.steps!)
    ).eachPlace { weight, place in output[place] = weights[weight] }
  }

  private func rearrangement(
    _ operation: GraphOperation, _ memory: StepMemory
  ) -> Rearrangement<Float> {
    Rearrangement(
      operation: operation, rows: memory.rows,
      inputs: operation.inputs.map { input in
        MergeInput(
          values: UnsafePointer(memory.values[input].base), size: network.values[input].shape.size,
          mask: mask(input, memory))
      },
      shape: network.values[operation.inputs[0]].shape,
      extent: extent(operation.inputs[0], memory, isDistributed: operation.isDistributed),
      output: memory.values[operation.output].base,
      outputShape: network.values[operation.output].shape,
      outputExtent: extent(operation.output, memory), outputMask: mask(operation.output, memory))
  }
}

/// What a code runs on, time after time.
struct StepPass {
  let code: any LayerCode<Float>
  let pass: LayerPass<Float>
  let carries: Bool
  /// The rule that says which steps of its input are padding.
  let mask: Int?
  let projections: StepProjections?
}
