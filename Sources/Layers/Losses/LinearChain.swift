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
  /// - Parameters:
  ///   - transitions: tags × tags, from × to.
  ///   - start: one for each tag.
  ///   - end: one for each tag.
  /// - Throws: `ModelError` if they have not these sizes.
  public init(transitions: [[Double]], start: [Double], end: [Double]) throws(ModelError) {
    (self.transitions, self.start, self.end) = (transitions, start, end)
    if let sizeProblem { throw ModelError(sizeProblem) }
  }

  /// What is wrong with the sizes, which may have been changed since, or nil.
  private var sizeProblem: String? {
    let tags = transitions.count
    let isSquare = transitions.allSatisfy { $0.count == tags }
    if isSquare && start.count == tags && end.count == tags { return nil }
    let given =
      isSquare
      ? "\(tags) × \(tags)" : "rows of " + transitions.map { "\($0.count)" }.joined(separator: ", ")
    return
      "a chain of \(counted(tags, "tag")) has \(tags) × \(tags) transitions, and as many starts "
      + "and ends as tags; got \(given), \(counted(start.count, "start")) and "
      + "\(counted(end.count, "end"))"
  }

  private var scores: ChainScores {
    ChainScores(
      tags: start.count, transitions: transitions.flatMap { $0 }, start: start, end: end)
  }

  /// The likeliest tags of a sequence (Viterbi), and their score; of several, those that are smaller
  /// from the end on.
  ///
  /// - Throws: `ModelError` if a time step has not an emission for each tag, or the scores have been
  ///   changed to other sizes.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func bestTags<Scalar: KernelScalar>(
    _ emissions: [[Scalar]]
  ) throws(ModelError) -> (tags: [Int], score: Double) {
    try checkSizes(emissions)
    return withNumbers(emissions) { ChainLattice.bestTags($0, steps: emissions.count, scores) }
  }

  /// The logarithm of the probability of tags, one for each time step, among all sequences of as many.
  ///
  /// - Throws: `ModelError` as ``bestTags(_:)``, and if a time step has no tag, or one that the chain
  ///   has not.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func logProbability<Scalar: KernelScalar>(
    of tags: [Int], _ emissions: [[Scalar]]
  ) throws(ModelError) -> Double {
    try checkSizes(emissions)
    if tags.count != emissions.count {
      throw ModelError(
        "expected a tag for each of \(counted(emissions.count, "time step")), got \(tags.count)")
    }
    if let step = tags.firstIndex(where: { !start.indices.contains($0) }) {
      throw ModelError(
        "expected tags from 0 to \(start.count - 1), got \(tags[step]) for step \(step)")
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

  private func checkSizes<Scalar: KernelScalar>(_ emissions: [[Scalar]]) throws(ModelError) {
    if let sizeProblem { throw ModelError(sizeProblem) }
    if let step = emissions.firstIndex(where: { $0.count != start.count }) {
      throw ModelError(
        "time step \(step) has \(counted(emissions[step].count, "emission")) for "
          + "\(counted(start.count, "tag"))")
    }
  }

  /// - Precondition: `checkSizes` finds nothing.
  private func withNumbers<Scalar: KernelScalar, Result>(
    _ emissions: [[Scalar]], _ body: (UnsafePointer<Double>) -> Result
  ) -> Result {
    let buffer = Buffer<Double>(count: emissions.count * start.count)
    for (step, row) in emissions.enumerated() {
      for (tag, value) in row.enumerated() {
        buffer.base[step * start.count + tag] = Double(value)
      }
    }
    return withExtendedLifetime(buffer) { body(UnsafePointer(buffer.base)) }
  }
}
