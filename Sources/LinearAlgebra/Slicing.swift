import KernelTemplates

extension Matrix {
  /// One row, as a matrix of 1 × columns.
  ///
  /// - Precondition: there is such a row; they are counted from 0.
  public func row(_ index: Int) -> Matrix {
    rows(index..<index + 1)
  }

  /// One column, as a matrix of rows × 1.
  ///
  /// - Precondition: there is such a column; they are counted from 0.
  public func column(_ index: Int) -> Matrix {
    columns(index..<index + 1)
  }

  /// The rows in a range, all columns: `range.count` × columns.
  ///
  /// - Precondition: the range lies in `0..<rows`.
  public func rows(_ range: Range<Int>) -> Matrix {
    stop(if: rangeProblem(range, of: "rows", count: rows))
    let numbers = values[range.lowerBound * columns..<range.upperBound * columns]
    return Matrix(rows: range.count, columns: columns, values: Array(numbers))
  }

  /// The columns in a range, all rows: rows × `range.count`.
  ///
  /// The LSTM keeps gates and candidate side by side in one matrix; this takes one of them out.
  ///
  /// - Precondition: the range lies in `0..<columns`.
  public func columns(_ range: Range<Int>) -> Matrix {
    stop(if: rangeProblem(range, of: "columns", count: columns))
    return Matrix(rows: rows, columns: range.count) { result in
      Matrix.copy(
        values, range.lowerBound, stride: columns, to: result, 0, stride: range.count,
        rows: rows, columns: range.count)
    }
  }

  /// Matrices with equal numbers of rows, side by side: rows × the sum of their columns.
  ///
  /// - Precondition: there is at least one matrix, and all have as many rows.
  public static func sideBySide(_ parts: [Matrix]) -> Matrix {
    stop(if: sideBySideProblem(parts))
    let rows = parts[0].rows
    var columns = 0
    for part in parts { columns += part.columns }
    return Matrix(rows: rows, columns: columns) { result in
      var start = 0
      for part in parts {
        copy(
          part.values, 0, stride: part.columns, to: result, start, stride: columns, rows: rows,
          columns: part.columns)
        start += part.columns
      }
    }
  }

  /// Copies a block of numbers, row by row, from one place of one matrix to one of another.
  private static func copy(
    _ source: [Double], _ from: Int, stride: Int, to target: UnsafeMutableBufferPointer<Double>,
    _ start: Int, stride targetStride: Int, rows: Int, columns: Int
  ) {
    source.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress, let target = target.baseAddress else { return }
      for row in 0..<rows {
        (target + start + row * targetStride).update(
          from: source + from + row * stride, count: columns)
      }
    }
  }

  /// Matrices with equal numbers of columns, one above the other: the sum of their rows × columns.
  ///
  /// - Precondition: there is at least one matrix, and all have as many columns.
  public static func stacked(_ parts: [Matrix]) -> Matrix {
    stop(if: stackedProblem(parts))
    var numbers: [Double] = []
    var rows = 0
    for part in parts {
      numbers += part.values
      rows += part.rows
    }
    return Matrix(rows: rows, columns: parts[0].columns, values: numbers)
  }

  /// Columns × rows: element (i, j) of the result is element (j, i) of this matrix.
  public var transposed: Matrix {
    // In blocks of 32 rows and columns, which stay in the cache while both sides are walked.
    let side = 32
    var result = Matrix(rows: columns, columns: rows)
    values.withUnsafeBufferPointer { source in
      result.values.withUnsafeMutableBufferPointer { target in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        for row in stride(from: 0, to: rows, by: side) {
          for column in stride(from: 0, to: columns, by: side) {
            transpose(
              source + row * columns + column, stride: columns, rows: min(side, rows - row),
              columns: min(side, columns - column), into: target + column * rows + row,
              stride: rows)
          }
        }
      }
    }
    return result
  }
}

// MARK: - What can be wrong

extension Matrix {
  func rangeProblem(_ range: Range<Int>, of what: String, count: Int) -> String? {
    range.lowerBound >= 0 && range.upperBound <= count
      ? nil
      : "\(what) \(range.lowerBound)..<\(range.upperBound) are not all in a matrix of \(shape)"
  }

  static func sideBySideProblem(_ parts: [Matrix]) -> String? {
    guard let first = parts.first else { return "sideBySide needs at least one matrix" }
    for part in parts where part.rows != first.rows {
      return "matrices of \(first.shape) and \(part.shape) do not fit side by side: "
        + "rows \(first.rows) and \(part.rows) differ"
    }
    return nil
  }

  static func stackedProblem(_ parts: [Matrix]) -> String? {
    guard let first = parts.first else { return "stacked needs at least one matrix" }
    for part in parts where part.columns != first.columns {
      return "matrices of \(first.shape) and \(part.shape) do not fit on top of each other: "
        + "columns \(first.columns) and \(part.columns) differ"
    }
    return nil
  }
}
