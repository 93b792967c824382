import Kernels

/// How large the memory of one attention is.
struct AttentionExtent {
  let weightCount: Int
  let scratchCount: Int

  /// - Returns: nil for an operation of another kind.
  init?<Scalar: KernelScalar>(
    _ network: GraphNetwork<Scalar>, _ operation: GraphOperation, rows: Int,
    length: (StepCount) -> Int
  ) {
    guard case .attention(let code) = operation.work else { return nil }
    let parts = operation.inputs.map { input in
      GraphExtent(
        network.values[input].shape, rows: rows, isDistributed: operation.isDistributed,
        length: length)
    }
    weightCount = parts[0].places * parts[1].time
    scratchCount = (network.codes[code] as! AttentionCode<Scalar>)
      .scratchCount(rows: parts[0].rows, time: parts[0].time, source: parts[1].time)
  }
}

// Attention in a shard. Its weights stand where codes have their states.

extension GraphShard {
  func attention(_ code: Int) -> AttentionCode<Scalar> {
    network.codes[code] as! AttentionCode<Scalar>
  }

  func attentionPass(
    _ index: Int, _ run: GraphPassSettings<Scalar>,
    parameterGradients: UnsafeMutablePointer<Scalar>? = nil
  ) -> AttentionPass<Scalar> {
    let operation = network.operations[index]
    let inputs = operation.inputs
    let target = inputExtents[index]
    func mask(_ input: Int) -> UnsafePointer<UInt8>? {
      operation.isDistributed ? nil : self.mask(network.values[input])
    }
    return AttentionPass(
      rows: target.rows, time: target.time,
      source: GraphExtent(
        network.values[inputs[1]].shape, rows: rows, isDistributed: operation.isDistributed,
        length: length
      ).time,
      valueSize: network.values[inputs[1]].shape.size,
      query: UnsafePointer(memory.values[inputs[0]].base),
      value: UnsafePointer(memory.values[inputs[1]].base),
      key: UnsafePointer(memory.values[inputs[2]].base),
      queryMask: mask(inputs[0]), valueMask: mask(inputs[1]), keyMask: mask(inputs[2]),
      parameters: UnsafePointer(run.parameters.base),
      gradients: parameterGradients ?? gradientPlaces,
      output: memory.values[operation.output].base,
      outputGradient: UnsafePointer(memory.valueGradients[operation.output].base),
      weights: memory.states[index].base,
      weightGradient: memory.stateGradients[index].count > 0
        ? UnsafePointer(memory.stateGradients[index].base) : nil,
      scratch: memory.scratches[index].base,
      dropoutSeed: run.dropoutSeed.map { mixed(mixed($0, firstRow), operation.number) })
  }

  func differentiateAttention(
    _ index: Int, _ code: AttentionCode<Scalar>, _ number: Int, _ run: GraphPassSettings<Scalar>
  ) {
    prepareGradients(index)
    addParameterGradients(of: number) { target in
      let pass = attentionPass(index, run, parameterGradients: target)
      code.backward(pass)
      for (part, input) in network.operations[index].inputs.enumerated()
      where network.values[input].needsGradient {
        addGradient(of: input) { code.writeGradient(ofInput: part, pass, into: $0) }
      }
    }
  }

  // MARK: Weights

  /// Copies weights, rows × target × source, to a value, source × target × rows.
  func writeAttentionWeights(_ operation: GraphOperation) {
    let weights = memory.states[memory.producers[operation.inputs[0]]!].base
    let output = memory.values[operation.output].base
    forEachWeight(operation) { weight, place in output[place] = weights[weight] }
  }

  /// Adds the gradient of weights that were handed on to that of the attention.
  func addAttentionWeightGradient(_ operation: GraphOperation) {
    let producer = memory.producers[operation.inputs[0]]!
    let gradients = memory.stateGradients[producer]
    if !hasStateGradient[producer] { gradients.values.update(repeating: 0) }
    hasStateGradient[producer] = true
    let given = memory.valueGradients[operation.output].base
    forEachWeight(operation) { weight, place in gradients.base[weight] += given[place] }
  }

  private func forEachWeight(
    _ operation: GraphOperation, _ work: (_ weight: Int, _ place: Int) -> Void
  ) {
    let shape = network.values[operation.output].shape
    AttentionWeights(
      rows: rows, target: shape.outer.map(length) ?? 1, source: length(shape.steps!)
    ).eachPlace(work)
  }
}

/// The weights of attention: as it leaves them, rows × target × source, and as a value, source × target ×
/// rows.
struct AttentionWeights {
  let rows, target, source: Int

  /// Calls what it is given with both places of each.
  @inline(__always)
  func eachPlace(_ work: (_ weight: Int, _ place: Int) -> Void) {
    for row in 0..<rows {
      for t in 0..<target {
        for s in 0..<source {
          work((row * target + t) * source + s, (s * target + t) * rows + row)
        }
      }
    }
  }
}
