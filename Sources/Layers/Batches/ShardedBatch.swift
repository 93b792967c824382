import Kernels

/// A batch cut into shards, and the threads that run them.
///
/// The cut depends on the batch alone and never on the number of threads, and whatever the shards
/// give is added up in their order: the same numbers come out to the last bit on one thread and on
/// many.
final class ShardedBatch<Scalar: KernelScalar> {
  let network: Network<Scalar>
  let parameters: Buffer<Scalar>
  let rows: Int
  let length: Int
  let threads: Int
  let shards: [Shard<Scalar>]
  private let packed: [[PackedWeights<Scalar>]]

  /// Rows in each shard but perhaps the last.
  static var shardRows: Int { 16 }

  init(
    _ network: Network<Scalar>, parameters: Buffer<Scalar>, rows: Int, length: Int,
    training: Bool, threads: Int
  ) {
    self.network = network
    self.parameters = parameters
    self.rows = rows
    self.length = length
    let starts = Array(stride(from: 0, to: rows, by: Self.shardRows))
    let threads = max(1, min(threads, starts.count))
    let heads = Self.heads(
      of: network, steps: min(rows, Self.shardRows) * network.outputTime(length), threads: threads)
    shards = starts.enumerated().map { index, first in
      Shard(
        network, firstRow: first, rows: min(Self.shardRows, rows - first), length: length,
        training: training, head: heads.isEmpty ? nil : heads[index % threads])
    }
    self.threads = threads
    packed = network.layers.map { $0.makePacked() }
    parametersChanged()
  }

  /// Where the last layer's output is computed in parts, a part's memory for each thread.
  private static func heads(
    of network: Network<Scalar>, steps: Int, threads: Int
  ) -> [Buffer<Scalar>] {
    let part = network.stepsAtOnce(of: steps)
    if part >= steps { return [] }
    return (0..<threads).map { _ in Buffer(count: part * network.outputSize) }
  }

  /// Call after every change of the parameters.
  func parametersChanged() {
    for (layer, packed) in zip(network.layers, packed) {
      layer.pack(UnsafePointer(parameters.base), into: packed)
    }
    for shard in shards { shard.parametersChanged() }
  }

  /// What one pass over a batch is asked for.
  struct Task {
    var objective = Objective(loss: .sparseCategoricalCrossEntropy)
    var backward = false
    /// What dropout draws from; nil where nothing is dropped.
    var dropoutSeed: UInt64?
  }

  /// Forward, and the summed loss in nats. A target of −1 does not count.
  func loss(inputs: [Int32], targets: [Int32], time: Int) -> Double {
    run(inputs: inputs, targets: targets, time: time, Task())
  }

  /// Forward and backward of the mean loss; `gradients` of each shard holds its part.
  ///
  /// - Returns: the summed loss in nats.
  func lossAndGradients(
    inputs: [Int32], targets: [Int32], time: Int, dropoutSeed: UInt64? = nil
  ) -> Double {
    run(
      inputs: inputs, targets: targets, time: time, Task(backward: true, dropoutSeed: dropoutSeed))
  }

  private func run(inputs: [Int32], targets: [Int32], time: Int, _ task: Task) -> Double {
    let counted = task.backward ? targets : targets.map { max(0, $0) }
    if let problem = windowProblem(inputs: inputs, targets: counted, time: time) {
      fatalError(problem)
    }
    return run(Window(rows: rows, time: time, symbols: inputs, classes: targets), task).loss
  }

