import Kernels

/// A batch of a graph cut into shards, and the threads that run them.
///
/// The cut depends on the batch alone and never on the number of threads, and whatever the shards
/// give is added up in their order: the same numbers come out to the last bit on one thread and on
/// many.
final class ShardedGraph<Scalar: KernelScalar> {
  let network: GraphNetwork<Scalar>
  let parameters: Buffer<Scalar>
  let rows: Int
  /// The longest batch that there is memory for, in every input.
  let lengths: [Int]
  let threads: Int
  let shards: [GraphShard<Scalar>]
  private let settings: GraphPassSettings<Scalar>
  private let noSymbols = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
  private var symbolPasses: SymbolPasses<Scalar>?

  /// Rows in each shard but perhaps the last.
  static var shardRows: Int { 16 }

  /// - Parameters:
  ///   - lengths: time steps of the longest batch to come, for each input.
  ///   - carriesAll: whether all layers go on from the states that they ended the last pass with, or
  ///     those that are stateful.
  ///   - weights: of a batch that is not trained.
  init(
    _ network: GraphNetwork<Scalar>, parameters: Buffer<Scalar>, rows: Int, lengths: [Int],
    training: Bool, threads: Int, carriesAll: Bool = false, weights: WeightPrecision = .single
  ) {
    self.network = network
    self.parameters = parameters
    self.rows = rows
    self.lengths = lengths
    let longest = GraphWindow<Scalar>(rows: rows, parts: lengths.map { GraphWindow.Part(time: $0) })
    let starts = Array(stride(from: 0, to: rows, by: Self.shardRows))
    let threads = max(1, min(threads, starts.count))
    let heads = Self.heads(of: network, longest: longest, threads: threads)
    shards = starts.enumerated().map { index, first in
      GraphShard(
        network, firstRow: first, rows: min(Self.shardRows, rows - first), longest: longest,
        training: training, carriesAll: carriesAll, heads: heads[index % threads])
    }
    self.threads = threads
    noSymbols.initialize(to: 0)
    settings = GraphPassSettings(
      parameters: parameters,
      packed: network.codes.map { weights == .single ? $0.makePacked() : $0.makeEightBits() },
      noSymbols: noSymbols)
    parametersChanged()
  }

  deinit { noSymbols.deallocate() }

  /// For each thread, and each output whose steps are computed in parts, a part's memory.
  private static func heads(
    of network: GraphNetwork<Scalar>, longest window: GraphWindow<Scalar>, threads: Int
  ) -> [[Buffer<Scalar>?]] {
    let counts = network.outputShapes.enumerated().map { index, shape -> Int? in
      let steps = min(window.rows, shardRows) * window.time(of: shape)
      let part = network.stepsAtOnce(ofOutput: index, of: steps)
      return part < steps ? part * shape.size : nil
    }
    return (0..<threads).map { _ in counts.map { $0.map { Buffer(count: $0) } } }
  }

