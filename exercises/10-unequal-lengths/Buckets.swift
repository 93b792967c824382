import ExerciseSupport
import LinearAlgebra

/// Deals sequences into batches of similar lengths, for one pass over the data.
///
/// - Parameters:
///   - lengths: the length of each sequence.
///   - size: how many sequences a batch has, at least 1; the last that is made may have fewer.
///   - generator: decides, from pass to pass anew, in which order the batches come and which of the
///     sequences of one length are read together.
/// - Returns: the places of the sequences, each in one batch.
/// - Precondition: `size` is at least 1.
public func buckets(
  _ lengths: [Int], of size: Int, using generator: inout SeededGenerator
) -> [[Int]] {
  stop(if: size < 1 ? "batches of \(size) sequences: each needs at least one" : nil)
  // EXERCISE 10.8 (4 points): batches of similar lengths
  // Read chapters/10-unequal-lengths.md, "Batches of similar lengths".
  // Check with: swift run course check 10.8
  return notWritten("10.8", [])
}

/// Puts a list into a random order, each as likely as any other.
public func shuffle<Element>(_ list: inout [Element], using generator: inout SeededGenerator) {
  for place in list.indices.reversed() {
    list.swapAt(place, generator.integer(below: place + 1))
  }
}

/// Batches in random order, whatever the lengths.
public func randomBatches(
  _ count: Int, of size: Int, using generator: inout SeededGenerator
) -> [[Int]] {
  var order = Array(0..<count)
  shuffle(&order, using: &generator)
  return stride(from: 0, to: count, by: size).map { start in
    Array(order[start..<min(start + size, count)])
  }
}
