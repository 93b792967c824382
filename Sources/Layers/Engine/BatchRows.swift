import Kernels

/// The gradient of the vectors that an embedding looked up for one shard.
struct LookedUpGradient<Scalar: KernelScalar>: @unchecked Sendable {
  let values: UnsafePointer<Scalar>
  /// Where each symbol was looked up once for all its steps: for each step, time × rows, the place
  /// of its vector among `values`. Nil where the vectors stand step by step.
  let places: UnsafePointer<Int32>?
}

/// The rows of an embedding that one batch reads, each with its places in the batch.
///
/// They stand in the order of their first appearance, shard after shard, which has nothing to do with
/// the number of threads.
struct BatchRows: Sendable {
  private(set) var symbols: [Int32] = []
  /// Where each symbol stands in `symbols`; -1 for none.
  private var indices: [Int32]
  /// Of each symbol, the first and last of its places.
  private var ends: [(first: Int32, last: Int32)] = []
  private var places: [Place] = []

  private struct Place: Sendable {
    let shard: Int32
    /// Where in the shard, time × rows.
    let step: Int32
    /// The next place with the same symbol, or -1.
    var next: Int32 = -1
  }

  init(vocabularySize: Int) {
    indices = Array(repeating: -1, count: vocabularySize)
  }

  /// Takes over a batch: rows × time, of which each shard has its range of rows.
  mutating func read(_ batch: [Int32], time: Int, shards: [Range<Int>]) {
    for symbol in symbols { indices[Int(symbol)] = -1 }
    symbols.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    for (shard, rows) in shards.enumerated() {
      for t in 0..<time {
        for row in rows {
          add(
            batch[row * time + t],
            Place(
              shard: Int32(shard), step: Int32(t * rows.count + row - rows.lowerBound)))
        }
      }
    }
  }

  private mutating func add(_ symbol: Int32, _ place: Place) {
    let this = Int32(places.count)
    let index = Int(indices[Int(symbol)])
    if index < 0 {
      indices[Int(symbol)] = Int32(symbols.count)
      symbols.append(symbol)
      ends.append((this, this))
    } else {
      places[Int(ends[index].last)].next = this
      ends[index].last = this
    }
    places.append(place)
  }

  /// Writes the gradient of the row at an index of `symbols`: the sum over its places, each shard's
  /// first and the shards' then, as gradients of all other parameters are added.
  ///
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func gather<Scalar: KernelScalar>(
    _ index: Int, _ shards: [LookedUpGradient<Scalar>], size: Int,
    into total: UnsafeMutablePointer<Scalar>
  ) {
    for column in 0..<size { total[column] = 0 }
    withUnsafeTemporaryAllocation(of: Scalar.self, capacity: size) { memory in
      let part = memory.baseAddress!
      var place = Int(ends[index].first)
      while place >= 0 {
        let shard = places[place].shard
        for column in 0..<size { part[column] = 0 }
        let gradient = shards[Int(shard)]
        var isAdded = false
        while place >= 0, places[place].shard == shard {
          let step = Int(places[place].step)
          let source = gradient.values + (gradient.places.map { Int($0[step]) } ?? step) * size
          if !isAdded { for column in 0..<size { part[column] += source[column] } }
          isAdded = gradient.places != nil
          place = Int(places[place].next)
        }
        for column in 0..<size { total[column] += part[column] }
      }
    }
  }
}
