import ExerciseSupport
import LinearAlgebra

/// Stochastic gradient descent: an update straight down the slope.
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
    // REGION update
    for index in parameters.indices {
      parameters[index] -= learningRate * gradients[index]
    }
    // END REGION update
  }
}
