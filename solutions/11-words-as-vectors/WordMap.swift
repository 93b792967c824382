import LinearAlgebra

/// The words as points of a plane: the two directions in which their vectors differ most.
///
/// The rows count as rows of length 1. The directions are the two leading eigenvectors of their
/// covariance, found as chapter 3 finds a largest eigenvalue: by multiplying again and again.
///
/// - Parameter table: V × D, V and D at least 2.
/// - Returns: V × 2, with a mean of 0 in each column.
/// - Note: Pearson (1901), "On Lines and Planes of Closest Fit to Systems of Points in Space".
public func wordMap(_ table: Matrix) -> Matrix {
  let rows = unitRows(table)
  let centred = rows - rows.columnSums / Double(rows.rows)
  let first = leadingDirection(of: centred)
  let along = centred * first
  let second = leadingDirection(of: centred - along.timesTransposed(first))
  return Matrix.sideBySide([along, centred * second])
}

/// The direction in which the rows spread most, D × 1 and of length 1.
private func leadingDirection(of rows: Matrix) -> Matrix {
  let covariance = rows.transposedTimes(rows)
  var direction = Matrix(column: (0..<rows.columns).map { 1 / Double(1 + $0) })
  for _ in 0..<100 {
    let next = covariance * direction
    if next.norm == 0 { return direction / direction.norm }
    direction = next / next.norm
  }
  return direction
}
