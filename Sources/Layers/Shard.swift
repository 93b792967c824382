import Kernels

/// Some rows of a batch with all the memory that their passes need, so that a thread works on them
/// from the first time step to the last and back without waiting for any other.
final class Shard<Scalar: KernelScalar>: @unchecked Sendable {
  let network: Network<Scalar>
  /// Where its rows begin in the batch.
  let firstRow: Int
  let rows: Int
  /// Summed nats of the last forward pass.
  private(set) var loss = 0.0
  let gradients: Buffer<Scalar>
  /// For each layer, rows × its state size.
  let states: [Buffer<Scalar>]
  private let symbols: UnsafeMutableBufferPointer<Int32>
  private let targets: UnsafeMutableBufferPointer<Int32>
  private let outputs: [Buffer<Scalar>]
  private let outputGradients: [Buffer<Scalar>]
  private let scratches: [Buffer<Scalar>]

  /// - Parameter training: without it there is no memory for gradients, and no backward pass.
  init(_ network: Network<Scalar>, firstRow: Int, rows: Int, length: Int, training: Bool) {
    self.network = network
    self.firstRow = firstRow
    self.rows = rows
    let steps = rows * length
    symbols = .allocate(capacity: steps)
    targets = .allocate(capacity: steps)
    symbols.initialize(repeating: 0)
    targets.initialize(repeating: 0)
    states = network.layers.map { Buffer(count: rows * $0.stateSize) }
    outputs = network.layers.map { Buffer(count: steps * $0.outputSize) }
    // The last layer's output is turned into its own gradient by the loss.
    outputGradients =
      network.layers.dropLast().map { Buffer(count: training ? steps * $0.outputSize : 0) }
      + [outputs.last!]
    scratches = network.layers.map { Buffer(count: $0.scratchCount(rows: rows, time: length)) }
    gradients = Buffer(count: training ? network.layout.count : 0)
  }

  deinit {
    symbols.deallocate()
    targets.deallocate()
  }

  /// Takes this shard's rows out of a batch: from row by row to time × rows.
  func load(_ source: [Int32], _ kind: Kind, time: Int) {
    let target = kind == .symbols ? symbols : targets
    for row in 0..<rows {
      for t in 0..<time { target[t * rows + row] = source[(firstRow + row) * time + t] }
    }
  }

  enum Kind { case symbols, targets }

  /// Runs all layers and returns the last one's output, time × rows × output size.
  @discardableResult
  func forward(
    time: Int, parameters: Buffer<Scalar>, packed: [[PackedWeights<Scalar>]]
  ) -> Buffer<Scalar> {
    for index in network.layers.indices {
      network.layers[index].forward(pass(index, time, parameters, packed))
    }
    return outputs.last!
  }

  /// After `forward`: the loss, and the gradient of the logits in their place.
  func loss(time: Int, scale: Scalar) {
    loss = CrossEntropy.forwardAndBackward(
      logits: outputs.last!.base, targets: targets.baseAddress!, rows: rows * time,
      columns: network.outputSize, scale: scale)
  }

  /// After `loss`: fills `gradients`.
  func backward(
    time: Int, parameters: Buffer<Scalar>, packed: [[PackedWeights<Scalar>]]
  ) {
    for index in network.layers.indices.reversed() {
      network.layers[index].backward(pass(index, time, parameters, packed))
    }
  }

  private func pass(
    _ index: Int, _ time: Int, _ parameters: Buffer<Scalar>, _ packed: [[PackedWeights<Scalar>]]
  ) -> LayerPass<Scalar> {
    LayerPass(
      rows: rows, time: time, parameters: UnsafePointer(parameters.base), packed: packed[index],
      gradients: gradients.base, symbols: UnsafePointer(symbols.baseAddress!),
      input: UnsafePointer(outputs[max(0, index - 1)].base), output: outputs[index].base,
      inputGradient: index > 0 ? outputGradients[index - 1].base : nil,
      outputGradient: UnsafePointer(outputGradients[index].base), state: states[index].base,
      scratch: scratches[index].base)
  }
}
