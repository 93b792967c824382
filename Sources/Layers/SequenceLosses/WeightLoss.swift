import Kernels

// Pointing by attention: the weights are the probabilities themselves.

extension ShardTargets {
  /// Returns the summed loss and figures of attention's weights, source × targets × rows, which become
  /// the loss's gradient times `scale`: for each query −log of the sum of its weights at the right
  /// places. A sum below 10⁻³⁰ counts as that. Queries that are padding have no weights, and no loss.
  ///
  /// - Parameter counts: whether the figures are asked for.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func measureWeights(
    _ weights: UnsafeMutablePointer<Scalar>, count: Int, targets: Int, counts: Bool, scale: Scalar
  ) -> (loss: Double, sums: MetricSums) {
    var (loss, sums) = (0.0, MetricSums())
    let stride = targets * rows
    let source = count / stride
    for (row, places) in places.enumerated() {
      for t in 0..<targets {
        let column = weights + t * rows + row
        let right = t < places.count ? places[t] : []
        var (total, sum, likeliest) = (Scalar(0), Scalar(0), 0)
        for s in 0..<source {
          total += column[s * stride]
          if right.contains(s) { sum += column[s * stride] }
          if column[s * stride] > column[likeliest * stride] { likeliest = s }
        }
        let isPadding = right.isEmpty || total == 0
        sum = max(sum, 1e-30)
        for s in 0..<source {
          column[s * stride] = !isPadding && right.contains(s) ? -scale / sum : 0
        }
        if isPadding { continue }
        loss -= Double.log(Double(sum))
        if !counts { continue }
        if right.contains(likeliest) { sums.correct += 1 }
        sums.judged += 1
      }
    }
    return (loss, sums)
  }
}
