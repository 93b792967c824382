import ExerciseSupport
import LinearAlgebra
import Sequences

/// Writes symbol by symbol, always the most probable one.
///
/// - Parameters:
///   - state: from which the first symbol is written.
///   - start: what is read first.
///   - end: the symbol at which the writing ends.
///   - limit: how many symbols may be written at most, 0 or more.
///   - step: reads a symbol from a state; returns the logits of what comes next, 1 × V, and the new
///     state.
/// - Returns: the symbols written, without start and end.
public func greedy<State>(
  from state: State, start: Int, end: Int, limit: Int,
  step: (_ symbol: Int, _ state: State) -> (logits: Matrix, state: State)
) -> [Int] {
  // EXERCISE 16.4 (3 points): write until the end
  var (state, symbol, written) = (state, start, [Int]())
  while written.count < limit {
    let next = step(symbol, state)
    symbol = largest(next.logits)
    if symbol == end { break }
    written.append(symbol)
    state = next.state
  }
  return written
  // PLACEHOLDER return notWritten("16.4", [])
  // END
}

// REGION largest
/// The place of the largest number of a row, 1 × V; of several, the first.
public func largest(_ row: Matrix) -> Int {
  (0..<row.columns).reduce(0) { row[0, $1] > row[0, $0] ? $1 : $0 }
}

/// log p of each symbol, from logits, 1 × V.
public func logProbabilities(_ logits: Matrix) -> Matrix {
  let shifted = logits - logits.rowMaxima[0, 0]
  return shifted - log(exp(shifted).sum)
}
// END REGION largest
