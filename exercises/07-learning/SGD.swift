import ExerciseSupport
import LinearAlgebra

/// Stochastic gradient descent: a step straight down the slope.
///
///     θ ← θ - η · dθ
///
/// - Note: Cauchy (1847); with gradients of a few examples at a time, Robbins and Monro (1951).
public struct SGD: Optimizer, Equatable {
  public var learningRate: Double

  /// Creates the optimiser; it has nothing to remember.
  public init(learningRate: Double) {
    self.learningRate = learningRate
  }

  public mutating func update(_ parameters: inout [Matrix], gradients: [Matrix]) {
    stop(if: updateProblem(parameters, gradients: gradients))
    // EXERCISE 7.1 (2 points): a step down the slope
    // Read chapters/07-learning.md, "A step down the slope". Check with: swift run course check 7.1
    parameters = notWritten("7.1", parameters.map { $0.filledWithNaN })
  }
}
