import Kernels

// What a shard's operations read and write in one pass.

extension GraphShard {
  /// Which steps of a value count; nil where all do.
  func mask(_ value: GraphValue) -> UnsafePointer<UInt8>? {
    guard let rule = value.mask, hasMask[rule], value.shape.outer == nil, value.shape.steps != nil
    else { return nil }
    return UnsafePointer(memory.masks[rule].baseAddress!)
  }

  /// - Parameter parameterGradients: the places in the layout; nil for those of the shard.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func pass(
    _ index: Int, _ code: Int, _ run: GraphPassSettings<Scalar>,
    _ inputGradient: UnsafeMutablePointer<Scalar>?,
    parameterGradients: UnsafeMutablePointer<Scalar>? = nil
  ) -> LayerPass<Scalar> {
    let operation = network.operations[index]
    let input = operation.inputs[0]
    let extent = inputExtents[index]
    let symbols = input < memory.symbols.count ? memory.symbols[input].baseAddress : nil
    let stateGradients = memory.stateGradients[index]
    return LayerPass(
      rows: extent.rows, time: extent.time, parameters: UnsafePointer(run.parameters.base),
      packed: run.packed[code], gradients: parameterGradients ?? gradientPlaces,
      symbols: symbols.map { UnsafePointer($0) } ?? run.noSymbols,
      input: UnsafePointer(memory.values[input].base),
      output: memory.values[operation.output].base, inputGradient: inputGradient,
      outputGradient: UnsafePointer(memory.valueGradients[operation.output].base),
      state: memory.states[index].base, scratch: memory.scratches[index].base,
      mask: operation.isDistributed ? nil : mask(network.values[input]),
      dropoutSeed: run.dropoutSeed.map { mixed(mixed($0, firstRow), operation.number) },
      shared: memory.sharing[index]?.inputs,
      stateGradient: stateGradients.count > 0 ? stateGradients.base : nil, isReversed: isEvenPass)
  }

  func rearrangement(_ index: Int) -> Rearrangement<Scalar> {
    let operation = network.operations[index]
    return Rearrangement(
      operation: operation, rows: rows,
      inputs: operation.inputs.map { input in
        MergeInput(
          values: UnsafePointer(memory.values[input].base),
          size: network.values[input].shape.size / operation.pixels,
          mask: mask(network.values[input]))
      },
      shape: network.values[operation.inputs[0]].shape,
      extent: inputExtents[index],
      output: memory.values[operation.output].base,
      outputShape: network.values[operation.output].shape,
      outputExtent: extents[operation.output],
      outputMask: mask(network.values[operation.output]))
  }

  /// After a way back: the gradient of the vectors that were looked up in a sparse table.
  func lookedUpGradient(
    _ table: GraphShortcuts.SparseTable
  ) -> LookedUpGradient<Scalar> {
    LookedUpGradient(
      values: UnsafePointer(memory.valueGradients[table.output].base),
      places: memory.sharing[table.operation]?.inputs?.places)
  }
}
