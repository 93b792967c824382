import ExerciseSupport

/// How many steps of single rows a batch costs: each of its rows is as long as the longest.
///
/// - Parameters:
///   - batches: the places of the sequences that are read together.
///   - lengths: the length of each sequence.
public func work(_ batches: [[Int]], lengths: [Int]) -> Int {
  batches.reduce(0) { sum, batch in
    sum + batch.count * batch.reduce(0) { max($0, lengths[$1]) }
  }
}

/// The share of that work that reads symbols; the rest reads padding.
public func usefulShare(_ batches: [[Int]], lengths: [Int]) -> Double {
  let symbols = batches.reduce(0) { $1.reduce($0) { $0 + lengths[$1] } }
  return Double(symbols) / Double(work(batches, lengths: lengths))
}

/// How much of the work you expect to read words, and not padding.
///
/// - Returns: four shares from 0 to 1. The sentences have 3 to 10 words, each length as often as any
///   other, and are read 32 at a time. First: all are padded to 60 words. Second: each batch is padded
///   to its own longest sentence. Third: the same, where sentences of similar lengths are read
///   together. Fourth, other sentences: 19 of 20 have 6 words, one of 20 has 60, and each batch of
///   32, drawn at random, is padded to its own longest.
public func expectedShares() -> [Double] {
  // EXERCISE 10.7 (2 points): what share of the work is useful?
  // Read chapters/10-unequal-lengths.md, "What share of the work is useful?".
  // Check with: swift run course check 10.7
  notWritten("10.7", [.nan, .nan, .nan, .nan])
}
