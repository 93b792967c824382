import Kernels

/// Each output of a step is the score of that place; see ``Loss/pointer``.
enum PointerLoss<Scalar: KernelScalar> {
  static func problem(ofTarget target: ArraySlice<Int>, steps: Int, columns: Int) -> String? {
    if target.count != columns {
      return "\(counted(columns, "place")), one for each output, got \(target.count)"
    }
    guard let place = target.first(where: { $0 < 0 || $0 >= steps }) else { return nil }
    return "places from 0 to \(steps - 1), got \(place)"
  }

  /// −log softmax(z)[target], whose gradient is softmax(z) − one-hot(target), for each column. A
  /// target among masked steps has no probability: its loss is infinite.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func forwardAndBackward(_ row: SequenceRow<Scalar>, scale: Scalar) -> Double {
    var loss = 0.0
    for column in 0..<row.columns {
      let largest = Double(row[place(likeliest: column, row)][column])
      var sum = 0.0
      for step in row.steps.indices { sum += Double.exp(Double(row[step][column]) - largest) }
      let target = row.steps.firstIndex(of: row.target[column])
      loss +=
        target.map { largest + Double.log(sum) - Double(row[$0][column]) } ?? .infinity
      for step in row.steps.indices {
        let share = Double.exp(Double(row[step][column]) - largest) / sum
        row[step][column] = scale * Scalar(share - (step == target ? 1 : 0))
      }
    }
    return loss
  }

  static func accuracy(_ row: SequenceRow<Scalar>) -> (correct: Int, judged: Int) {
    let correct = (0..<row.columns).count {
      row.steps[place(likeliest: $0, row)] == row.target[$0]
    }
    return (correct, row.columns)
  }

  /// Which of the steps that count has the largest output.
  private static func place(likeliest column: Int, _ row: SequenceRow<Scalar>) -> Int {
    var likeliest = 0
    for step in row.steps.indices where row[step][column] > row[likeliest][column] {
      likeliest = step
    }
    return likeliest
  }
}
