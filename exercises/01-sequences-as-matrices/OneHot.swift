import ExerciseSupport
import LinearAlgebra

/// Turns symbols into rows of numbers: row t has a 1 in the column of symbol t, and 0 elsewhere.
///
///     oneHot([2, 0], vocabularySize: 3)      // 2×3 [[0, 0, 1], [1, 0, 0]]
///
/// - Parameters:
///   - symbols: one symbol a row, each in `0..<vocabularySize`. A symbol may occur many times, and
///     the list may be empty.
///   - vocabularySize: V, how many different symbols there are. Every row is this wide, whichever
///     symbols occur.
/// - Returns: `symbols.count` × V.
/// - Precondition: each symbol is in `0..<vocabularySize`.
public func oneHot(_ symbols: [Int], vocabularySize: Int) -> Matrix {
  stop(if: symbolProblem(symbols, vocabularySize: vocabularySize))
  // EXERCISE 1.1 (2 points): one row a symbol
  // Read chapters/01-sequences-as-matrices.md, "One-hot rows".
  // Check with: swift run course check 1.1
  return notWritten("1.1", rows: symbols.count, columns: vocabularySize)
}

/// The sentence that says which symbol is not in the vocabulary; nil where all are.
func symbolProblem(_ symbols: [Int], vocabularySize: Int) -> String? {
  for (place, symbol) in symbols.enumerated() where symbol < 0 || symbol >= vocabularySize {
    return "symbol \(symbol) at place \(place) is not in a vocabulary of \(vocabularySize): "
      + "symbols go from 0 up to \(vocabularySize - 1)"
  }
  return nil
}
