import ExerciseSupport
import LinearAlgebra

/// Gradient descent in which every single number has a stride of its own: its gradient is divided
/// by its usual size.
///
///     q ← β · q + (1 - β) · dθ ⊙ dθ
///     θ ← θ - η · dθ / (√q + ε)
///
/// - Note: Hinton, with Tieleman (2012), lecture 6e of "Neural Networks for Machine Learning".
public struct RMSProp: Optimizer, Equatable {
  public var learningRate: Double
  /// β, the share of the old mean that is left after an update: 0 or more, below 1.
  public let decay: Double
  /// ε, which keeps the division finite where a gradient has always been 0.
  public let epsilon: Double
  /// q, the running mean of the squared gradients, each of its parameter's shape; empty before the
  /// first update.
  public private(set) var meanSquares: [Matrix] = []

  /// Creates the optimiser before its first update.
  public init(learningRate: Double, decay: Double = 0.9, epsilon: Double = 1e-8) {
    self.learningRate = learningRate
    self.decay = decay
    self.epsilon = epsilon
  }

  public mutating func update(_ parameters: inout [Matrix], gradients: [Matrix]) {
    stop(if: updateProblem(parameters, gradients: gradients))
    if meanSquares.isEmpty { meanSquares = gradients.map { $0.filledWithZeros } }
    stop(if: memoryProblem(meanSquares, gradients: gradients))
    for index in parameters.indices {
      let gradient = gradients[index]
      meanSquares[index] = decay * meanSquares[index] + (1 - decay) * (gradient .* gradient)
      let scaled = gradient ./ (sqrt(meanSquares[index]) + epsilon)
      parameters[index] -= learningRate * scaled
    }
  }
}
