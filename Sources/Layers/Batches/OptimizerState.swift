import Kernels

/// An optimiser at work on a network's parameters: its moments and its count of steps.
///
/// Where the network has a sparse table, `prepare` comes before every pass that `update` follows, and
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
  private let table: ParameterSlot?
  private let allRows: EmbeddingRows<Scalar>?
  /// The rows of the sparse table, where it learns.
  private var rows: EmbeddingRows<Scalar>? {
    if let table, rules.isFrozen(table.offset..<table.offset + table.count) { nil } else { allRows }
  }

  /// For so many parameters that all have gradients.
  init(count: Int) {
    first = Buffer(count: count)
    second = Buffer(count: count)
    denseStart = 0
    (table, allRows) = (nil, nil)
  }

  /// - Parameter keepsUndo: whether `rollBack` will be asked for.
  init(_ network: Network<Scalar>, keepsUndo: Bool = false) {
    first = Buffer(count: network.layout.count)
    second = Buffer(count: network.layout.count)
    denseStart = network.sparseCount
    table = network.sparseTable
    allRows = network.sparseTable.map { EmbeddingRows($0, keepsUndo: keepsUndo) }
  }

  /// How many rows of a sparse table were moved so far, each time they were.
  var movedRows: Int { allRows?.movedRows ?? 0 }

  /// Brings up to date what a batch is about to read.
  func prepare(_ symbols: [Int32], time: Int, _ batch: ShardedBatch<Scalar>) {
    rows?.prepare(
      symbols, time: time, shards: batch.shards.map { $0.firstRow..<$0.firstRow + $0.rows },
      memory(batch.parameters, batch.threads))
  }

  /// A step with the gradients of a batch; see `update(_:gradients:settings:threads:)`.
  func update(_ batch: ShardedBatch<Scalar>, settings: Optimizer) -> Double {
    let squares =
      rows?.gather(batch.shards.map(\.lookedUpGradient), threads: batch.threads) ?? 0
    return update(
      batch.parameters, gradients: batch.shards.map(\.gradients), sparseSquares: squares,
      settings: settings, threads: batch.threads)
  }

  /// Adds the shards' gradients up, clips them, and takes a step, unless the gradient's norm is not
  /// finite: then parameters and moments stay as they are.
  ///
  /// Blocks and sums are in a fixed order, so the threads' number changes nothing.
  ///
  /// - Parameter sparseSquares: the sum of the squared gradients of a sparse table.
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
    rows?.update(algorithm, rate: rate, step: step, memory, move: move)
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
  func settle(_ parameters: Buffer<Scalar>) { allRows?.settle(memory(parameters, 1)) }

  /// Goes on from moments that were saved after so many steps, and from parameters up to date.
  func restart(step: Int) {
    self.step = step
    allRows?.restart()
  }

  /// Says that the loss with the parameters as they are is a number.
  func markGood() { allRows?.markGood() }

  /// Makes a sparse table what it was when it was last good, so many steps ago.
  func rollBack(_ parameters: Buffer<Scalar>, steps: Int) {
    allRows?.rollBack(steps: steps, memory(parameters, 1))
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
