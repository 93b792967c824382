import Kernels

/// An optimiser at work on a network's parameters: its moments and its count of steps.
///
/// Where the network has sparse tables, `prepare` comes before every pass that `update` follows, and
/// parameters are all up to date after `settle` alone.
final class OptimizerState<Scalar: KernelScalar> {
  /// The velocity of SGD, the first moment of Adam.
  let first: Buffer<Scalar>
  /// The squared gradient's running mean of RMSProp and Adam.
  let second: Buffer<Scalar>
  private(set) var step = 0
  /// What stays as it is, and what is to stay small.
  var rules = ParameterRules()
  /// Where parameters begin of which shards hold gradients.
  private let denseStart: Int
  /// For each sparse table.
  private let rows: [EmbeddingRows<Scalar>]
  private let tables: [ParameterSlot]

  /// For so many parameters that all have gradients.
  init(count: Int) {
    first = Buffer(count: count)
    second = Buffer(count: count)
    denseStart = 0
    (rows, tables) = ([], [])
  }

  /// - Parameter keepsUndo: whether `rollBack` will be asked for.
  init(_ network: GraphNetwork<Scalar>, keepsUndo: Bool = false) {
    first = Buffer(count: network.layout.count)
    second = Buffer(count: network.layout.count)
    denseStart = network.sparseCount
    tables = network.shortcuts.tables.map(\.slot)
    rows = tables.map { EmbeddingRows($0, keepsUndo: keepsUndo) }
  }

  /// The numbers of the sparse tables that learn.
  private var learning: [Int] {
    tables.indices.filter { index in
      !rules.isFrozen(tables[index].offset..<tables[index].offset + tables[index].count)
    }
  }

  /// How many rows of sparse tables were moved so far, each time they were.
  var movedRows: Int { rows.reduce(0) { $0 + $1.movedRows } }

  /// Brings up to date what a batch is about to read.
  func prepare(_ window: GraphWindow<Scalar>, _ batch: ShardedGraph<Scalar>) {
    if rows.isEmpty { return }
    let shards = batch.shards.map { $0.firstRow..<$0.firstRow + $0.rows }
    let memory = memory(batch.parameters, batch.threads)
    for index in learning {
      let part = window.parts[batch.network.shortcuts.tables[index].input]
      rows[index].prepare(part.symbols, time: part.time, shards: shards, memory)
    }
  }

  /// A step with the gradients of a batch; see `update(_:gradients:settings:threads:)`.
  func update(_ batch: ShardedGraph<Scalar>, settings: Optimizer) -> Double {
    var squares = 0.0
    for index in learning {
      let table = batch.network.shortcuts.tables[index]
      squares += rows[index].gather(
        batch.shards.map { $0.lookedUpGradient(table) }, threads: batch.threads)
    }
    return update(
      batch.parameters, gradients: batch.shards.map(\.gradients), sparseSquares: squares,
      settings: settings, threads: batch.threads)
  }

  /// Adds the shards' gradients up, clips them, and takes a step, unless the gradient's norm is not
  /// finite: then parameters and moments stay as they are.
  ///
  /// Blocks and sums are in a fixed order, so the threads' number changes nothing.
  ///
  /// - Parameter sparseSquares: the sum of the squared gradients of sparse tables.
  /// - Returns: the norm before clipping.
  func update(
    _ parameters: Buffer<Scalar>, gradients shards: [Buffer<Scalar>], sparseSquares: Double = 0,
    settings: Optimizer, threads: Int
  ) -> Double {
    rules.apply(parameters, to: shards, from: denseStart)
    let squares = sparseSquares + addUp(shards, threads: threads)
    let norm = squares.squareRoot()
    guard norm.isFinite else { return norm }
    let rate = settings.learningRate.value(at: step)
    step += 1
    let (scale, limit): (Double, Scalar?) =
      switch settings.clipping {
      case .norm(let largest): (min(1, largest / norm), nil)
      case .value(let largest): (1, Scalar(largest))
      case nil: (1, nil)
      }
    let (algorithm, step) = (settings.algorithm, step)
    let move: @Sendable (ParameterPlaces<Scalar>, Int) -> Void = { places, count in
      if let limit { clip(places.gradient, to: limit, count: count) }
      algorithm.update(
        places.weights, places.gradient, first: places.first, second: places.second,
        count: count, rate: rate, scale: scale, step: step)
    }
    let memory = memory(parameters, threads)
    for index in learning {
      rows[index].update(algorithm, rate: rate, step: step, memory, move: move)
    }
    let (gradient, denseStart, rules) = (shards[0], denseStart, rules)
    _ = Blocks(count: gradient.count, threads: threads).sum { start, count in
      for part in rules.moved(in: denseStart + start..<denseStart + start + count) {
        let place = part.lowerBound - denseStart
        move(memory.places(part.lowerBound, gradient: gradient.base + place), part.count)
      }
      return 0
    }
    return norm
  }

