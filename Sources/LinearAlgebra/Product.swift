import KernelTemplates
import Kernels

extension Matrix {
  /// The matrix product: rows × inner times inner × columns is rows × columns.
  ///
  /// - Precondition: `left.columns == right.rows`.
  public static func * (left: Matrix, right: Matrix) -> Matrix {
    stop(if: productProblem(left, right))
    return product(left, right, inner: left.columns, leftTransposed: false, rightTransposed: false)
  }

  /// The product of this matrix's transpose with another: `self.transposed * other`, without
  /// writing the transpose down. Gradients of weights have this form.
  ///
  /// - Parameter other: rows × n.
  /// - Returns: columns × n.
  /// - Precondition: both have the same number of rows.
  public func transposedTimes(_ other: Matrix) -> Matrix {
    stop(if: Matrix.transposedTimesProblem(self, other))
    return Matrix.product(self, other, inner: rows, leftTransposed: true, rightTransposed: false)
  }

  /// The product of this matrix with another's transpose: `self * other.transposed`, without
  /// writing the transpose down. Gradients of inputs have this form.
  ///
  /// - Parameter other: n × columns.
  /// - Returns: rows × n.
  /// - Precondition: both have the same number of columns.
  public func timesTransposed(_ other: Matrix) -> Matrix {
    stop(if: Matrix.timesTransposedProblem(self, other))
    return Matrix.product(self, other, inner: columns, leftTransposed: false, rightTransposed: true)
  }

  private static func product(
    _ left: Matrix, _ right: Matrix, inner: Int, leftTransposed: Bool, rightTransposed: Bool
  ) -> Matrix {
    let rows = leftTransposed ? left.columns : left.rows
    let columns = rightTransposed ? right.rows : right.columns
    // Nothing to add up, so the kernel would write nothing, or has no memory to write to.
    if rows == 0 || columns == 0 || inner == 0 { return Matrix(rows: rows, columns: columns) }
    return Matrix(rows: rows, columns: columns) { result in
      left.values.withUnsafeBufferPointer { a in
        right.values.withUnsafeBufferPointer { b in
          Double.multiply(
            rows: rows, columns: columns, inner: inner,
            Operand(a.baseAddress!, stride: left.columns, isTransposed: leftTransposed),
            Operand(b.baseAddress!, stride: right.columns, isTransposed: rightTransposed),
            into: result.baseAddress!, stride: columns, accumulating: false)
        }
      }
    }
  }

  static func productProblem(_ left: Matrix, _ right: Matrix) -> String? {
    if left.columns == right.rows { return nil }
    return "matrix product of \(left.shape) and \(right.shape): "
      + "inner dimensions \(left.columns) and \(right.rows) differ"
      + (right.columns == left.rows ? "; the other way round they fit" : "")
  }

  static func transposedTimesProblem(_ left: Matrix, _ right: Matrix) -> String? {
    left.rows == right.rows
      ? nil
      : "product of the transpose of \(left.shape) with \(right.shape): "
        + "rows \(left.rows) and \(right.rows) differ"
  }

  static func timesTransposedProblem(_ left: Matrix, _ right: Matrix) -> String? {
    left.columns == right.columns
      ? nil
      : "product of \(left.shape) with the transpose of \(right.shape): "
        + "columns \(left.columns) and \(right.columns) differ"
  }
}
