import Kernels

/// What gives an output, as far as losses of sequences ask.
enum LossSource<Scalar: KernelScalar> {
  /// Any layer: numbers for each time step.
  case steps
  /// A CRF: emissions for each time step.
  case chain(ChainParameters<Scalar>)
  /// Attention: of each of so many queries a weight for each step of the source.
  case weights(targets: Int)

  var chain: ChainParameters<Scalar>? {
    if case .chain(let chain) = self { chain } else { nil }
  }
}

extension GraphNetwork {
  private func operation(giving value: Int) -> Int? {
    operations.firstIndex { $0.output == value }
  }

  /// The CRF that gives a value, and the number of its operation; nil where none does.
  func chain(giving value: Int) -> (crf: CRFCode<Scalar>, operation: Int)? {
    guard let index = operation(giving: value), case .code(let code) = operations[index].work,
      let crf = codes[code] as? CRFCode<Scalar>
    else { return nil }
    return (crf, index)
  }

  /// Whether a value is the weights of an attention.
  func isAttention(_ value: Int) -> Bool {
    guard let index = operation(giving: value), case .attentionWeights = operations[index].work
    else { return false }
    return true
  }

  /// The source that an attention's weights go to: a value.
  func attentionSource(of weights: Int) -> Int {
    let attention = operations[operation(giving: weights)!].inputs[0]
    return operations[operation(giving: attention)!].inputs[1]
  }
}

extension GraphShard {
  func lossSource(_ value: Int, _ run: GraphPassSettings<Scalar>) -> LossSource<Scalar> {
    if let (crf, operation) = network.chain(giving: value) {
      return .chain(
        ChainParameters(
          scores: crf.scores(UnsafePointer(run.parameters.base)),
          gradient: memory.scratches[operation].base))
    }
    if network.isAttention(value) {
      return .weights(targets: network.values[value].shape.outer.map(length) ?? 1)
    }
    return .steps
  }
}
