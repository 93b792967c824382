import CourseTesting
import LinearAlgebra
import UnequalLengths
import XCTest

/// Exercise 10.8: batches of similar lengths.
final class BucketsTests: ExerciseTestCase {
  private func dealt(_ lengths: [Int], _ size: Int, seed: UInt64) -> [[Int]] {
    var generator = SeededGenerator(seed: seed)
    return buckets(lengths, of: size, using: &generator)
  }

  private func lengths(_ count: Int, _ range: ClosedRange<Int> = 3...10) -> [Int] {
    var generator = SeededGenerator(seed: 108)
    return (0..<count).map { _ in range.lowerBound + generator.integer(below: range.count) }
  }

  /// Expects every place once, in full batches and at most one that is smaller.
  private func expectDealt(_ lengths: [Int], _ size: Int, line: UInt = #line) {
    let batches = dealt(lengths, size, seed: 1)
    let counts = batches.flatMap { $0 }.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    let missing = lengths.indices.first { counts[$0] == nil }
    let twice = counts.first { $0.value > 1 || !lengths.indices.contains($0.key) }?.key
    let subject = "\(lengths.count) sequences in batches of \(size)"
    let isRest = batches.allSatisfy { $0.count == size } && counts.count / size == batches.count
    let fault: Mistake = isRest ? .restDropped : .sequenceMissing
    expect(
      missing == nil,
      orSay: "\(subject): sequence \(missing ?? 0) is in no batch. \(fault.sentence.dropLast())",
      line: line)
    expect(
      twice == nil, orSay: "\(subject): sequence \(twice ?? 0) comes more than once, or is none",
      line: line)
    let (full, rest) = (lengths.count / size, lengths.count % size)
    let sizes = batches.map(\.count).sorted(by: >)
    let right = Array(repeating: size, count: full) + (rest > 0 ? [rest] : [])
    let sizesFault: Mistake =
      sizes.contains { $0 > size }
      ? .tooLargeABatch : sizes.contains(0) ? .emptyBatch : .manySmallBatches
    expect(
      sizes == right,
      orSay: "\(subject): their sizes are \(sizes.prefix(8)), should be \(right.prefix(8)). "
        + sizesFault.sentence.dropLast(), line: line)
  }

  func test_10_8_everySequenceOnce() {
    for (count, size) in [(100, 10), (103, 10), (5, 8), (1, 1), (64, 1), (7, 7)] {
      expectDealt(lengths(count), size)
    }
  }

  func test_10_8_noSequences() {
    expect(dealt([], 4, seed: 1).isEmpty, orSay: Mistake.emptyBatch.sentence)
  }

  func test_10_8_littleWorkIsWasted() {
    for (lengths, size) in [(lengths(1_000), 32), (lengths(500, 1...200), 16)] {
      let sorted = lengths.sorted()
      let least = stride(from: 0, to: sorted.count, by: size).reduce(0) { sum, start in
        let end = min(start + size, sorted.count)
        return sum + (end - start) * sorted[end - 1]
      }
      let yours = dealt(lengths, size, seed: 2).reduce(0) { sum, batch in
        sum + batch.count * (batch.map { lengths[$0] }.max() ?? 0)
      }
      expect(
        Double(yours) <= 1.02 * Double(least),
        orSay: "\(lengths.count) sequences in batches of \(size): the work is \(yours) steps, and "
          + "\(least) are enough. \(Mistake.lengthsMixed.sentence.dropLast())")
    }
  }

  func test_10_8_theBatchesComeInAnyOrder() {
    let lengths = lengths(320)
    func sums(_ batches: [[Int]]) -> [Int] { batches.map { $0.reduce(0) { $0 + lengths[$1] } } }
    let firsts = (1...20).map { sums(dealt(lengths, 32, seed: UInt64($0))).first ?? 0 }
    expect(
      Set(firsts).count > 3,
      orSay: "words in the first batch, for 20 seeds: \(firsts). "
        + Mistake.batchesInOrder.sentence.dropLast())
    let all = sums(dealt(lengths, 32, seed: 3))
    expect(
      all != all.sorted() && all != all.sorted(by: >),
      orSay: "words in each batch: \(all). \(Mistake.batchesInOrder.sentence.dropLast())")
  }

  func test_10_8_companionsChange() {
    let equal = Array(repeating: 5, count: 64)
    let (first, second) = (dealt(equal, 8, seed: 1), dealt(equal, 8, seed: 2))
    func companions(_ batches: [[Int]]) -> Set<Set<Int>> { Set(batches.map { Set($0) }) }
    let kept = companions(first).intersection(companions(second)).count
    expect(
      kept < 2,
      orSay: "64 sequences of one length: \(kept) of 8 batches have the same sequences in two "
        + "passes. \(Mistake.sameCompanions.sentence.dropLast())")
  }

  func test_10_8_theSeedDecides() {
    let lengths = lengths(200)
    expect(
      dealt(lengths, 16, seed: 4) == dealt(lengths, 16, seed: 4),
      orSay: "two calls with equal generators deal differently. "
        + Mistake.otherGenerator.sentence.dropLast())
    var generator = SeededGenerator(seed: 4)
    _ = buckets(lengths, of: 16, using: &generator)
    expect(
      generator != SeededGenerator(seed: 4),
      orSay: "two passes with one generator deal alike. "
        + Mistake.generatorCopied.sentence.dropLast())
  }
}
