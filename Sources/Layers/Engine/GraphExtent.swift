/// How an operation cuts up a value: so many rows, and time steps of each. In memory, time comes first.
struct GraphExtent: Equatable {
  var rows: Int
  var time: Int

  var places: Int { rows * time }

  /// - Parameters:
  ///   - rows: of the shard.
  ///   - isDistributed: whether each time step counts as a row, as in sequences of sequences it
  ///     always does.
  ///   - length: of a time axis.
  init(
    _ shape: GraphShape, rows: Int, isDistributed: Bool, length: (StepCount) -> Int
  ) {
    let steps = shape.steps.map(length) ?? 1
    if let outer = shape.outer {
      self.rows = rows * length(outer)
      time = steps
    } else {
      self.rows = isDistributed ? rows * steps : rows
      time = isDistributed ? 1 : steps
    }
  }
}
