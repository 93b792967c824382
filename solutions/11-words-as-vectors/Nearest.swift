import ExerciseSupport
import LinearAlgebra

// REGION unit-rows
/// The table, V × D, with every row divided by its length; a row of zeros stays one.
public func unitRows(_ table: Matrix) -> Matrix {
  let lengths = sqrt((table .* table).rowSums)
  return scaled(table, by: lengths.map { $0 > 0 ? 1 / $0 : 0 })
}
// END REGION unit-rows

/// The words whose vectors have the largest cosine with a vector, the nearest first.
///
/// - Parameters:
///   - vector: 1 × D, of any length but 0.
///   - table: V × D, one word a row. A row of zeros has the cosine 0 with everything.
///   - count: how many words; all that there are, if there are fewer.
///   - ignored: words that are left out.
/// - Returns: symbols; of two with the same cosine the smaller one comes first.
/// - Precondition: the vector is one row, as long as those of the table.
public func nearest(
  to vector: Matrix, in table: Matrix, count: Int, ignoring ignored: [Int] = []
) -> [Int] {
  stop(if: nearestProblem(vector, table))
  // EXERCISE 11.6 (3 points): the nearest words
  let cosines = unitRows(vector).timesTransposed(unitRows(table)).values
  let order = (0..<table.rows).filter { !ignored.contains($0) }.sorted { one, other in
    cosines[one] == cosines[other] ? one < other : cosines[one] > cosines[other]
  }
  return Array(order.prefix(count))
  // PLACEHOLDER return notWritten("11.6", [])
  // END
}

func nearestProblem(_ vector: Matrix, _ table: Matrix) -> String? {
  vector.rows == 1 && vector.columns == table.columns
    ? nil : "a vector of \(vector.shape) has no neighbours in a table of \(table.shape)"
}
