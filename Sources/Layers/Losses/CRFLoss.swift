import Kernels

/// The loss of a conditional random field on a batch's sequences; see ``Loss/crf``.
enum CRFLoss {
  /// - Parameter steps: those that count.
  static func problem(ofTarget target: ArraySlice<Int>, counted steps: [Int], tags: Int) -> String?
  {
    steps.first { !(0..<tags).contains(target[target.startIndex + $0]) }.map { step in
      "tags from 0 to \(tags - 1), got \(target[target.startIndex + step]) for step \(step)"
    }
  }

  static func forwardAndBackward<Scalar: KernelScalar>(
    _ row: SequenceRow<Scalar>, scale: Scalar
  ) -> Double {
    guard let chain = row.chain else { return .nan }
    let values = row.gathered()
    var gradient = ChainGradient(tags: row.columns)
    let loss = row.target.withUnsafeBufferPointer { target in
      row.memory.chain.lossAndGradient(
        values, steps: row.steps.count, target: target, chain.scores, addingTo: &gradient)
    }
    row.scatter(values, scale: scale)
    gradient.add(to: chain.gradient, scale: scale)
    return loss
  }

  static func measure<Scalar: KernelScalar>(
    _ row: SequenceRow<Scalar>, into sums: inout SequenceSums
  ) {
    guard let chain = row.chain else { return }
    let tags = ChainLattice.bestTags(
      UnsafePointer(row.gathered()), steps: row.steps.count, chain.scores
    ).tags
    sums.correct += Double(zip(tags, row.target).count { $0 == $1 })
    sums.judged += Double(row.target.count)
  }
}
