import Kernels

/// The settings of Adam, with its bias correction.
///
/// - Note: Kingma and Ba (2015), "Adam: A Method for Stochastic Optimization".
public struct Adam: Equatable, Codable, Sendable {
  public var learningRate: Double
  /// β₁: how much of the gradients' running mean each step keeps.
  public var firstDecay: Double
  /// β₂: how much of the squared gradients' running mean each step keeps.
  public var secondDecay: Double
  public var epsilon: Double

  public init(
    learningRate: Double = 0.001, firstDecay: Double = 0.9, secondDecay: Double = 0.999,
    epsilon: Double = 1e-8
  ) {
    self.learningRate = learningRate
    self.firstDecay = firstDecay
    self.secondDecay = secondDecay
    self.epsilon = epsilon
  }
}

/// Adam at work on a buffer of parameters: its two moments and its count of steps.
final class AdamState<Scalar: KernelScalar> {
  let firstMoment: Buffer<Scalar>
  let secondMoment: Buffer<Scalar>
  var step = 0

  init(count: Int) {
    firstMoment = Buffer(count: count)
    secondMoment = Buffer(count: count)
  }

  /// Adds the shards' gradients up, clips them by their global norm, and takes a step.
  ///
  /// The parameters are cut into blocks of a fixed size, which threads share; sums run over shards
  /// and over blocks in their order, so the threads' number changes nothing.
  ///
  /// - Parameter clipNorm: the largest norm that the gradient of all parameters together keeps; nil
  ///   for no clipping (Pascanu, Mikolov and Bengio, 2013).
  /// - Returns: the norm before clipping.
  func update(
    _ parameters: Buffer<Scalar>, gradients shards: [Buffer<Scalar>], settings: Adam,
    clipNorm: Double?, threads: Int
  ) -> Double {
    let gradient = shards[0]
    let norm = addUp(shards, threads: threads)
    step += 1
    let adam = adamStep(settings, gradientScale: clipNorm.map { min(1, $0 / norm) } ?? 1)
    let (first, second) = (firstMoment, secondMoment)
    _ = Blocks(count: parameters.count, threads: threads).sum { start, count in
      Scalar.adamUpdate(
        adam, weights: parameters.base + start, gradient: gradient.base + start,
        firstMoment: first.base + start, secondMoment: second.base + start, count: count)
      return 0
    }
    return norm
  }

  private func adamStep(_ settings: Adam, gradientScale: Double) -> AdamStep<Scalar> {
    AdamStep(
      learningRate: Scalar(settings.learningRate), firstDecay: Scalar(settings.firstDecay),
      secondDecay: Scalar(settings.secondDecay), epsilon: Scalar(settings.epsilon),
      firstCorrection: Scalar(1 - integerPower(settings.firstDecay, step)),
      secondCorrection: Scalar(1 - integerPower(settings.secondDecay, step)),
      gradientScale: Scalar(gradientScale))
  }
}

/// base to a whole power by repeated squaring: the same bits on every platform.
func integerPower(_ base: Double, _ exponent: Int) -> Double {
  var result = 1.0
  var square = base
  var rest = exponent
  while rest > 0 {
    if rest & 1 == 1 { result *= square }
    square *= square
    rest >>= 1
  }
  return result
}

/// A range cut into blocks of a fixed size that threads share.
struct Blocks {
  let count: Int
  let threads: Int
  static let size = 16_384

  /// Runs work on each block, given its start and length, and adds the results in block order.
  func sum(_ work: @Sendable (Int, Int) -> Double) -> Double {
    let blocks = (count + Self.size - 1) / Self.size
    let results = Buffer<Double>(count: blocks)
    let threads = min(threads, max(1, blocks))
    inParallel(threads) { thread in
      for block in stride(from: thread, to: blocks, by: threads) {
        let start = block * Self.size
        results.base[block] = work(start, min(Self.size, count - start))
      }
    }
    return results.values.reduce(0, +)
  }
}