  /// Call after every change of the parameters.
  func parametersChanged() {
    for (code, packed) in zip(network.codes, settings.packed) {
      code.pack(UnsafePointer(parameters.base), into: packed)
    }
    for shard in shards { shard.parametersChanged() }
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
  /// - Precondition: the window fits the graph; see `GraphData`.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func run(
    _ window: GraphWindow<Scalar>, _ task: Task
  ) -> [(loss: Double, sums: MetricSums, count: Int)] {
    let masks = window.masks(network.masks, network)
    let counts = task.objectives.enumerated().map {
      count(ofOutput: $0, $1.loss, window, masks)
    }
    let scales = zip(counts, task.weights).map { Scalar($1 / Double(max(1, $0))) }
    var settings = settings
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
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func outputs(_ window: GraphWindow<Scalar>) -> [[Scalar]] {
    let masks = window.masks(network.masks, network)
    let shapes = network.outputShapes
    let results = shapes.map { shape in
      Buffer<Scalar>(
        count: rows * window.outerTime(of: shape) * window.time(of: shape) * shape.size)
    }
    forEachShard { [settings] shard in
      shard.load(window, masks: masks)
      shard.forward(settings)
      for (index, shape) in shapes.enumerated() {
        let (outer, time) = (window.outerTime(of: shape), window.time(of: shape))
        let (rows, size) = (shard.rows, shape.size)
        let start = results[index].base + shard.firstRow * outer * time * size
        shard.readOutput(index, settings) { values, first, count in
          for step in 0..<count {
            let (place, row) = (first + step).quotientAndRemainder(dividingBy: rows)
            let (t, o) = place.quotientAndRemainder(dividingBy: outer)
            (start + ((row * outer + o) * time + t) * size)
              .update(from: values + step * size, count: size)
          }
        }
      }
    }
    return results.map { Array($0.values) }
  }

  /// Forward of one symbol, in a batch of one row, to the output, which `read` is given.
  func output<Result>(
    after symbol: Int32, _ read: (UnsafeBufferPointer<Scalar>) -> Result
  ) -> Result {
    let shard = shards[0]
    shard.load(symbol)
    symbolPasses = symbolPasses ?? SymbolPasses(shard, settings)
    if let output = symbolPasses?.forward() { return read(output) }
    shard.forward(settings)
    var result: Result?
    shard.readOutput(0, settings) { values, _, count in
      let size = network.values[network.ends[0]].shape.size
      result = read(UnsafeBufferPointer(start: values, count: count * size))
    }
    return result!
  }

  /// The steps of an output that count in its loss, or the sequences.
  private func count(
    ofOutput index: Int, _ loss: Loss, _ window: GraphWindow<Scalar>, _ masks: [[UInt8]]
  ) -> Int {
    let value = network.values[network.ends[index]]
    guard let steps = value.shape.steps else { return rows }
    let time = window.length(steps)
    let masks = [value.mask.map { masks[$0] } ?? [], window.weights(ofOutput: index).mask]
      .filter { !$0.isEmpty }
    func counts(_ step: Int) -> Bool { masks.allSatisfy { $0[step] != 0 } }
    if loss.ofSequences == nil {
      return masks.isEmpty ? rows * time : (0..<rows * time).count(where: counts)
    }
    return (0..<rows).count { row in (row * time..<(row + 1) * time).contains(where: counts) }
  }

  // MARK: States

  func resetState() {
    for state in shards.flatMap(\.memory.states) { state.values.update(repeating: 0) }
  }

  /// The states that layers carry: for each operation those of all rows, shard after shard.
  var state: [[Scalar]] {
    network.operations.enumerated().map { index, operation in
      guard case .code = operation.work else { return [] }
      return shards.flatMap { Array($0.memory.states[index].values) }
    }
  }

  /// - Precondition: as many numbers for every operation as `state` has.
  func setState(_ state: [[Scalar]]) {
    for (operation, values) in state.enumerated() where !values.isEmpty {
      var rest = values[...]
      for shard in shards {
        let buffer = shard.memory.states[operation].values
        precondition(rest.count >= buffer.count)
        for index in 0..<buffer.count { buffer[index] = rest[rest.startIndex + index] }
        rest = rest.dropFirst(buffer.count)
      }
    }
  }

  // MARK: Threads

  /// Runs work on every shard, a fixed share of them on each thread: `heads` counts on it.
  private func forEachShard(_ work: @Sendable (GraphShard<Scalar>) -> Void) {
    inParallel(threads) { [shards, threads] thread in
      for index in stride(from: thread, to: shards.count, by: threads) { work(shards[index]) }
    }
  }
}

/// What the passes of all shards over one batch have in common.
struct GraphPassSettings<Scalar: KernelScalar>: @unchecked Sendable {
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
    parameters: Buffer<Scalar>, packed: [[PackedWeights<Scalar>]],
    noSymbols: UnsafeMutablePointer<Int32>
  ) {
    self.parameters = parameters
    self.packed = packed
    self.noSymbols = UnsafePointer(noSymbols)
  }
}

/// A seed from a seed and a number: neighbours give unlike seeds.
func mixed(_ seed: UInt64, _ number: Int) -> UInt64 {
  var word = (seed ^ UInt64(bitPattern: Int64(number))) &+ 0x9E37_79B9_7F4A_7C15
  word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
  word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
  return word ^ (word >> 31)
}
