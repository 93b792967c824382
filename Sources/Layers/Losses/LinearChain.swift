import Kernels

/// A linear-chain conditional random field with its numbers, apart from any model: what a ``CRF`` layer
/// has learnt, or what is known of tags beforehand.
///
/// The functions take one sequence of emissions, time × tags, as a model gives them.
public struct LinearChain: Equatable, Sendable {
  /// What each tag scores after each other: from × to. −∞ forbids it.
  public var transitions: [[Double]]
  /// What each tag scores as the first.
  public var start: [Double]
  /// What each tag scores as the last.
  public var end: [Double]

  /// A chain of these scores.
  ///
  /// - Precondition: `transitions` is tags × tags, and there are as many scores for either end.
  public init(transitions: [[Double]], start: [Double], end: [Double]) {
    let tags = transitions.count
    if start.count != tags || end.count != tags || transitions.contains(where: { $0.count != tags })
    {
      fatalError(
        "a chain of \(tags) tags has \(tags) × \(tags) transitions and as many starts and ends, got "
          + "\(transitions.map(\.count)), \(start.count) and \(end.count)")
    }
    (self.transitions, self.start, self.end) = (transitions, start, end)
  }

  private var scores: ChainScores {
    ChainScores(
      tags: start.count, transitions: transitions.flatMap { $0 }, start: start, end: end)
  }

  /// The likeliest tags of a sequence (Viterbi), and their score; of several, those that are smaller
  /// from the end on.
  ///
  /// - Precondition: each time step has an emission for each tag.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func bestTags<Scalar: KernelScalar>(
    _ emissions: [[Scalar]]
  ) -> (tags: [Int], score: Double) {
    withNumbers(emissions) { ChainLattice.bestTags($0, steps: emissions.count, scores) }
  }

  /// The logarithm of the probability of tags, one for each time step, among all sequences of as many.
  ///
  /// - Precondition: each time step has a tag, and an emission for each tag.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func logProbability<Scalar: KernelScalar>(
    of tags: [Int], _ emissions: [[Scalar]]
  ) -> Double {
    if tags.count != emissions.count {
      fatalError("\(tags.count) tags for \(emissions.count) time steps")
    }
    let scores = scores
    var lattice = ChainLattice()
    return withNumbers(emissions) { numbers in
      tags.withUnsafeBufferPointer { target in
        ChainLattice.score(numbers, steps: tags.count, target, scores)
          - lattice.logPartition(numbers, steps: tags.count, scores)
      }
    }
  }

  private func withNumbers<Scalar: KernelScalar, Result>(
    _ emissions: [[Scalar]], _ body: (UnsafePointer<Double>) -> Result
  ) -> Result {
    let buffer = Buffer<Double>(count: emissions.count * start.count)
    for (step, row) in emissions.enumerated() {
      if row.count != start.count {
        fatalError("time step \(step) has \(row.count) emissions for \(start.count) tags")
      }
      for (tag, value) in row.enumerated() {
        buffer.base[step * start.count + tag] = Double(value)
      }
    }
    return withExtendedLifetime(buffer) { body(UnsafePointer(buffer.base)) }
  }
}
