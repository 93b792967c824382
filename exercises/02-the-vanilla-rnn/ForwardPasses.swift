import ExerciseSupport
import LinearAlgebra

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

/// Finds out what is wrong with a forward pass by running it.
///
/// - Parameter pass: a forward pass that is right, or has exactly one of the eight flaws. It may be
///   called as often as you like, with any cell, any inputs, each batch × inputSize, and any state to
///   start from, batch × hiddenSize.
/// - Returns: the pass's flaw; nil for a right pass.
public func flaw(of pass: ForwardPass) -> Flaw? {
  // EXERCISE 2.6 (4 points): which of eight mistakes a forward pass makes
  // Read chapters/02-the-vanilla-rnn.md, "Eight wrong passes".
  // Check with: swift run course check 2.6
  notWritten("2.6", nil)
}
