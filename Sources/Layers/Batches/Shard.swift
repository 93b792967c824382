import Kernels

/// Some rows of a batch with all the memory that their passes need, so that a thread works on them
/// from the first time step to the last and back without waiting for any other.
final class Shard<Scalar: KernelScalar>: @unchecked Sendable {
  let network: Network<Scalar>
  /// Where its rows begin in the batch.
  let firstRow: Int
  let rows: Int
  /// The summed loss of the last forward pass.
  private(set) var loss = 0.0
  /// The summed figures of the last forward pass.
  private(set) var sums = MetricSums()
  /// Of all parameters but the network's sparse table.
  let gradients: Buffer<Scalar>
  /// For each layer, rows × its state size.
  let states: [Buffer<Scalar>]
  private let symbols: UnsafeMutableBufferPointer<Int32>
  private let mask: UnsafeMutableBufferPointer<UInt8>
  private var hasMask = false
  private let targets: ShardTargets<Scalar>
  private let numbers: Buffer<Scalar>
  private let outputs: [Buffer<Scalar>]
  private let outputGradients: [Buffer<Scalar>]
  private let scratches: [Buffer<Scalar>]
  /// Where the second layer can share what it does with the symbols that the first one looks up.
  private let distinct: DistinctSymbols<Scalar>?
  /// Of the last layer and the loss; see `Network.stepsAtOnce`.
  private let stepsAtOnce: Int
  private let isHeadInParts: Bool

  /// - Parameters:
  ///   - training: without it there is no memory for gradients, and no backward pass.
  ///   - head: room for some steps of the last layer's output, where not all are computed at once.
  init(
    _ network: Network<Scalar>, firstRow: Int, rows: Int, length: Int, training: Bool,
    head: Buffer<Scalar>?
  ) {
    self.network = network
    self.firstRow = firstRow
    self.rows = rows
    distinct = DistinctSymbols(for: network, steps: rows * length, training: training)
    var counts = network.layers.enumerated().map { index, layer in
      rows * network.inputTime(index + 1, length) * layer.outputSize
    }
    // An embedding's output has a row for each step, or for each distinct symbol.
    counts[0] = max(counts[0], (distinct?.capacity ?? 0) * network.layers[0].outputSize)
    symbols = .allocate(capacity: rows * length)
    mask = .allocate(capacity: rows * length)
    symbols.initialize(repeating: 0)
    mask.initialize(repeating: 1)
    numbers = Buffer(count: rows * length * network.features)
    states = network.layers.map { Buffer(count: rows * $0.stateSize) }
    outputs = counts.dropLast().map { Buffer(count: $0) } + [head ?? Buffer(count: counts.last!)]
    isHeadInParts = head != nil
    stepsAtOnce = network.stepsAtOnce(of: rows * network.outputTime(length))
    targets = ShardTargets(
      steps: rows * network.outputTime(length), columns: network.layers.last!.outputSize)
    // The loss turns the last layer's output into its own gradient, unless the layer still needs it.
    let ownsLastGradient = training && network.layers.last!.backwardReadsOutput
    outputGradients =
      counts.dropLast().map { Buffer(count: training ? $0 : 0) }
      + [ownsLastGradient ? Buffer(count: counts.last!) : outputs.last!]
    scratches = network.layers.enumerated().map { index, layer in
      Buffer(count: layer.scratchCount(rows: rows, time: network.inputTime(index, length)))
    }
    gradients = Buffer(count: training ? network.layout.count - network.sparseCount : 0)
  }

  deinit {
    symbols.deallocate()
    mask.deallocate()
  }

  /// Forgets what was computed from the parameters.
  func parametersChanged() { distinct?.forgetProjections() }

