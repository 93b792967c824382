infix operator .* : MultiplicationPrecedence
infix operator ./ : MultiplicationPrecedence

// Every operator hands its one operation to a loop that is inlined into it, so that it compiles to
// vector instructions and calls nothing for each number.

// MARK: - Two matrices

extension Matrix {
  /// The sum, element by element. A matrix of one row is added to each row of the other.
  ///
  ///     [[1, 2], [3, 4]] + [[10, 20]]      // [[11, 22], [13, 24]]
  ///
  /// - Precondition: the shapes are equal, or one of them is a single row as wide as the other.
  public static func + (left: Matrix, right: Matrix) -> Matrix {
    combine(left, right, "sum") { $0 + $1 }
  }

  /// The difference, element by element. A matrix of one row is subtracted from each row.
  ///
  /// - Precondition: the shapes are equal, or one of them is a single row as wide as the other.
  public static func - (left: Matrix, right: Matrix) -> Matrix {
    combine(left, right, "difference") { $0 - $1 }
  }

  /// The elementwise (Hadamard) product, ⊙ on the page. A matrix of one row multiplies each row.
  ///
  /// - Precondition: the shapes are equal, or one of them is a single row as wide as the other.
  public static func .* (left: Matrix, right: Matrix) -> Matrix {
    combine(left, right, "elementwise product") { $0 * $1 }
  }

  /// The elementwise quotient. A matrix of one row divides each row.
  ///
  /// - Precondition: the shapes are equal, or one of them is a single row as wide as the other.
  public static func ./ (left: Matrix, right: Matrix) -> Matrix {
    combine(left, right, "elementwise quotient") { $0 / $1 }
  }

  /// Adds in place: without a copy, unless a copy of the left side is in use elsewhere.
  /// The shape is that of the sum.
  ///
  /// - Precondition: the shapes are equal, or one of them is a single row as wide as the other.
  public static func += (left: inout Matrix, right: Matrix) {
    combine(into: &left, right, "sum") { $0 + $1 }
  }

  /// Subtracts in place: without a copy, unless a copy of the left side is in use elsewhere.
  /// The shape is that of the difference.
  ///
  /// - Precondition: the shapes are equal, or one of them is a single row as wide as the other.
  public static func -= (left: inout Matrix, right: Matrix) {
    combine(into: &left, right, "difference") { $0 - $1 }
  }

  /// Whether shapes and all numbers are equal. NaN equals nothing, itself included, so a matrix
  /// with NaN in it does not equal its own copy.
  public static func == (left: Matrix, right: Matrix) -> Bool {
    if left.rows != right.rows || left.columns != right.columns { return false }
    return left.values.withUnsafeBufferPointer { a in
      right.values.withUnsafeBufferPointer { b in
        for index in 0..<a.count where a[index] != b[index] { return false }
        return true
      }
    }
  }

  /// Applies an operation to two matrices of one shape, or to each row of one and a row vector.
  @inline(__always)
  private static func combine(
    _ left: Matrix, _ right: Matrix, _ name: String, _ operation: (Double, Double) -> Double
  ) -> Matrix {
    stop(if: elementwiseProblem(left, right, name))
    let rows = left.rows == 1 ? right.rows : left.rows
    let columns = left.columns
    return Matrix(rows: rows, columns: columns) { result in
      left.values.withUnsafeBufferPointer { a in
        right.values.withUnsafeBufferPointer { b in
          if left.rows == right.rows {
            for index in 0..<rows * columns { result[index] = operation(a[index], b[index]) }
          } else if left.rows == 1 {
            for row in 0..<rows {
              let start = row * columns
              for column in 0..<columns {
                result[start + column] = operation(a[column], b[start + column])
              }
            }
          } else {
            for row in 0..<rows {
              let start = row * columns
              for column in 0..<columns {
                result[start + column] = operation(a[start + column], b[column])
              }
            }
          }
        }
      }
    }
  }

  /// Applies an operation in place, where the result has the shape of the left side.
  @inline(__always)
  private static func combine(
    into left: inout Matrix, _ right: Matrix, _ name: String,
    _ operation: (Double, Double) -> Double
  ) {
    if left.rows < right.rows {
      left = combine(left, right, name, operation)
      return
    }
    stop(if: elementwiseProblem(left, right, name))
    let (rows, columns) = (left.rows, left.columns)
    let step = right.rows == rows ? columns : 0
    left.values.withUnsafeMutableBufferPointer { a in
      right.values.withUnsafeBufferPointer { b in
        for row in 0..<rows {
          let (start, other) = (row * columns, row * step)
          for column in 0..<columns {
            a[start + column] = operation(a[start + column], b[other + column])
          }
        }
      }
    }
  }

  static func elementwiseProblem(_ left: Matrix, _ right: Matrix, _ name: String) -> String? {
    let fits =
      left.columns == right.columns
      && (left.rows == right.rows || left.rows == 1 || right.rows == 1)
    return fits
      ? nil
      : "\(name) of \(left.shape) and \(right.shape): "
        + "the shapes must be equal, or one of them a single row as wide as the other"
  }
}

// MARK: - A matrix and a number

extension Matrix {
  /// Each number with the other sign; the shape stays.
  public static prefix func - (matrix: Matrix) -> Matrix {
    matrix.apply { -$0 }
  }

  /// Adds a number to each of the matrix; the shape stays.
  public static func + (matrix: Matrix, number: Double) -> Matrix {
    matrix.apply { $0 + number }
  }

  /// Adds a number to each of the matrix; the shape stays.
  public static func + (number: Double, matrix: Matrix) -> Matrix {
    matrix.apply { number + $0 }
  }

  /// Subtracts a number from each of the matrix; the shape stays.
  public static func - (matrix: Matrix, number: Double) -> Matrix {
    matrix.apply { $0 - number }
  }

  /// Subtracts each number of the matrix from one; the shape stays.
  public static func - (number: Double, matrix: Matrix) -> Matrix {
    matrix.apply { number - $0 }
  }

  /// Multiplies each number of the matrix; the shape stays.
  public static func * (matrix: Matrix, number: Double) -> Matrix {
    matrix.apply { $0 * number }
  }

  /// Multiplies each number of the matrix; the shape stays.
  public static func * (number: Double, matrix: Matrix) -> Matrix {
    matrix.apply { number * $0 }
  }

  /// Divides each number of the matrix; the shape stays.
  public static func / (matrix: Matrix, number: Double) -> Matrix {
    matrix.apply { $0 / number }
  }

  /// The matrix whose every number is `transform` of the number here; the shape stays.
  public func map(_ transform: (Double) -> Double) -> Matrix {
    apply(transform)
  }

  @inline(__always)
  private func apply(_ transform: (Double) -> Double) -> Matrix {
    Matrix(rows: rows, columns: columns) { result in
      values.withUnsafeBufferPointer { numbers in
        for index in 0..<numbers.count { result[index] = transform(numbers[index]) }
      }
    }
  }

  /// Creates a matrix whose numbers `fill` writes, every one of them: what is in the memory before
  /// is left from something else.
  ///
  /// It stands in this file because files are compiled one by one, and the loops above must be
  /// inlined into it.
  @inline(__always)
  init(rows: Int, columns: Int, fill: (UnsafeMutableBufferPointer<Double>) -> Void) {
    self.init(
      rows: rows, columns: columns,
      values: Array(unsafeUninitializedCapacity: rows * columns) { buffer, count in
        fill(buffer)
        count = rows * columns
      })
  }
}
