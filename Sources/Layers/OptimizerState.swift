import Kernels

/// An optimiser at work on a buffer of parameters: its moments and its count of steps.
final class OptimizerState<Scalar: KernelScalar> {
  /// The velocity of SGD, the first moment of Adam.
  private let first: Buffer<Scalar>
  /// The squared gradient's running mean of RMSProp and Adam.
  private let second: Buffer<Scalar>
  private(set) var step = 0

  init(count: Int) {
    first = Buffer(count: count)
    second = Buffer(count: count)
  }

  /// Adds the shards' gradients up, clips them, and takes a step, unless the gradient's norm is not
  /// finite: then parameters and moments stay as they are.
  ///
  /// Blocks and sums are in a fixed order, so the threads' number changes nothing.
  ///
  /// - Returns: the norm before clipping.
  func update(
    _ parameters: Buffer<Scalar>, gradients shards: [Buffer<Scalar>], settings: Optimizer,
    threads: Int
  ) -> Double {
    let norm = addUp(shards, threads: threads)
    guard norm.isFinite else { return norm }
    let rate = settings.learningRate.value(at: step)
    step += 1
    let (scale, limit): (Double, Scalar?) =
      switch settings.clipping {
      case .norm(let largest): (min(1, largest / norm), nil)
      case .value(let largest): (1, Scalar(largest))
      case nil: (1, nil)
      }
    let gradient = shards[0]
    let (first, second, step) = (first, second, step)
    _ = Blocks(count: parameters.count, threads: threads).sum { start, count in
      if let limit { clip(gradient.base + start, to: limit, count: count) }
      settings.algorithm.update(
        parameters.base + start, gradient.base + start, first: first.base + start,
        second: second.base + start, count: count, rate: rate, scale: scale, step: step)
      return 0
    }
    return norm
  }
}

/// Adds all shards' gradients to the first one's, and returns the sum's norm.
func addUp<Scalar: KernelScalar>(_ shards: [Buffer<Scalar>], threads: Int) -> Double {
  let gradient = shards[0]
  let others = Array(shards.dropFirst())
  return Blocks(count: gradient.count, threads: threads).sum { start, count in
    for other in others {
      Scalar.addScaled(1, other.base + start, to: gradient.base + start, count: count)
    }
    return Scalar.sumOfSquares(gradient.base + start, count: count)
  }.squareRoot()
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
