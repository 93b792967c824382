// In which order the examples of a batch stand in it. Rows that have ended need no work where no longer
// row of their shard stands behind them, so that the longest come first.

extension GraphData {
  /// The examples of a batch to train on as its rows: those of unlike lengths dealt out to the shards,
  /// from the longest to the shortest, so that the threads have about the same work.
  ///
  /// The order depends on the batch alone. It stays as it is where all are of one length, or where a row
  /// goes on from that of the batch before.
  func dealt(_ examples: [Int]) -> [Int] {
    let sorted = longestFirst(examples)
    let size = ShardedGraph<Float>.shardRows
    let shards = (sorted.count + size - 1) / size
    if shards < 2 || !hasUnlikeLengths(examples) { return sorted }
    var dealt = [[Int]](repeating: [], count: shards)
    let last = sorted.count - (shards - 1) * size
    var shard = 0
    for example in sorted {
      if shard == shards - 1 && dealt[shard].count == last { shard = 0 }
      dealt[shard].append(example)
      shard = (shard + 1) % shards
    }
    return dealt.flatMap { $0 }
  }

  /// Examples from the longest to the shortest, by the sum over their inputs; those of one length in
  /// the order that they had. A stateful model's keep their places.
  func longestFirst(_ examples: [Int]) -> [Int] {
    if network.isStateful || !hasUnlikeLengths(examples) { return examples }
    let keyed = examples.enumerated().map { place, example in
      (length: length(example), place: place, example: example)
    }
    return keyed.sorted { $0.length != $1.length ? $0.length > $1.length : $0.place < $1.place }
      .map(\.example)
  }

  private func length(_ example: Int) -> Int {
    inputs.reduce(0) { $0 + $1.lengths[example] }
  }

  private func hasUnlikeLengths(_ examples: [Int]) -> Bool {
    guard !network.isStateful, let first = examples.first else { return false }
    return inputs.contains { input in
      let length = input.lengths[first]
      return examples.contains { input.lengths[$0] != length }
    }
  }
}
