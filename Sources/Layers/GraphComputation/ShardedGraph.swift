import Kernels

/// A batch of a graph cut into shards, and the threads that run them: what a `ShardedBatch` is for a
/// `Network`. The same numbers come out on any number of threads.
final class ShardedGraph<Scalar: KernelScalar> {
  let network: GraphNetwork<Scalar>
  let parameters: Buffer<Scalar>
  let rows: Int
  /// The longest batch that there is memory for, in every input.
  let lengths: [Int]
  let threads: Int
  let shards: [GraphShard<Scalar>]
  private let packed: [[PackedWeights<Scalar>]]
  private let noSymbols = UnsafeMutablePointer<Int32>.allocate(capacity: 1)

  /// - Parameter lengths: time steps of the longest batch to come, for each input.
  init(
    _ network: GraphNetwork<Scalar>, parameters: Buffer<Scalar>, rows: Int, lengths: [Int],
    training: Bool, threads: Int
  ) {
    self.network = network
    self.parameters = parameters
    self.rows = rows
    self.lengths = lengths
    let longest = GraphWindow<Scalar>(rows: rows, parts: lengths.map { GraphWindow.Part(time: $0) })
    let size = ShardedBatch<Scalar>.shardRows
    let starts = Array(stride(from: 0, to: rows, by: size))
    shards = starts.map { first in
      GraphShard(
        network, firstRow: first, rows: min(size, rows - first), longest: longest,
        training: training)
    }
    self.threads = max(1, min(threads, starts.count))
    packed = network.codes.map { $0.makePacked() }
    noSymbols.initialize(to: 0)
    parametersChanged()
  }

  deinit { noSymbols.deallocate() }

  /// Call after every change of the parameters.
  func parametersChanged() {
    for (code, packed) in zip(network.codes, packed) {
      code.pack(UnsafePointer(parameters.base), into: packed)
    }
  }

  /// What one pass over a batch is asked for.
  struct Task {
    /// One for each output.
    var objectives: [Objective]
    /// What each output's loss counts for.
    var weights: [Double]
    var backward = false
    /// What dropout draws from; nil where nothing is dropped.
    var dropoutSeed: UInt64?
  }

  /// Forward, and backward where the task says so: of the weighted sum of the outputs' mean losses.
  ///
  /// - Returns: for each output the summed loss and figures, and over how many steps.
  func run(
    _ window: GraphWindow<Scalar>, _ task: Task
  ) -> [(loss: Double, sums: MetricSums, count: Int)] {
    let masks = window.masks(network.masks, network)
    let counts = zip(network.ends, task.objectives).map {
      count(network.values[$0], $1.loss, window, masks)
    }
    let scales = zip(counts, task.weights).map { Scalar($1 / Double(max(1, $0))) }
    var settings = settings(window)
    settings.objectives = task.objectives
    settings.dropoutSeed = task.dropoutSeed
    forEachShard { [settings] shard in
      shard.load(window, masks: masks)
      shard.forward(settings)
      shard.measure(settings, scales: scales, backward: task.backward)
    }
    return counts.enumerated().map { index, count in
      var sums = MetricSums()
      for shard in shards { sums += shard.scores[index].sums }
      return (shards.reduce(0) { $0 + $1.scores[index].loss }, sums, count)
    }
  }

  /// Forward alone, to the outputs: rows × time × size each; of attention's weights, rows × target ×
  /// source.
  func outputs(_ window: GraphWindow<Scalar>) -> [[Scalar]] {
    let masks = window.masks(network.masks, network)
    let settings = settings(window)
    let results = network.outputShapes.map { shape in
      Buffer<Scalar>(
        count: rows * window.outerTime(of: shape) * window.time(of: shape) * shape.size)
    }
    forEachShard { [network] shard in
      shard.load(window, masks: masks)
      shard.forward(settings)
      for (index, shape) in network.outputShapes.enumerated() {
        let (time, size) = (window.time(of: shape), shape.size)
        let outer = window.outerTime(of: shape)
        let output = shard.output(index)
        for row in 0..<shard.rows * outer {
          let (r, step) = row.quotientAndRemainder(dividingBy: outer)
          for t in 0..<time {
            (results[index].base + ((shard.firstRow * outer + row) * time + t) * size)
              .update(from: output + ((t * outer + step) * shard.rows + r) * size, count: size)
          }
        }
      }
    }
    return results.map { Array($0.values) }
  }

  /// The steps of an output that count in its loss, or the sequences.
  private func count(
    _ value: GraphValue, _ loss: Loss, _ window: GraphWindow<Scalar>, _ masks: [[UInt8]]
  ) -> Int {
    guard let steps = value.shape.steps else { return rows }
    let time = window.length(steps)
    guard let mask = value.mask, !masks[mask].isEmpty else {
      return loss.ofSequences == nil ? rows * time : rows
    }
    if loss.ofSequences == nil { return masks[mask].reduce(0) { $0 + Int($1) } }
    return (0..<rows).count { row in
      masks[mask][row * time..<(row + 1) * time].contains { $0 != 0 }
    }
  }

  private func settings(_ window: GraphWindow<Scalar>) -> GraphPassSettings<Scalar> {
    GraphPassSettings(
      lengths: window.parts.map(\.time), parameters: parameters, packed: packed,
      noSymbols: noSymbols)
  }

  private func forEachShard(_ work: @Sendable (GraphShard<Scalar>) -> Void) {
    inParallel(threads) { [shards, threads] thread in
      for index in stride(from: thread, to: shards.count, by: threads) { work(shards[index]) }
    }
  }
}

/// What the passes of all shards over one batch have in common.
struct GraphPassSettings<Scalar: KernelScalar>: @unchecked Sendable {
  /// Time steps of each input.
  let lengths: [Int]
  let parameters: Buffer<Scalar>
  /// For each code.
  let packed: [[PackedWeights<Scalar>]]
  /// What codes are given that read none.
  let noSymbols: UnsafePointer<Int32>
  /// For each output.
  var objectives: [Objective] = []
  /// Nil where nothing is dropped.
  var dropoutSeed: UInt64?

  init(
    lengths: [Int], parameters: Buffer<Scalar>, packed: [[PackedWeights<Scalar>]],
    noSymbols: UnsafeMutablePointer<Int32>
  ) {
    self.lengths = lengths
    self.parameters = parameters
    self.packed = packed
    self.noSymbols = UnsafePointer(noSymbols)
  }

  /// The length of a time axis.
  func length(_ axis: StepCount) -> Int { axis.length { lengths[$0] } }
}
