import Kernels

/// e to the power of each number, within 2 units in the last place; the shape stays.
public func exp(_ x: Matrix) -> Matrix {
  apply(Double.vectorExp, to: x)
}

/// The natural logarithm of each number; the shape stays. That of 0 is -infinity, that of a
/// negative number NaN.
public func log(_ x: Matrix) -> Matrix {
  apply(vectorLog, to: x)
}

/// The hyperbolic tangent of each number, in [-1, 1]; the shape stays.
public func tanh(_ x: Matrix) -> Matrix {
  apply(Double.vectorTanh, to: x)
}

/// The logistic sigmoid of each number, `1 / (1 + exp(-x))`, in [0, 1]; the shape stays.
public func sigmoid(_ x: Matrix) -> Matrix {
  apply(Double.vectorSigmoid, to: x)
}

/// The square root of each number, NaN for a negative one; the shape stays.
public func sqrt(_ x: Matrix) -> Matrix {
  x.map { $0.squareRoot() }
}

private func apply(
  _ function: (UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Void, to x: Matrix
) -> Matrix {
  Matrix(rows: x.rows, columns: x.columns) { result in
    x.values.withUnsafeBufferPointer { numbers in
      guard let source = numbers.baseAddress, let target = result.baseAddress else { return }
      function(source, target, numbers.count)
    }
  }
}

// MARK: - One number

// The same to the last bit as an element of a matrix.
//
// Foundation has functions of these names. Where a file imports it, its functions are meant:
// `@_disfavoredOverload` keeps the call from being ambiguous.

/// e to the power of `x`.
@_disfavoredOverload
public func exp(_ x: Double) -> Double {
  Double.exp(x)
}

/// The natural logarithm of `x`.
@_disfavoredOverload
public func log(_ x: Double) -> Double {
  Double.log(x)
}

/// The hyperbolic tangent of `x`.
@_disfavoredOverload
public func tanh(_ x: Double) -> Double {
  Double.tanh(x)
}

/// The logistic sigmoid of `x`, `1 / (1 + exp(-x))`.
public func sigmoid(_ x: Double) -> Double {
  Double.sigmoid(x)
}
