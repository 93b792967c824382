/// A matrix of double-precision numbers, stored row by row.
///
///     let weights: Matrix = [[0.5, -0.25], [1, 2], [0, 3]]
///     weights.shape      // 3×2
///     weights[1, 0]      // 1.0
///
/// A matrix is a value: a copy is independent of its original. A matrix may have zero rows or
/// zero columns. Operations on shapes that do not fit stop the program with a message that names
/// both shapes.
public struct Matrix: Equatable, Sendable {
  /// The number of rows, 0 or more.
  public let rows: Int
  /// The number of columns, 0 or more.
  public let columns: Int
  /// The numbers, row by row: element (row, column) is at `row * columns + column`.
  public internal(set) var values: [Double]

  /// Creates a matrix from its numbers, row by row.
  ///
  /// - Precondition: `values` has `rows * columns` numbers.
  public init(rows: Int, columns: Int, values: [Double]) {
    stop(if: Matrix.sizeProblem(rows: rows, columns: columns, count: values.count))
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// Creates a matrix in which every number is the same.
  ///
  /// - Precondition: neither size is negative.
  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    stop(if: Matrix.sizeProblem(rows: rows, columns: columns))
    self.rows = rows
    self.columns = columns
    self.values = Array(repeating: value, count: rows * columns)
  }

  /// Creates a matrix from an array of rows.
  ///
  /// - Precondition: all rows have the same length.
  public init(_ rows: [[Double]]) {
    stop(if: Matrix.raggedProblem(rows))
    self.rows = rows.count
    self.columns = rows.first?.count ?? 0
    self.values = Array(rows.joined())
  }

  /// A matrix of one row.
  public init(row values: [Double]) {
    self.init(rows: 1, columns: values.count, values: values)
  }

  /// A matrix of one column.
  public init(column values: [Double]) {
    self.init(rows: values.count, columns: 1, values: values)
  }

  /// A matrix of the same shape, all zeros: where gradients are added up, or nothing is known yet.
  public var filledWithZeros: Matrix { Matrix(rows: rows, columns: columns) }

  /// The square matrix with ones on its diagonal and zeros elsewhere.
  public static func identity(_ size: Int) -> Matrix {
    diagonal(Array(repeating: 1, count: size))
  }

  /// The square matrix with these numbers on its diagonal and zeros elsewhere.
  public static func diagonal(_ values: [Double]) -> Matrix {
    var result = Matrix(rows: values.count, columns: values.count)
    for (index, value) in values.enumerated() { result[index, index] = value }
    return result
  }

  /// The square matrix with the numbers of a row on its diagonal and zeros elsewhere.
  ///
  ///     Matrix.diagonal([[2, 3]])      // [[2, 0], [0, 3]]
  ///
  /// - Parameter row: 1 × size.
  /// - Returns: size × size.
  /// - Precondition: `row` has one row.
  public static func diagonal(_ row: Matrix) -> Matrix {
    stop(if: Matrix.diagonalProblem(row))
    return diagonal(row.values)
  }

  /// One number; rows and columns are counted from 0.
  ///
  /// - Precondition: there is such a row and such a column.
  public subscript(row: Int, column: Int) -> Double {
    get {
      checkIndex(row, column)
      return values[row * columns + column]
    }
    set {
      checkIndex(row, column)
      values[row * columns + column] = newValue
    }
  }

  @inline(__always)
  private func checkIndex(_ row: Int, _ column: Int) {
    if row < 0 || row >= rows || column < 0 || column >= columns {
      fatalError(Matrix.indexProblem(row, column, shape: shape))
    }
  }

  /// Rows and columns: `3×4`.
  public var shape: String { "\(rows)×\(columns)" }
}

extension Matrix: ExpressibleByArrayLiteral {
  /// Creates a matrix from rows: `[[1, 2], [3, 4]]` is 2×2.
  public init(arrayLiteral rows: [Double]...) {
    self.init(rows)
  }
}

// MARK: - What can be wrong

// Each sentence is built in a function of its own, so that a test can read it: the trap itself
// would end the test's process.
extension Matrix {
  static func sizeProblem(rows: Int, columns: Int, count: Int? = nil) -> String? {
    if rows < 0 || columns < 0 {
      return "a matrix cannot have \(rows) rows and \(columns) columns"
    }
    guard let count, count != rows * columns else { return nil }
    return "a matrix of \(rows)×\(columns) needs \(rows * columns) numbers, not \(count)"
  }

  static func raggedProblem(_ rows: [[Double]]) -> String? {
    guard let first = rows.first else { return nil }
    for (index, row) in rows.enumerated() where row.count != first.count {
      return "row \(index) of a matrix has \(row.count) numbers, row 0 has \(first.count)"
    }
    return nil
  }

  static func diagonalProblem(_ row: Matrix) -> String? {
    row.rows == 1
      ? nil : "a diagonal is made from a single row of numbers, not from a matrix of \(row.shape)"
  }

  static func indexProblem(_ row: Int, _ column: Int, shape: String) -> String {
    "row \(row), column \(column) is outside a matrix of \(shape)"
  }
}
