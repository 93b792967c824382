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
    withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, rows)) { memory in
      // The logarithms of the rows' sums are worked out together.
      let sums = memory.baseAddress!
      var loss = 0.0
      for row in 0..<rows {
        let (values, target) = (logits + row * columns, Int(targets[row]))
        if target < 0 {
          values.update(repeating: 0, count: columns)
          sums[row] = 1
          continue
        }
        let logit = values[target]
        let (largest, sum) = Scalar.exponentiate(values, count: columns)
        loss -= Double(logit - largest)
        sums[row] = sum
        Scalar.scale(values, by: scale / Scalar(sum), count: columns)
        values[target] -= scale
      }
      vectorLog(sums, into: sums, count: rows)
      return (0..<rows).reduce(loss) { $0 + sums[$1] }
    }
  }
}
