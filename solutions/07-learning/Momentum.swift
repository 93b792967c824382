import ExerciseSupport
import LinearAlgebra

/// Gradient descent with a velocity, which each gradient pushes and friction slows.
///
/// - Note: Polyak (1964), "Some Methods of Speeding Up the Convergence of Iteration Methods".
public struct Momentum: Optimizer, Equatable {
  public var learningRate: Double
  /// μ, the share of the velocity that is left after an update: 0 or more, below 1.
  public let momentum: Double
  /// v, one for each parameter and of its shape; empty before the first update.
  public private(set) var velocities: [Matrix] = []

  /// Creates the optimiser before its first update.
  public init(learningRate: Double, momentum: Double = 0.9) {
    self.learningRate = learningRate
    self.momentum = momentum
  }

  public mutating func update(_ parameters: inout [Matrix], gradients: [Matrix]) {
    stop(if: updateProblem(parameters, gradients: gradients))
    if velocities.isEmpty { velocities = gradients.map { $0.filledWithZeros } }
    stop(if: memoryProblem(velocities, gradients: gradients))
    // EXERCISE 7.3 (2 points): a velocity
    for index in parameters.indices {
      velocities[index] = momentum * velocities[index] + gradients[index]
      parameters[index] -= learningRate * velocities[index]
    }
    // PLACEHOLDER parameters = notWritten("7.3", parameters.map { $0.filledWithNaN })
    // END
  }
}
