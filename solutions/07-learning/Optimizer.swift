import LinearAlgebra

// REGION optimizer
/// A rule that turns gradients into a step of learning.
///
/// It may remember earlier steps: what it remembers begins at 0, in the shapes of the first
/// gradients that it sees.
public protocol Optimizer: Sendable {
  /// Takes one step.
  ///
  /// - Parameters:
  ///   - parameters: a model's matrices; replaced by the learnt ones.
  ///   - gradients: of the loss, one for each matrix, of the same shape.
  mutating func update(_ parameters: inout [Matrix], gradients: [Matrix])
}
// END REGION optimizer
