#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes `exp(x)` of each of `count` numbers to `y`; both may be the same memory.
public func vectorExp(
  _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
) {
  for index in 0..<count { y[index] = exp(x[index]) }
}

/// Writes `tanh(x)` of each of `count` numbers to `y`; both may be the same memory.
public func vectorTanh(
  _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
) {
  for index in 0..<count { y[index] = tanh(x[index]) }
}

/// Writes the logistic sigmoid of each of `count` numbers to `y`; both may be the same memory.
public func vectorSigmoid(
  _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
) {
  for index in 0..<count { y[index] = 1 / (1 + exp(-x[index])) }
}

/// Writes the natural logarithm of each of `count` numbers to `y`; both may be the same memory.
public func vectorLog(
  _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
) {
  for index in 0..<count { y[index] = log(x[index]) }
}

/// Writes `exp(x)` of each of `count` numbers to `y`; both may be the same memory.
public func vectorExp(
  _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
) {
  for index in 0..<count { y[index] = exp(x[index]) }
}

/// Writes `tanh(x)` of each of `count` numbers to `y`; both may be the same memory.
public func vectorTanh(
  _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
) {
  for index in 0..<count { y[index] = tanh(x[index]) }
}

/// Writes the logistic sigmoid of each of `count` numbers to `y`; both may be the same memory.
public func vectorSigmoid(
  _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
) {
  for index in 0..<count { y[index] = 1 / (1 + exp(-x[index])) }
}
