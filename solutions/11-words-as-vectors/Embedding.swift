import ExerciseSupport
import LinearAlgebra

// REGION look-up
/// The vectors of some words: what their one-hot rows times the table would give.
///
/// - Parameters:
///   - symbols: N words, each in `0..<table.rows`; a word may occur many times.
///   - table: V × D, one word a row.
/// - Returns: N × D.
/// - Precondition: there is a symbol, and each is in the table.
public func lookUp(_ symbols: [Int], in table: Matrix) -> Matrix {
  stop(if: symbolsProblem(symbols, rows: table.rows))
  return Matrix.stacked(symbols.map { table.row($0) })
}
// END REGION look-up

/// The gradient of the table, from the gradient of the rows that were looked up.
///
/// - Parameters:
///   - symbols: the N words that were looked up.
///   - outputGradient: N × D, row n for what `symbols[n]` gave.
///   - vocabularySize: V.
/// - Returns: V × D. A word that was not looked up has a row of zeros.
/// - Precondition: there is one row for each symbol, and each symbol is in the vocabulary.
/// - Complexity: O((N + V) · D), where a product with one-hot rows takes O(N · V · D).
public func embeddingGradient(
  _ symbols: [Int], outputGradient: Matrix, vocabularySize: Int
) -> Matrix {
  stop(if: symbolsProblem(symbols, rows: vocabularySize))
  stop(if: rowsProblem(outputGradient, symbols: symbols))
  // EXERCISE 11.4 (3 points): the gradient of a table
  let (width, gradients) = (outputGradient.columns, outputGradient.values)
  var values = [Double](repeating: 0, count: vocabularySize * width)
  for (place, symbol) in symbols.enumerated() {
    for column in 0..<width {
      values[symbol * width + column] += gradients[place * width + column]
    }
  }
  return Matrix(rows: vocabularySize, columns: width, values: values)
  // PLACEHOLDER return notWritten("11.4", rows: vocabularySize, columns: outputGradient.columns)
  // END
}

/// The sentence that says which symbol has no row; nil where all have.
func symbolsProblem(_ symbols: [Int], rows: Int) -> String? {
  for (place, symbol) in symbols.enumerated() where symbol < 0 || symbol >= rows {
    return "word \(symbol) at place \(place) is not among \(rows) words: they go from 0 up to "
      + "\(rows - 1)"
  }
  return nil
}

func rowsProblem(_ gradient: Matrix, symbols: [Int]) -> String? {
  gradient.rows == symbols.count
    ? nil
    : "a gradient of \(gradient.shape) for \(symbols.count) words: each has a row of its own"
}
