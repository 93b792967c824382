import ExerciseSupport
import LinearAlgebra

// REGION forward-pass
/// What turns a cell, the inputs x(1) to x(T) and the state h(0) into states, as `unrolled` does.
public typealias ForwardPass = (_ cell: RNNCell, _ inputs: [Matrix], _ hidden: Matrix) -> [Matrix]

/// What can be wrong with a forward pass.
public enum Flaw: Equatable, Sendable {
  /// The bias is left out.
  case noBias
  /// The bias is added after the tanh, at each step.
  case biasOutside
  /// The tanh is left out.
  case noTanh
  /// U is taken for its transpose.
  case recurrentTransposed
  /// The first step starts from zeros, whatever h(0) is.
  case startsFromZeros
  /// Each step starts from h(0) and not from the state before it.
  case notCarried
  /// The inputs are read from the last to the first. The states come in the order in which they
  /// were made, the last input's first.
  case readsBackwards
  /// h(0) is the first of the states, and h(T) is missing.
  case oneStepLate
}
// END REGION forward-pass

/// Finds out what is wrong with a forward pass by running it.
///
/// - Parameter pass: a forward pass that is right, or has exactly one of the eight flaws. It may be
///   called as often as you like, with any cell, any inputs, each batch × inputSize, and any state to
///   start from, batch × hiddenSize.
/// - Returns: the pass's flaw; nil for a right pass.
public func flaw(of pass: ForwardPass) -> Flaw? {
  // EXERCISE 2.6 (4 points): which of eight mistakes a forward pass makes
  // Nothing is zero, symmetric or the same twice, so that no two of the nine passes agree.
  let cell = RNNCell(
    inputWeights: [[1, -0.5]], recurrentWeights: [[0.5, 1], [-0.75, 0.25]], bias: [[0.3, -0.2]])
  let inputs: [Matrix] = [[[1]], [[-0.5]], [[2]]]
  let start: Matrix = [[0.6, -0.4]]
  var withoutBias = cell
  withoutBias.bias = cell.bias * 0
  var turned = cell
  turned.recurrentWeights = cell.recurrentWeights.transposed
  let seen = pass(cell, inputs, start)
  func agrees(_ states: [Matrix]) -> Bool {
    zip(seen, states).allSatisfy { ($0 - $1).norm < 1e-6 }
  }
  let right = cell.unrolled(inputs, from: start)
  if agrees(right) { return nil }
  if agrees(withoutBias.unrolled(inputs, from: start)) { return .noBias }
  if agrees(turned.unrolled(inputs, from: start)) { return .recurrentTransposed }
  if agrees(cell.unrolled(inputs, from: start * 0)) { return .startsFromZeros }
  if agrees(inputs.map { cell.step($0, from: start) }) { return .notCarried }
  if agrees(cell.unrolled(inputs.reversed(), from: start)) { return .readsBackwards }
  if agrees([start] + right.dropLast()) { return .oneStepLate }
  // Two are left, and their first states differ.
  let outside = withoutBias.step(inputs[0], from: start) + cell.bias
  return (seen[0] - outside).norm < 1e-6 ? .biasOutside : .noTanh
  // PLACEHOLDER notWritten("2.6", nil)
  // END
}
