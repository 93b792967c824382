import Kernels

/// Connectionist temporal classification of a batch's sequences; see ``Loss/ctc(blank:)``.
enum CTCLoss {
  static func problem(ofOutputs columns: Int, blank: Int) -> String? {
    if columns < 2 { return "an output for each label and one for the blank, got \(columns)" }
    return (0..<columns).contains(blank)
      ? nil : "a blank from 0 to \(columns - 1), got ctc(blank: \(blank))"
  }

  /// - Parameter steps: how many time steps count.
  static func problem(
    ofTarget target: ArraySlice<Int>, steps: Int, columns: Int, blank: Int
  ) -> String? {
    if let label = target.first(where: { $0 == blank || $0 < 0 || $0 >= columns }) {
      return "labels from 0 to \(columns - 1) but for the blank, \(blank), got \(label)"
    }
    let needed = CTCLattice.stepsNeeded(target)
    if needed <= steps { return nil }
    let between = needed - target.count
    return "at least \(counted(needed, "time step")) for \(counted(target.count, "label"))"
      + (between > 0 ? " and a blank between each two alike" : "") + ", got \(steps)"
  }

  static func forwardAndBackward<Scalar: KernelScalar>(
    _ row: SequenceRow<Scalar>, blank: Int, scale: Scalar
  ) -> Double {
    let values = row.gathered()
    let loss = row.target.withUnsafeBufferPointer { target in
      row.memory.ctc.lossAndGradient(
        values, steps: row.steps.count, classes: row.columns, target: target, blank: blank)
    }
    row.scatter(values, scale: scale)
    return loss
  }

  static func measure<Scalar: KernelScalar>(
    _ row: SequenceRow<Scalar>, blank: Int, into sums: inout SequenceSums
  ) {
    let labels = CTC.checkedBestPath(
      row.steps.indices.map { Array(UnsafeBufferPointer(start: row[$0], count: row.columns)) },
      blank: blank)
    sums.judged += 1
    if labels == row.target { sums.correct += 1 }
    sums.edits += Double(editDistance(labels, row.target))
    sums.labels += Double(row.target.count)
  }
}
