import Kernels

/// What a model that writes does for each symbol: of its operations each has one pass, made once, since
/// nothing in it but the symbol changes from one to the next.
struct SymbolPasses<Scalar: KernelScalar> {
  private struct Step {
    let code: any LayerCode<Scalar>
    var pass: LayerPass<Scalar>
    let sharing: DistinctSymbols<Scalar>?
  }

  private var steps: [Step] = []
  private let output: UnsafePointer<Scalar>
  private let count: Int

  /// - Returns: nil where an operation is no layer's, begins anew with each symbol, or takes its steps in
  ///   parts.
  init?(_ shard: GraphShard<Scalar>, _ run: GraphPassSettings<Scalar>) {
    let (network, memory) = (shard.network, shard.memory)
    let end = network.ends[0]
    output = UnsafePointer(memory.values[end].base)
    count = network.values[end].shape.size
    if shard.isInParts.contains(true) || shard.hasMask.contains(true) { return nil }
    for (index, operation) in network.operations.enumerated() {
      guard case .code(let code) = operation.work, shard.carries[index] else { return nil }
      steps.append(
        Step(
          code: network.codes[code], pass: shard.pass(index, code, run, nil),
          sharing: memory.sharing[index]))
    }
  }

  /// Takes the symbol that the shard holds through all layers.
  ///
  /// - Returns: the output.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  mutating func forward() -> UnsafeBufferPointer<Scalar> {
    for index in steps.indices {
      steps[index].pass.isReversed.toggle()
      steps[index].pass.shared = steps[index].sharing?.inputs
      steps[index].code.forward(steps[index].pass)
    }
    return UnsafeBufferPointer(start: output, count: count)
  }
}
