import Kernels

/// Steps of an optimiser after which a model can go back to the last weights whose loss was a number.
struct GuardedUpdates {
  /// The last good weights, but for those of a sparse table, which the optimiser remembers.
  private var good: Buffer<Float>?
  /// Whether the weights were changed since, so that their own loss is not known yet.
  private var isUntried = false

  /// Takes a step.
  ///
  /// - Parameters:
  ///   - loss: with the parameters as they are.
  ///   - start: where the parameters begin that the optimiser does not remember.
  ///   - update: takes the step, and returns the gradient's norm before clipping.
  /// - Returns: that norm.
  /// - Throws: `TrainingDiverged` where loss or norm is not finite, after putting the last good weights
  ///   back.
  mutating func step(
    loss: Double, _ parameters: Buffer<Float>, from start: Int, _ state: OptimizerState<Float>,
    rate: Double, update: () -> Double
  ) throws(TrainingDiverged) -> Double {
    let count = parameters.count - start
    let good = good ?? Buffer(count: count)
    self.good = good
    func diverged(_ norm: Double) -> TrainingDiverged {
      TrainingDiverged(step: state.step + 1, loss: loss, learningRate: rate, gradientNorm: norm)
    }
    guard loss.isFinite else {
      if isUntried {
        (parameters.base + start).update(from: good.base, count: count)
        state.rollBack(parameters, steps: 1)
      }
      throw diverged(.nan)
    }
    good.base.update(from: parameters.base + start, count: count)
    state.markGood()
    isUntried = false
    let norm = update()
    guard norm.isFinite else { throw diverged(norm) }
    isUntried = true
    return norm
  }
}
