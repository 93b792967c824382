extension Matrix {
  /// The sum of all numbers, added up in their order; 0 for an empty matrix.
  public var sum: Double {
    values.withUnsafeBufferPointer { numbers in
      var sum = 0.0
      for number in numbers { sum += number }
      return sum
    }
  }

  /// The mean of all numbers; NaN for an empty matrix.
  public var mean: Double { sum / Double(values.count) }

  /// The sum of each row, rows × 1.
  public var rowSums: Matrix {
    var result = Matrix(rows: rows, columns: 1)
    values.withUnsafeBufferPointer { numbers in
      for row in 0..<rows {
        var sum = 0.0
        for index in row * columns..<(row + 1) * columns { sum += numbers[index] }
        result.values[row] = sum
      }
    }
    return result
  }

  /// The sum of each column, 1 × columns. The gradient of a bias is one.
  public var columnSums: Matrix {
    var result = Matrix(rows: 1, columns: columns)
    values.withUnsafeBufferPointer { numbers in
      result.values.withUnsafeMutableBufferPointer { sums in
        for row in 0..<rows {
          for column in 0..<columns { sums[column] += numbers[row * columns + column] }
        }
      }
    }
    return result
  }

  /// The largest number of each row, rows × 1; NaN for a row with NaN in it.
  ///
  /// - Precondition: there is at least one column, or no row.
  public var rowMaxima: Matrix {
    stop(if: rowMaximaProblem)
    var result = Matrix(rows: rows, columns: 1)
    values.withUnsafeBufferPointer { numbers in
      for row in 0..<rows {
        var largest = -Double.infinity
        for index in row * columns..<(row + 1) * columns {
          // Once it is NaN it stays so: no number compares as larger.
          if numbers[index] > largest || numbers[index].isNaN { largest = numbers[index] }
        }
        result.values[row] = largest
      }
    }
    return result
  }

  var rowMaximaProblem: String? {
    columns == 0 && rows > 0 ? "the rows of a matrix of \(shape) have no largest number" : nil
  }

  /// The square root of the sum of the squares of all numbers: the Frobenius norm, and for a row
  /// or a column the Euclidean length.
  public var norm: Double {
    values.withUnsafeBufferPointer { numbers in
      var sum = 0.0
      for number in numbers { sum += number * number }
      return sum.squareRoot()
    }
  }
}
