extension Matrix {
  /// One row, as a matrix of 1 × columns.
  public func row(_ index: Int) -> Matrix {
    rows(index..<index + 1)
  }

  /// One column, as a matrix of rows × 1.
  public func column(_ index: Int) -> Matrix {
    columns(index..<index + 1)
  }

  /// The rows in a range, all columns.
  public func rows(_ range: Range<Int>) -> Matrix {
    if range.lowerBound < 0 || range.upperBound > rows {
      fatalError("rows \(range.lowerBound)..<\(range.upperBound) are not all in a matrix of \(shape)")
    }
    let numbers = values[range.lowerBound * columns..<range.upperBound * columns]
    return Matrix(rows: range.count, columns: columns, values: Array(numbers))
  }

  /// The columns in a range, all rows.
  ///
  /// The LSTM keeps its four gates side by side in one matrix; this takes one of them out.
  public func columns(_ range: Range<Int>) -> Matrix {
    if range.lowerBound < 0 || range.upperBound > columns {
      fatalError(
        "columns \(range.lowerBound)..<\(range.upperBound) are not all in a matrix of \(shape)")
    }
    var numbers: [Double] = []
    numbers.reserveCapacity(rows * range.count)
    for row in 0..<rows {
      let start = row * columns
      numbers += values[start + range.lowerBound..<start + range.upperBound]
    }
    return Matrix(rows: rows, columns: range.count, values: numbers)
  }

  /// Matrices with equal numbers of rows, side by side.
  ///
  /// - Precondition: there is at least one matrix.
  public static func sideBySide(_ parts: [Matrix]) -> Matrix {
    guard let first = parts.first else { fatalError("sideBySide needs at least one matrix") }
    for part in parts where part.rows != first.rows {
      fatalError("matrices of \(first.shape) and \(part.shape) do not fit side by side")
    }
    var numbers: [Double] = []
    numbers.reserveCapacity(parts.reduce(0) { $0 + $1.values.count })
    for row in 0..<first.rows {
      for part in parts {
        numbers += part.values[row * part.columns..<(row + 1) * part.columns]
      }
    }
    return Matrix(
      rows: first.rows, columns: parts.reduce(0) { $0 + $1.columns }, values: numbers)
  }

  /// Matrices with equal numbers of columns, one above the other.
  ///
  /// - Precondition: there is at least one matrix.
  public static func stacked(_ parts: [Matrix]) -> Matrix {
    guard let first = parts.first else { fatalError("stacked needs at least one matrix") }
    for part in parts where part.columns != first.columns {
      fatalError("matrices of \(first.shape) and \(part.shape) do not fit on top of each other")
    }
    return Matrix(
      rows: parts.reduce(0) { $0 + $1.rows }, columns: first.columns,
      values: Array(parts.map(\.values).joined()))
  }

  /// Columns × rows: element (i, j) of the result is element (j, i) of this matrix.
  public var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for row in 0..<rows {
      for column in 0..<columns {
        result.values[column * rows + row] = values[row * columns + column]
      }
    }
    return result
  }
}