  private func memory(_ parameters: Buffer<Scalar>, _ threads: Int) -> OptimizerMemory<Scalar> {
    OptimizerMemory(parameters: parameters, first: first, second: second, threads: threads)
  }

  /// Brings all parameters up to date.
  func settle(_ parameters: Buffer<Scalar>) {
    for rows in rows { rows.settle(memory(parameters, 1)) }
  }

  /// Goes on from moments that were saved after so many steps, and from parameters up to date.
  func restart(step: Int) {
    self.step = step
    for rows in rows { rows.restart() }
  }

  /// Says that the loss with the parameters as they are is a number.
  func markGood() {
    for rows in rows { rows.markGood() }
  }

  /// Makes sparse tables what they were when they were last good, so many steps ago.
  func rollBack(_ parameters: Buffer<Scalar>, steps: Int) {
    for rows in rows { rows.rollBack(steps: steps, memory(parameters, 1)) }
  }
}

/// Adds all shards' gradients to the first one's, and returns the sum of the sum's squares.
func addUp<Scalar: KernelScalar>(_ shards: [Buffer<Scalar>], threads: Int) -> Double {
  let gradient = shards[0]
  let others = Array(shards.dropFirst())
  return Blocks(count: gradient.count, threads: threads).sum { start, count in
    for other in others {
      Scalar.addScaled(1, other.base + start, to: gradient.base + start, count: count)
    }
    return Scalar.sumOfSquares(gradient.base + start, count: count)
  }
}

@_specialize(where Scalar == Float)
@_specialize(where Scalar == Double)
private func clip<Scalar: KernelScalar>(
  _ gradient: UnsafeMutablePointer<Scalar>, to limit: Scalar, count: Int
) {
  for index in 0..<count { gradient[index] = max(-limit, min(limit, gradient[index])) }
}

extension Optimizer.Algorithm {
  /// One step on some of the parameters.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func update<Scalar: KernelScalar>(
    _ weights: UnsafeMutablePointer<Scalar>, _ gradient: UnsafeMutablePointer<Scalar>,
    first: UnsafeMutablePointer<Scalar>, second: UnsafeMutablePointer<Scalar>, count: Int,
    rate: Double, scale: Double, step: Int
  ) {
    let (rateOfStep, scale) = (Scalar(rate), Scalar(scale))
    switch self {
    case .sgd(let momentum, let nesterov):
      let momentum = Scalar(momentum)
      for index in 0..<count {
        let g = gradient[index] * scale
        first[index] = momentum * first[index] + g
        weights[index] -= rateOfStep * (nesterov ? g + momentum * first[index] : first[index])
      }
    case .rmsProp(let decay, let epsilon):
      let (decay, epsilon) = (Scalar(decay), Scalar(epsilon))
      for index in 0..<count {
        let g = gradient[index] * scale
        second[index] = decay * second[index] + (1 - decay) * g * g
        weights[index] -= rateOfStep * g / (second[index].squareRoot() + epsilon)
      }
    case .adam(let firstDecay, let secondDecay, let epsilon, let weightDecay):
      if weightDecay > 0 {
        Scalar.scale(weights, by: Scalar(1 - rate * weightDecay), count: count)
      }
      Scalar.adamUpdate(
        AdamStep(
          learningRate: rateOfStep, firstDecay: Scalar(firstDecay),
          secondDecay: Scalar(secondDecay), epsilon: Scalar(epsilon),
          firstCorrection: Scalar(1 - integerPower(firstDecay, step)),
          secondCorrection: Scalar(1 - integerPower(secondDecay, step)), gradientScale: scale),
        weights: weights, gradient: gradient, firstMoment: first, secondMoment: second,
        count: count)
    }
  }
}
