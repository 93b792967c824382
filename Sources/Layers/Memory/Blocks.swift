import Dispatch
import Kernels

/// A range cut into blocks of a fixed size that threads share.
struct Blocks {
  let count: Int
  let threads: Int
  var size = Self.usualSize
  /// Numbers in a block.
  static let usualSize = 16_384

  /// Runs work on each block, given its start and length, and adds the results in block order.
  func sum(_ work: @Sendable (Int, Int) -> Double) -> Double {
    let blocks = (count + size - 1) / size
    let results = Buffer<Double>(count: blocks)
    let threads = min(threads, max(1, blocks))
    inParallel(threads) { thread in
      for block in stride(from: thread, to: blocks, by: threads) {
        let start = block * size
        results.base[block] = work(start, min(size, count - start))
      }
    }
    return results.values.reduce(0, +)
  }
}

/// Runs work for 0..<threads at once, on this thread alone where there is only one.
func inParallel(_ threads: Int, _ work: @Sendable (Int) -> Void) {
  if threads == 1 { return work(0) }
  DispatchQueue.concurrentPerform(iterations: threads, execute: work)
}
