import Kernels

/// The optimiser's side of an embedding so large that most of its rows rest: only the rows of a batch
/// are worked on. A row catches up on the steps that it missed before it is next read, so that the
/// results are those of an optimiser that moves all rows in every step; see `IdleSteps`.
final class EmbeddingRows<Scalar: KernelScalar> {
  private let table: ParameterSlot
  private var batch: BatchRows
  /// The clock's time to which each row has caught up; negative where it never had a gradient.
  private var times: [Int]
  /// One more with every step of the optimiser.
  private var clock = 0
  /// The steps since all rows were up to date, of `algorithm`.
  private var history: [IdleStep] = []
  private var algorithm: Optimizer.Algorithm?
  private var gradient = Buffer<Scalar>(count: 0)
  private var undo: UndoLog?
  /// Rows that were moved, each time they were: what the work is proportional to.
  private(set) var movedRows = 0

  /// Rows as they were when the loss was last a number, latest last.
  private struct UndoLog {
    var rows: [(row: Int, time: Int)] = []
    /// Of each row its weights and its moments.
    var values: [Scalar] = []
  }

  /// - Parameter keepsUndo: whether `rollBack` will be asked for.
  init(_ table: ParameterSlot, keepsUndo: Bool) {
    self.table = table
    batch = BatchRows(vocabularySize: table.rows)
    times = Array(repeating: -1, count: table.rows)
    if keepsUndo { undo = UndoLog() }
  }

  private var size: Int { table.columns }

  private func blocks(_ rows: Int, _ threads: Int) -> Blocks {
    Blocks(count: rows, threads: threads, size: max(1, Blocks.usualSize / size))
  }

  // MARK: One step

  /// Brings the rows that a batch reads up to date, before it is read.
  func prepare(
    _ symbols: [Int32], time: Int, shards: [Range<Int>], _ memory: OptimizerMemory<Scalar>
  ) {
    batch.read(symbols, time: time, shards: shards)
    catchUp(batch.symbols.map { Int($0) }, memory)
  }

  /// Adds up the gradients of the batch's rows.
  ///
  /// - Returns: the sum of their squares.
  func gather(_ shards: [LookedUpGradient<Scalar>], threads: Int) -> Double {
    let count = batch.symbols.count * size
    if gradient.count < count { gradient = Buffer(count: count) }
    return blocks(batch.symbols.count, threads).sum { [batch, gradient, size] start, count in
      for index in start..<start + count {
        batch.gather(index, shards, size: size, into: gradient.base + index * size)
      }
      return Scalar.sumOfSquares(gradient.base + start * size, count: count * size)
    }
  }

  /// Moves the batch's rows.
  ///
  /// - Parameter move: takes a step on the parameters at a place, so many.
  func update(
    _ settings: Optimizer.Algorithm, rate: Double, step: Int, _ memory: OptimizerMemory<Scalar>,
    move: @Sendable (ParameterPlaces<Scalar>, Int) -> Void
  ) {
    // The loss is a number, so nothing before it will be taken back.
    if history.count >= settings.longestIdleness(step: step) || algorithm != settings {
      settle(memory)
    }
    algorithm = settings
    history.append(settings.idleStep(rate: rate, step: step))
    for symbol in batch.symbols { remember(Int(symbol), memory) }
    clock += 1
    for symbol in batch.symbols { times[Int(symbol)] = clock }
    movedRows += batch.symbols.count
    _ = blocks(batch.symbols.count, memory.threads).sum {
      [batch, gradient, table, size] start, count in
      for index in start..<start + count {
        let place = table.offset + Int(batch.symbols[index]) * size
        move(memory.places(place, gradient: gradient.base + index * size), size)
      }
      return 0
    }
  }

  // MARK: Catching up

  /// Brings all rows up to date.
  func settle(_ memory: OptimizerMemory<Scalar>) {
    if history.isEmpty { return }
    let canGoBack = undo?.rows.isEmpty == false
    catchUp(Array(0..<table.rows), memory)
    // Rows that are taken back have to catch up again.
    if !canGoBack { history.removeAll(keepingCapacity: true) }
  }

  private func catchUp(_ rows: [Int], _ memory: OptimizerMemory<Scalar>) {
    guard let algorithm, !history.isEmpty else { return }
    let skipsNew = algorithm.leavesUntouched
    let begin = clock - history.count
    let late = rows.filter { times[$0] < 0 ? !skipsNew : times[$0] < clock }
    for row in late { remember(row, memory) }
    let steps: [IdleSteps<Scalar>] = algorithm.idleSteps(history)
    _ = blocks(late.count, memory.threads).sum { [times, clock, table, size] start, count in
      for row in late[start..<start + count] {
        let place = table.offset + row * size
        algorithm.catchUp(
          steps[clock - max(begin, times[row])], memory.parameters.base + place,
          first: memory.first.base + place, second: memory.second.base + place, count: size)
      }
      return 0
    }
    for row in late { times[row] = clock }
    movedRows += late.count
  }

  /// Says that all rows are up to date and may have had gradients.
  func restart() {
    history.removeAll()
    times = Array(repeating: clock, count: table.rows)
  }

  // MARK: Taking back

  private func remember(_ row: Int, _ memory: OptimizerMemory<Scalar>) {
    if undo == nil { return }
    undo?.rows.append((row, times[row]))
    for buffer in [memory.parameters, memory.first, memory.second] {
      undo?.values.append(
        contentsOf: UnsafeBufferPointer(
          start: buffer.base + table.offset + row * size, count: size))
    }
  }

  /// Says that the loss with the rows as they are is a number.
  func markGood() {
    undo?.rows.removeAll(keepingCapacity: true)
    undo?.values.removeAll(keepingCapacity: true)
  }

  /// Makes all rows what they were when they were last good.
  ///
  /// - Parameter steps: how many the optimiser has taken since.
  func rollBack(steps: Int, _ memory: OptimizerMemory<Scalar>) {
    guard let undo else { return }
    for (index, entry) in undo.rows.enumerated().reversed() {
      for (part, buffer) in [memory.parameters, memory.first, memory.second].enumerated() {
        let values = undo.values[(3 * index + part) * size..<(3 * index + part + 1) * size]
        _ = UnsafeMutableBufferPointer(
          start: buffer.base + table.offset + entry.row * size, count: size
        ).update(fromContentsOf: values)
      }
      times[entry.row] = entry.time
    }
    markGood()
    clock -= steps
    history.removeLast(min(steps, history.count))
    settle(memory)
    markGood()
  }
}
