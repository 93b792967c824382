import Kernels

/// Each output of a step is the score of that place; see ``Loss/pointer``.
enum PointerLoss<Scalar: KernelScalar> {
  /// - Parameter mayRepeat: whether a place that stands there twice counts once.
  static func problem(
    ofTarget target: ArraySlice<Int>, steps: Int, counted counting: [Int], columns: Int,
    mayRepeat: Bool = false
  ) -> String? {
    if columns == 1 && target.isEmpty { return "at least one place, got none" }
    if columns > 1 && target.count != columns {
      return "\(counted(columns, "place")), one for each output, got \(target.count)"
    }
    if let place = target.first(where: { $0 < 0 || $0 >= steps }) {
      return "places from 0 to \(steps - 1), got \(place)"
    }
    if !mayRepeat && columns == 1 && Set(target).count < target.count {
      return "places that differ"
    }
    if counting.count == steps { return nil }
    return target.first { !counting.contains($0) }.map { place in
      "places that are not padding, got \(place)"
    }
  }

  /// −log Σ softmax(z) over the right places, whose gradient is softmax(z) less the softmax over those
  /// places alone, for each column.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func forwardAndBackward(_ row: SequenceRow<Scalar>, scale: Scalar) -> Double {
    let count = row.steps.count
    let shares = row.memory.numbers.take(2 * count)
    let rightShares = shares + count
    var loss = 0.0
    for column in 0..<row.columns {
      for step in 0..<count {
        shares[step] = Double(row[step][column])
        rightShares[step] = isRight(step, column, row) ? shares[step] : -.infinity
      }
      loss += logSumAndShares(shares, count: count) - logSumAndShares(rightShares, count: count)
      for step in 0..<count {
        row[step][column] = scale * Scalar(shares[step] - rightShares[step])
      }
    }
    return loss
  }

  static func measure(_ row: SequenceRow<Scalar>, into sums: inout SequenceSums) {
    for column in 0..<row.columns where isRight(likeliest(column, row), column, row) {
      sums.correct += 1
    }
    sums.judged += Double(row.columns)
  }

  /// Whether a target says that place: any of one column's, or that of a column among several.
  private static func isRight(_ step: Int, _ column: Int, _ row: SequenceRow<Scalar>) -> Bool {
    row.columns == 1
      ? row.target.contains(row.steps[step]) : row.target[column] == row.steps[step]
  }

  /// Which of the steps that count has the largest output.
  private static func likeliest(_ column: Int, _ row: SequenceRow<Scalar>) -> Int {
    var likeliest = 0
    for step in row.steps.indices where row[step][column] > row[likeliest][column] {
      likeliest = step
    }
    return likeliest
  }
}
