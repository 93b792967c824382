import Kernels

/// Finds a shard's distinct symbols, window by window.
final class DistinctSymbols<Scalar: KernelScalar>: @unchecked Sendable {
  /// What the layers of the window at hand share; nil where too many of its symbols are distinct
  /// for that to pay.
  private(set) var inputs: SharedInputs<Scalar>?
  private let symbols: UnsafeMutableBufferPointer<Int32>
  private let places: UnsafeMutableBufferPointer<Int32>
  /// For each symbol of the vocabulary its place plus one, or 0 where the window has not shown it.
  private let seen: UnsafeMutableBufferPointer<Int32>
  private let projections: Buffer<Scalar>
  private let isWholeVocabulary: Bool
  private var count = 0

  /// How many symbols there is room for.
  var capacity: Int { symbols.count }

  /// - Parameters:
  ///   - steps: the most that a window has, over all rows.
  ///   - training: whether the parameters change. While they do not, a model that reads one symbol
  ///     at a time projects its whole vocabulary once, unless that would take much memory.
  init(_ lookup: GraphShortcuts.SharedLookup, steps: Int, training: Bool) {
    let (width, vocabularySize) = (lookup.width, lookup.vocabularySize)
    isWholeVocabulary =
      !training && steps == 1 && vocabularySize * width <= Self.largestTable
    let capacity =
      isWholeVocabulary ? vocabularySize : min(vocabularySize, Self.limit(steps: steps))
    symbols = .allocate(capacity: capacity)
    for symbol in 0..<capacity { symbols[symbol] = Int32(symbol) }
    places = .allocate(capacity: steps)
    seen = .allocate(capacity: vocabularySize)
    seen.initialize(repeating: 0)
    projections = Buffer(count: capacity * width)
  }

  deinit {
    symbols.deallocate()
    places.deallocate()
    seen.deallocate()
  }

  /// The numbers of the largest table that is projected in advance: 16 MB of `Float`.
  private static var largestTable: Int { 1 << 22 }

  /// Where more than half of the steps read a symbol of their own, sharing costs more than it saves.
  private static func limit(steps: Int) -> Int { steps / 2 }

  /// Takes the symbols of a window, time × rows.
  func load(_ window: UnsafePointer<Int32>, steps: Int) {
    if isWholeVocabulary {
      places[0] = window[0]
      inputs = shared(count: capacity, isProjected: inputs != nil)
      return
    }
    for place in 0..<count { seen[Int(symbols[place])] = 0 }
    count = 0
    inputs = nil
    let limit = min(symbols.count, Self.limit(steps: steps))
    for step in 0..<steps {
      let symbol = Int(window[step])
      if seen[symbol] == 0 {
        if count == limit { return }
        symbols[count] = window[step]
        count += 1
        seen[symbol] = Int32(count)
      }
      places[step] = seen[symbol] - 1
    }
    inputs = shared(count: count, isProjected: false)
  }

  /// To be called when the parameters have changed.
  func forgetProjections() { inputs = nil }

  private func shared(count: Int, isProjected: Bool) -> SharedInputs<Scalar> {
    SharedInputs(
      symbols: UnsafePointer(symbols.baseAddress!), count: count,
      places: UnsafePointer(places.baseAddress!), projections: projections.base,
      isProjected: isProjected)
  }
}
