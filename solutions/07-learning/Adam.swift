import ExerciseSupport
import LinearAlgebra

/// Momentum and a stride for each number, both from running means that are corrected for having
/// begun at 0.
///
/// - Note: Kingma and Ba (2015), "Adam: A Method for Stochastic Optimization".
public struct Adam: Optimizer, Equatable {
  public var learningRate: Double
  /// β₁ and β₂, the shares of the old means that are left after an update: 0 or more, below 1.
  public let meanDecay, squareDecay: Double
  /// ε, which keeps the division finite where a gradient has always been 0.
  public let epsilon: Double
  /// t, the updates made so far; `step`, though no time step.
  public private(set) var step = 0
  /// m, the running mean of the gradients, each of its parameter's shape; empty before the
  /// first update.
  public private(set) var means: [Matrix] = []
  /// q, the running mean of the squared gradients, each of its parameter's shape; empty before the
  /// first update.
  public private(set) var meanSquares: [Matrix] = []

  /// Creates the optimiser before its first update; the defaults are those of the paper.
  public init(
    learningRate: Double, meanDecay: Double = 0.9, squareDecay: Double = 0.999,
    epsilon: Double = 1e-8
  ) {
    self.learningRate = learningRate
    self.meanDecay = meanDecay
    self.squareDecay = squareDecay
    self.epsilon = epsilon
  }

  public mutating func update(_ parameters: inout [Matrix], gradients: [Matrix]) {
    stop(if: updateProblem(parameters, gradients: gradients))
    if means.isEmpty {
      means = gradients.map { $0.filledWithZeros }
      meanSquares = gradients.map { $0.filledWithZeros }
    }
    stop(if: memoryProblem(means, gradients: gradients))
    // EXERCISE 7.5 (4 points): running means, corrected
    step += 1
    let meanCorrection = 1 - power(meanDecay, step)
    let squareCorrection = 1 - power(squareDecay, step)
    for index in parameters.indices {
      let gradient = gradients[index]
      means[index] = meanDecay * means[index] + (1 - meanDecay) * gradient
      meanSquares[index] =
        squareDecay * meanSquares[index] + (1 - squareDecay) * (gradient .* gradient)
      let mean = means[index] / meanCorrection
      let meanSquare = meanSquares[index] / squareCorrection
      let scaled = mean ./ (sqrt(meanSquare) + epsilon)
      parameters[index] -= learningRate * scaled
    }
    // PLACEHOLDER parameters = notWritten("7.5", parameters.map { $0.filledWithNaN })
    // END
  }
}
