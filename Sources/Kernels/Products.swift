/// Computes `C = A * B`, or `C += A * B` when accumulating, in single precision.
///
/// - Parameters:
///   - rows: rows of `A` and `C`.
///   - columns: columns of `B` and `C`.
///   - inner: columns of `A` and rows of `B`; with 0, the product is zero.
///   - c: `C`, row-major, `stride` elements from row to row.
public func multiply(
  rows: Int, columns: Int, inner: Int, _ a: Operand<Float>, _ b: Operand<Float>,
  into c: UnsafeMutablePointer<Float>, stride: Int, accumulating: Bool = false
) {
  plainMultiply(rows, columns, inner, a, b, c, stride, accumulating)
}

/// Computes `C = A * B`, or `C += A * B` when accumulating, in double precision.
public func multiply(
  rows: Int, columns: Int, inner: Int, _ a: Operand<Double>, _ b: Operand<Double>,
  into c: UnsafeMutablePointer<Double>, stride: Int, accumulating: Bool = false
) {
  plainMultiply(rows, columns, inner, a, b, c, stride, accumulating)
}

@inline(__always)
func plainMultiply<Scalar: BinaryFloatingPoint>(
  _ rows: Int, _ columns: Int, _ inner: Int, _ a: Operand<Scalar>, _ b: Operand<Scalar>,
  _ c: UnsafeMutablePointer<Scalar>, _ stride: Int, _ accumulating: Bool
) {
  for row in 0..<rows {
    for column in 0..<columns {
      var sum = accumulating ? c[row * stride + column] : 0
      for k in 0..<inner {
        let left = a.isTransposed ? a.base[k * a.stride + row] : a.base[row * a.stride + k]
        let right = b.isTransposed ? b.base[column * b.stride + k] : b.base[k * b.stride + column]
        sum += left * right
      }
      c[row * stride + column] = sum
    }
  }
}
