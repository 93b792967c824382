import LinearAlgebra

/// A rule that turns gradients into an update of a model.
///
/// It may remember earlier updates: what it remembers begins at 0, in the shapes of the first
/// gradients that it sees.
public protocol Optimizer: Sendable {
  /// η, how far an update goes; above 0. It may be changed between updates.
  var learningRate: Double { get set }

  /// Makes one update.
  ///
  /// - Parameters:
  ///   - parameters: a model's matrices; replaced by the learnt ones.
  ///   - gradients: of the loss, one for each matrix, of the same shape.
  /// - Precondition: there is one gradient for each matrix, and their shapes are those of the
  ///   updates before.
  mutating func update(_ parameters: inout [Matrix], gradients: [Matrix])
}

/// The sentence that says why these gradients are not those of these parameters; nil where they
/// are.
func updateProblem(_ parameters: [Matrix], gradients: [Matrix]) -> String? {
  if parameters.count != gradients.count {
    return "\(gradients.count) gradients for \(parameters.count) parameters: "
      + "each has one of its own"
  }
  let unlike = parameters.indices.first { !parameters[$0].hasShape(of: gradients[$0]) }
  guard let index = unlike else { return nil }
  return "parameter \(index) is \(parameters[index].shape), its gradient is "
    + "\(gradients[index].shape): a gradient has the shape of what it is the gradient of"
}

/// The sentence that says why what an optimiser remembers does not fit these gradients; nil where
/// it does.
func memoryProblem(_ memory: [Matrix], gradients: [Matrix]) -> String? {
  memory.count == gradients.count && zip(memory, gradients).allSatisfy { $0.hasShape(of: $1) }
    ? nil
    : "this optimiser remembers \(memory.map { $0.shape }), which is not \(gradients.map { $0.shape }): "
      + "each model needs an optimiser of its own"
}

extension Matrix {
  func hasShape(of other: Matrix) -> Bool { rows == other.rows && columns == other.columns }
}
