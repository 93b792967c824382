import Kernels

/// The softmax cross-entropy of logits and targets.
enum CrossEntropy<Scalar: KernelScalar> {
  /// Returns the sum over all rows of −log softmax(logits)[target], in nats, and turns the logits
  /// into its gradient times `scale`: (softmax(logits) − one-hot(target)) · scale.
  ///
  /// - Parameters:
  ///   - logits: rows × columns; overwritten.
  ///   - targets: a column for each row; −1 for one that does not count, whose gradient is zero.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func forwardAndBackward(
    logits: UnsafeMutablePointer<Scalar>, targets: UnsafePointer<Int32>, rows: Int, columns: Int,
    scale: Scalar
  ) -> Double {
    var loss = 0.0
    for row in 0..<rows {
      let values = logits + row * columns
      let target = Int(targets[row])
      if target < 0 {
        values.update(repeating: 0, count: columns)
        continue
      }
      let largest = maximum(values, count: columns)
      for column in 0..<columns { values[column] -= largest }
      let targetLogit = values[target]
      Scalar.vectorExp(values, into: values, count: columns)
      let sum = total(values, count: columns)
      loss += Double.log(sum) - Double(targetLogit)
      Scalar.scale(values, by: scale / Scalar(sum), count: columns)
      values[target] -= scale
    }
    return loss
  }

  @inline(__always)
  private static func maximum(_ values: UnsafePointer<Scalar>, count: Int) -> Scalar {
    var largest = values[0]
    for index in 1..<max(1, count) where values[index] > largest { largest = values[index] }
    return largest
  }

  /// The sum in double precision, in a fixed order.
  @inline(__always)
  private static func total(_ values: UnsafePointer<Scalar>, count: Int) -> Double {
    var sum = 0.0
    for index in 0..<count { sum += Double(values[index]) }
    return sum
  }
}
