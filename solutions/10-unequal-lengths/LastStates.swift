import ExerciseSupport
import LinearAlgebra

/// The state of each sequence after its own last symbol, where sequences are padded on the right.
///
///     lastStates([h1, h2, h3], lengths: [3, 1])      // row 0 of h3 above row 1 of h1
///
/// - Parameters:
///   - states: h(1) to h(T), each batch × hiddenSize; at least one.
///   - lengths: how many symbols each row has, from 0 to T.
/// - Returns: batch × hiddenSize; zeros for a sequence without a symbol, since it has read nothing.
/// - Precondition: there is a length for each row, and none is above T.
public func lastStates(_ states: [Matrix], lengths: [Int]) -> Matrix {
  stop(if: lastStatesProblem(states, lengths: lengths))
  // EXERCISE 10.4 (2 points): the last state that counts
  var last = states[0].filledWithZeros
  for (row, length) in lengths.enumerated() where length > 0 {
    for column in 0..<last.columns { last[row, column] = states[length - 1][row, column] }
  }
  return last
  // PLACEHOLDER return notWritten("10.4", states[0].filledWithNaN)
  // END
}

/// The sentence that says why these lengths do not belong to these states; nil where they do.
func lastStatesProblem(_ states: [Matrix], lengths: [Int]) -> String? {
  guard let first = states.first else { return "no states: there is no last one" }
  if first.rows != lengths.count {
    return "states of \(first.shape) with \(lengths.count) lengths: each row needs one"
  }
  for (row, length) in lengths.enumerated() where length < 0 || length > states.count {
    return "row \(row) has a length of \(length) in \(states.count) steps"
  }
  return nil
}
