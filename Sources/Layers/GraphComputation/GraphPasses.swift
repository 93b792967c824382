import Kernels

// What a shard's operations read and write in one pass.

extension GraphShard {
  /// An output's numbers, time × rows × size.
  func output(_ index: Int) -> UnsafePointer<Scalar> {
    UnsafePointer(memory.values[network.ends[index]].base)
  }

  func extent(
    _ value: Int, _ run: GraphPassSettings<Scalar>, isDistributed: Bool = false
  ) -> GraphExtent {
    GraphExtent(
      network.values[value].shape, rows: rows, isDistributed: isDistributed, length: run.length)
  }

  /// Which steps of a value count; nil where all do.
  func mask(_ value: GraphValue) -> UnsafePointer<UInt8>? {
    guard let rule = value.mask, hasMask[rule], value.shape.outer == nil, value.shape.steps != nil
    else { return nil }
    return UnsafePointer(memory.masks[rule].baseAddress!)
  }

  func pass(
    _ index: Int, _ code: Int, _ run: GraphPassSettings<Scalar>,
    _ inputGradient: UnsafeMutablePointer<Scalar>?,
    parameterGradients: UnsafeMutablePointer<Scalar>? = nil
  ) -> LayerPass<Scalar> {
    let operation = network.operations[index]
    let input = operation.inputs[0]
    let extent = extent(input, run, isDistributed: operation.isDistributed)
    let symbols = input < memory.symbols.count ? memory.symbols[input].baseAddress : nil
    return LayerPass(
      rows: extent.rows, time: extent.time, parameters: UnsafePointer(run.parameters.base),
      packed: run.packed[code], gradients: parameterGradients ?? gradients.base,
      symbols: symbols.map { UnsafePointer($0) } ?? run.noSymbols,
      input: UnsafePointer(memory.values[input].base),
      output: memory.values[operation.output].base, inputGradient: inputGradient,
      outputGradient: UnsafePointer(memory.valueGradients[operation.output].base),
      state: memory.states[index].base, scratch: memory.scratches[index].base,
      mask: operation.isDistributed ? nil : mask(network.values[input]),
      dropoutSeed: run.dropoutSeed.map { mixed(mixed($0, firstRow), operation.number) },
      stateGradient: memory.stateGradients[index].count > 0
        ? memory.stateGradients[index].base : nil)
  }

  func rearrangement(
    _ operation: GraphOperation, _ run: GraphPassSettings<Scalar>
  ) -> Rearrangement<Scalar> {
    Rearrangement(
      operation: operation, rows: rows,
      inputs: operation.inputs.map { input in
        MergeInput(
          values: UnsafePointer(memory.values[input].base), size: network.values[input].shape.size,
          mask: mask(network.values[input]))
      },
      shape: network.values[operation.inputs[0]].shape,
      extent: extent(operation.inputs[0], run, isDistributed: operation.isDistributed),
      output: memory.values[operation.output].base,
      outputShape: network.values[operation.output].shape,
      outputExtent: extent(operation.output, run),
      outputMask: mask(network.values[operation.output]))
  }
}