  /// Takes this shard's rows out of a batch: from row by row to time × rows.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func load(_ window: Window<Scalar>) {
    let time = window.time
    func transpose<Value>(_ source: [Value], into target: UnsafeMutablePointer<Value>, width: Int) {
      source.withUnsafeBufferPointer { source in
        for row in 0..<rows {
          let start = (firstRow + row) * time * width
          for t in 0..<time {
            (target + (t * rows + row) * width)
              .update(from: source.baseAddress! + start + t * width, count: width)
          }
        }
      }
    }
    if !window.symbols.isEmpty {
      for row in 0..<rows {
        for t in 0..<time {
          symbols[t * rows + row] = window.symbols[(firstRow + row) * time + t]
        }
      }
      distinct?.load(UnsafePointer(symbols.baseAddress!), steps: rows * time)
    }
    if !window.numbers.isEmpty {
      transpose(window.numbers, into: numbers.base, width: network.features)
    }
    hasMask = !window.mask.isEmpty
    if hasMask { transpose(window.mask, into: mask.baseAddress!, width: 1) }
    targets.load(
      window.targets, firstRow: firstRow, rows: rows, time: network.outputTime(time))
  }

  /// Runs all layers, the loss and, where it is asked for, the way back to `gradients`.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func run(_ run: PassSettings<Scalar>, scale: Scalar, backward: Bool) {
    let below = network.layers.indices.dropLast(isHeadInParts ? 1 : 0)
    for index in below { network.layers[index].forward(pass(index, run)) }
    if isHeadInParts {
      runHead(run, scale: scale, backward: backward)
    } else {
      measure(run, scale: scale)
    }
    if !backward { return }
    for index in below.reversed() { network.layers[index].backward(pass(index, run)) }
  }

  /// The last layer and the loss, some steps at a time: the logits of all steps over 50,000 symbols
  /// would take more memory than everything else.
  private func runHead(_ run: PassSettings<Scalar>, scale: Scalar, backward: Bool) {
    let layer = network.layers.last!
    let whole = pass(network.layers.count - 1, run)
    (loss, sums) = (0, MetricSums())
    for first in stride(from: 0, to: whole.steps, by: stepsAtOnce) {
      let part = whole.part(
        first, min(stepsAtOnce, whole.steps - first), inputSize: layer.inputSize)
      layer.forward(part)
      let measured = targets.measure(
        part.output, from: first, steps: part.steps, mask: lossMask.map { $0 + first },
        run.objective, scale: scale)
      loss += measured.loss
      sums += measured.sums
      if backward { layer.backward(part) }
    }
  }

  /// Runs all layers and returns the last one's output, time × rows × output size.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(_ run: PassSettings<Scalar>) -> Buffer<Scalar> {
    let last = network.layers.count - 1
    for index in 0..<last { network.layers[index].forward(pass(index, run)) }
    let end = pass(last, run)
    if !isHeadInParts {
      network.layers[last].forward(end)
      return outputs.last!
    }
    let size = network.outputSize
    let result = Buffer<Scalar>(count: end.steps * size)
    for first in stride(from: 0, to: end.steps, by: stepsAtOnce) {
      let count = min(stepsAtOnce, end.steps - first)
      let part = end.part(first, count, inputSize: network.layers[last].inputSize)
      network.layers[last].forward(part)
      (result.base + first * size).update(from: part.output, count: count * size)
    }
    return result
  }

  /// 0 for outputs that the loss leaves out; nil where there are none.
  private var lossMask: UnsafePointer<UInt8>? {
    network.keepsTime && hasMask ? UnsafePointer(mask.baseAddress!) : nil
  }

  /// The loss, and the gradient of the last layer's output.
  private func measure(_ run: PassSettings<Scalar>, scale: Scalar) {
    let steps = rows * network.outputTime(run.time)
    let gradient = outputGradients.last!
    if gradient !== outputs.last! {
      gradient.base.update(from: outputs.last!.base, count: steps * targets.columns)
    }
    (loss, sums) = targets.measure(
      gradient.base, steps: steps, mask: lossMask, run.objective, scale: scale)
  }

  /// After a way back: the gradient of the vectors that an embedding looked up.
  var lookedUpGradient: LookedUpGradient<Scalar> {
    LookedUpGradient(
      values: UnsafePointer(outputGradients[0].base), places: distinct?.inputs?.places)
  }

  private func pass(_ index: Int, _ run: PassSettings<Scalar>) -> LayerPass<Scalar> {
    let input = index > 0 ? outputs[index - 1] : numbers
    return LayerPass(
      rows: rows, time: network.inputTime(index, run.time),
      parameters: UnsafePointer(run.parameters.base),
      packed: run.packed[index], gradients: gradients.base - network.sparseCount,
      symbols: UnsafePointer(symbols.baseAddress!), input: UnsafePointer(input.base),
      output: outputs[index].base,
      inputGradient: index > 0 ? outputGradients[index - 1].base : nil,
      outputGradient: UnsafePointer(outputGradients[index].base), state: states[index].base,
      scratch: scratches[index].base,
      // Once there is one vector for each row, no step is padding any more.
      mask: hasMask && !network.isPastLastStep(index) ? UnsafePointer(mask.baseAddress!) : nil,
      dropoutSeed: run.dropoutSeed.map { mixed(mixed($0, firstRow), index) },
      shared: index < 2 ? distinct?.inputs : nil)
  }
}

/// What the passes of all shards over one batch have in common.
struct PassSettings<Scalar: KernelScalar> {
  let time: Int
  let parameters: Buffer<Scalar>
  let packed: [[PackedWeights<Scalar>]]
  var objective = Objective(loss: .sparseCategoricalCrossEntropy)
  /// Nil where nothing is dropped.
  var dropoutSeed: UInt64?
}

/// A seed from a seed and a number: neighbours give unlike seeds.
func mixed(_ seed: UInt64, _ number: Int) -> UInt64 {
  var word = (seed ^ UInt64(bitPattern: Int64(number))) &+ 0x9E37_79B9_7F4A_7C15
  word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
  word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
  return word ^ (word >> 31)
}