  /// Forward, and backward where the task says so: of the mean loss over all outputs that are not
  /// padding.
  ///
  /// - Returns: the summed loss and figures, and over how many outputs.
  /// - Precondition: the window fits the batch; see `windowProblem` and `DataSet`.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func run(
    _ window: Window<Scalar>, _ task: Task
  ) -> (loss: Double, sums: MetricSums, count: Int) {
    let count = window.outputCount(outputTime: network.outputTime(window.time))
    let scale = 1 / Scalar(max(1, count))
    let settings = PassSettings(
      time: window.time, parameters: parameters, packed: packed, objective: task.objective,
      dropoutSeed: task.dropoutSeed)
    forEachShard { shard in
      shard.load(window)
      shard.run(settings, scale: scale, backward: task.backward)
    }
    var sums = MetricSums()
    for shard in shards { sums += shard.sums }
    return (shards.reduce(0) { $0 + $1.loss }, sums, count)
  }

  /// Forward alone, to the output of the last layer: rows × output steps × output size.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func outputs(_ window: Window<Scalar>) -> [Scalar] {
    let outputTime = network.outputTime(window.time)
    let size = network.outputSize
    let result = Buffer<Scalar>(count: rows * outputTime * size)
    let settings = PassSettings(time: window.time, parameters: parameters, packed: packed)
    forEachShard { shard in
      shard.load(window)
      let output = shard.forward(settings)
      for row in 0..<shard.rows {
        for t in 0..<outputTime {
          (result.base + ((shard.firstRow + row) * outputTime + t) * size)
            .update(from: output.base + (t * shard.rows + row) * size, count: size)
        }
      }
    }
    return Array(result.values)
  }

  /// Forward of one symbol in each row, to the output of the last layer, rows × output size.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func outputs(after symbols: [Int32]) -> [Scalar] {
    if let problem = windowProblem(inputs: symbols, targets: symbols, time: 1) {
      fatalError(problem)
    }
    var window = Window<Scalar>(rows: rows, time: 1)
    window.symbols = symbols
    let settings = PassSettings(time: 1, parameters: parameters, packed: packed)
    return shards.flatMap { shard in
      shard.load(window)
      return shard.forward(settings).values.prefix(shard.rows * network.outputSize)
    }
  }

  func windowProblem(inputs: [Int32], targets: [Int32], time: Int) -> String? {
    if network.vocabularySize == 0 || !network.keepsTime {
      return "a language model reads symbols and predicts one after each: it begins with an "
        + "Embedding, and its recurrent layers have returnSequences: true"
    }
    if time < 1 || time > length { return "a window of \(time) steps, made for 1 to \(length)" }
    if inputs.count != rows * time || targets.count != rows * time {
      return "\(inputs.count) inputs and \(targets.count) targets for \(rows) rows of \(time)"
    }
    let symbols = 0..<Int32(network.vocabularySize)
    if let symbol = inputs.first(where: { !symbols.contains($0) }) {
      return "symbol \(symbol) in a vocabulary of \(network.vocabularySize)"
    }
    let classes = 0..<Int32(network.outputSize)
    if let target = targets.first(where: { !classes.contains($0) }) {
      return "target \(target) among \(network.outputSize) classes"
    }
    return nil
  }

  // MARK: State

  func resetState() {
    for state in shards.flatMap(\.states) { state.values.update(repeating: 0) }
  }

  /// Sets to zero what layers carry that are not stateful.
  func resetStatelessLayers() {
    for (index, layer) in network.layers.enumerated() where !layer.isStateful {
      for shard in shards { shard.states[index].values.update(repeating: 0) }
    }
  }

  /// The carried state of every layer, shard after shard.
  var state: [[Scalar]] {
    network.layers.indices.map { layer in shards.flatMap { Array($0.states[layer].values) } }
  }

  /// - Precondition: as many numbers for every layer as `state` has.
  func setState(_ state: [[Scalar]]) {
    for (layer, values) in state.enumerated() {
      var rest = values[...]
      for shard in shards {
        let buffer = shard.states[layer].values
        precondition(rest.count >= buffer.count)
        for index in 0..<buffer.count { buffer[index] = rest[rest.startIndex + index] }
        rest = rest.dropFirst(buffer.count)
      }
    }
  }

  // MARK: Threads

  /// Runs work on every shard, a fixed share of them on each thread: `heads` counts on it.
  func forEachShard(_ work: @Sendable (Shard<Scalar>) -> Void) {
    inParallel(threads) { [shards, threads] thread in
      for index in stride(from: thread, to: shards.count, by: threads) { work(shards[index]) }
    }
  }
}

extension Network {
  /// The memory that training takes: parameters, moments and packed weights, and for each shard of
  /// a batch its gradients and activations.
  func trainingBytes(rows: Int, length: Int) -> Int {
    let shards = (rows + ShardedBatch<Scalar>.shardRows - 1) / ShardedBatch<Scalar>.shardRows
    let steps = shards * stepsAtOnce(of: ShardedBatch<Scalar>.shardRows * length)
    let activations = layers.enumerated().reduce(0) { sum, layer in
      let outputSteps = layer.offset == layers.count - 1 ? steps : 2 * rows * length
      return sum + outputSteps * layer.element.outputSize
        + layer.element.scratchCount(rows: rows, time: length)
    }
    return (layout.count * 5 + (layout.count - sparseCount) * shards + activations)
      * MemoryLayout<Scalar>.stride
  }
}
