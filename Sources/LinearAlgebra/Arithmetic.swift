infix operator .* : MultiplicationPrecedence
infix operator ./ : MultiplicationPrecedence

extension Matrix {
  /// The sum, element by element. A matrix of one row is added to each row of the other.
  public static func + (left: Matrix, right: Matrix) -> Matrix {
    combine(left, right, "sum", +)
  }

  /// The difference, element by element. A matrix of one row is subtracted from each row.
  public static func - (left: Matrix, right: Matrix) -> Matrix {
    combine(left, right, "difference", -)
  }

  /// The elementwise (Hadamard) product, ⊙ on the page. A matrix of one row multiplies each row.
  public static func .* (left: Matrix, right: Matrix) -> Matrix {
    combine(left, right, "elementwise product", *)
  }

  /// The elementwise quotient. A matrix of one row divides each row.
  public static func ./ (left: Matrix, right: Matrix) -> Matrix {
    combine(left, right, "elementwise quotient", /)
  }

  public static func += (left: inout Matrix, right: Matrix) {
    left = left + right
  }

  public static func -= (left: inout Matrix, right: Matrix) {
    left = left - right
  }

  public static prefix func - (matrix: Matrix) -> Matrix {
    matrix.map { -$0 }
  }

  public static func + (matrix: Matrix, number: Double) -> Matrix {
    matrix.map { $0 + number }
  }

  public static func + (number: Double, matrix: Matrix) -> Matrix {
    matrix.map { number + $0 }
  }

  public static func - (matrix: Matrix, number: Double) -> Matrix {
    matrix.map { $0 - number }
  }

  public static func - (number: Double, matrix: Matrix) -> Matrix {
    matrix.map { number - $0 }
  }

  public static func * (matrix: Matrix, number: Double) -> Matrix {
    matrix.map { $0 * number }
  }

  public static func * (number: Double, matrix: Matrix) -> Matrix {
    matrix.map { number * $0 }
  }

  public static func / (matrix: Matrix, number: Double) -> Matrix {
    matrix.map { $0 / number }
  }

  /// The matrix whose every number is `transform` of the number here.
  public func map(_ transform: (Double) -> Double) -> Matrix {
    Matrix(rows: rows, columns: columns, values: values.map(transform))
  }

  /// Applies an operation to two matrices of one shape, or to each row of one and a row vector.
  private static func combine(
    _ left: Matrix, _ right: Matrix, _ name: String, _ operation: (Double, Double) -> Double
  ) -> Matrix {
    if let problem = elementwiseProblem(left, right, name) { fatalError(problem) }
    let shape = left.rows == 1 ? right : left
    var result = Matrix(rows: shape.rows, columns: shape.columns)
    let leftStep = left.rows == shape.rows ? shape.columns : 0
    let rightStep = right.rows == shape.rows ? shape.columns : 0
    left.values.withUnsafeBufferPointer { left in
      right.values.withUnsafeBufferPointer { right in
        result.values.withUnsafeMutableBufferPointer { result in
          for row in 0..<shape.rows {
            for column in 0..<shape.columns {
              result[row * shape.columns + column] = operation(
                left[row * leftStep + column], right[row * rightStep + column])
            }
          }
        }
      }
    }
    return result
  }

  static func elementwiseProblem(_ left: Matrix, _ right: Matrix, _ name: String) -> String? {
    let fits = left.columns == right.columns
      && (left.rows == right.rows || left.rows == 1 || right.rows == 1)
    return fits ? nil
      : "\(name) of \(left.shape) and \(right.shape): "
        + "the shapes must be equal, or one of them a single row as wide as the other"
  }
}
