/// The settings of Adam, with its bias correction.
///
/// - Note: Kingma and Ba (2015), "Adam: A Method for Stochastic Optimization".
public struct Adam: Equatable, Codable, Sendable {
  /// How far a step goes.
  public var learningRate: Double
  /// β₁: how much of the gradients' running mean each step keeps.
  public var firstDecay: Double
  /// β₂: how much of the squared gradients' running mean each step keeps.
  public var secondDecay: Double
  /// ε, which keeps the division finite.
  public var epsilon: Double

  /// Adam's settings; the defaults are those of the paper.
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

extension Optimizer {
  /// Adam with its settings, and a gradient that keeps at most this norm; nil for no clipping.
  init(_ adam: Adam, clipNorm: Double?) {
    self = .adam(
      learningRate: .constant(adam.learningRate), firstDecay: adam.firstDecay,
      secondDecay: adam.secondDecay, epsilon: adam.epsilon, clipping: clipNorm.map { .norm($0) })
  }
}
