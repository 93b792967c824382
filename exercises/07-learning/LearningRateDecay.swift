import ExerciseSupport
import LinearAlgebra

/// A learning rate that goes down as learning goes on, by a factor after every so many updates.
///
///     var optimizer = SGD(learningRate: decay.initialRate)
///     for update in 0..<1000 {
///       optimizer.learningRate = decay.rate(at: update)
///       …
///     }
///
/// - Note: Robbins and Monro (1951) on why it must go down; a factor after each of the later
///   epochs: Zaremba, Sutskever and Vinyals (2014), "Recurrent Neural Network Regularization".
public struct LearningRateDecay: Equatable, Sendable {
  /// η₀, the rate of the first updates.
  public let initialRate: Double
  /// γ, by which the rate is multiplied each time; above 0, at most 1.
  public let factor: Double
  /// The number of updates between two multiplications; at least 1.
  public let interval: Int

  /// Creates the rule.
  ///
  /// - Precondition: `interval` is at least 1.
  public init(initialRate: Double, factor: Double, interval: Int) {
    stop(if: intervalProblem(interval))
    self.initialRate = initialRate
    self.factor = factor
    self.interval = interval
  }

  /// The rate for an update; `step` counts them from 0.
  public func rate(at step: Int) -> Double {
    initialRate * power(factor, step / interval)
  }
}

func intervalProblem(_ interval: Int) -> String? {
  interval >= 1 ? nil : "an interval of \(interval) updates never ends: it must be at least 1"
}

/// `base` multiplied by itself `exponent` times: 1 where that is 0.
///
/// - Precondition: `exponent` is not negative.
public func power(_ base: Double, _ exponent: Int) -> Double {
  stop(if: exponentProblem(base, exponent))
  var (result, square, bits) = (1.0, base, exponent)
  while bits > 0 {
    if bits % 2 == 1 { result *= square }
    square *= square
    bits /= 2
  }
  return result
}

func exponentProblem(_ base: Double, _ exponent: Int) -> String? {
  exponent >= 0 ? nil : "power(\(base), \(exponent)): the exponent is negative"
}
