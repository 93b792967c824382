extension Matrix {
  /// The sum of all numbers; 0 for an empty matrix.
  public var sum: Double { values.reduce(0, +) }

  /// The mean of all numbers; NaN for an empty matrix.
  public var mean: Double { sum / Double(values.count) }

  /// The sum of each row, rows × 1.
  public var rowSums: Matrix {
    Matrix(column: (0..<rows).map { row in
      values[row * columns..<(row + 1) * columns].reduce(0, +)
    })
  }

  /// The sum of each column, 1 × columns. The gradient of a bias is one.
  public var columnSums: Matrix {
    var sums = [Double](repeating: 0, count: columns)
    for row in 0..<rows {
      for column in 0..<columns { sums[column] += values[row * columns + column] }
    }
    return Matrix(row: sums)
  }

  /// The largest number of each row, rows × 1.
  ///
  /// - Precondition: there is at least one column, or no row.
  public var rowMaxima: Matrix {
    Matrix(column: (0..<rows).map { row in
      guard let largest = values[row * columns..<(row + 1) * columns].max() else {
        fatalError("the rows of a matrix of \(shape) have no largest number")
      }
      return largest
    })
  }

  /// The square root of the sum of the squares of all numbers: the Frobenius norm, and for a row
  /// or a column the Euclidean length.
  public var norm: Double {
    values.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}
