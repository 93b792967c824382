import Kernels

// Pointing by attention: the weights are the probabilities themselves.

extension ShardTargets {
  /// Returns the summed loss and figures of attention's weights, source × targets × rows, which become
  /// the loss's gradient times `scale`: for each query −log of the sum of its weights at the right
  /// places. A sum below 10⁻³⁰ counts as that. Queries that are padding have no weights, and no loss.
  ///
  /// - Parameter sums: receives the figures.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func measureWeights(
    _ outputs: UnsafeMutablePointer<Scalar>, count: Int, targets: Int, _ objective: Objective,
    scale: Scalar, into sums: inout MetricSums
  ) -> Double {
    var loss = 0.0
    let stride = targets * rows
    let source = count / stride
    for (row, places) in places.enumerated() {
      let factor = weights?[row] ?? 1
      var figures = SequenceSums()
      for t in 0..<targets {
        let column = outputs + t * rows + row
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
          column[s * stride] = !isPadding && right.contains(s) ? -scale * factor / sum : 0
        }
        if isPadding { continue }
        loss -= Double(factor) * Double.log(Double(sum))
        if right.contains(likeliest) { figures.correct += 1 }
        figures.judged += 1
      }
      objective.add(figures, weight: Double(factor), to: &sums)
    }
    return loss
  }
}
