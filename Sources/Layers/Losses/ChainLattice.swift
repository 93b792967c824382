import Kernels

/// The parameters of a linear chain in double precision: what each tag scores after each other, and at
/// either end.
struct ChainScores {
  let tags: Int
  /// From × to.
  let transitions: [Double]
  /// The same, to × from.
  let arrivals: [Double]
  let start: [Double]
  let end: [Double]

  init(tags: Int, transitions: [Double], start: [Double], end: [Double]) {
    self.tags = tags
    self.transitions = transitions
    self.start = start
    self.end = end
    arrivals = (0..<tags * tags).map { transitions[$0 % tags * tags + $0 / tags] }
  }

  init<Scalar: KernelScalar>(
    tags: Int, transitions: UnsafePointer<Scalar>, start: UnsafePointer<Scalar>,
    end: UnsafePointer<Scalar>
  ) {
    self.init(
      tags: tags, transitions: (0..<tags * tags).map { Double(transitions[$0]) },
      start: (0..<tags).map { Double(start[$0]) }, end: (0..<tags).map { Double(end[$0]) })
  }
}

/// The gradient of a chain's parameters.
struct ChainGradient: Equatable {
  var transitions: [Double]
  var start: [Double]
  var end: [Double]

  init(tags: Int) {
    transitions = Array(repeating: 0, count: tags * tags)
    start = Array(repeating: 0, count: tags)
    end = Array(repeating: 0, count: tags)
  }

  /// Adds all of it to transitions, starts and ends that stand one after the other.
  func add<Scalar: KernelScalar>(to sums: UnsafeMutablePointer<Scalar>, scale: Scalar) {
    for (index, value) in (transitions + start + end).enumerated() {
      sums[index] += scale * Scalar(value)
    }
  }
}

/// The loss of a linear-chain conditional random field, −log of the probability of a sequence of tags
/// among all sequences of as many; and the likeliest of them.
///
///     score(y) = start(y₁) + Σ emission(t, yₜ) + Σ transition(yₜ₋₁, yₜ) + end(y_T)
///     p(y) = exp(score(y)) / Σ exp(score(any))
///
/// The sum is found forwards, and the gradient, which is what the model expects less what is the case,
/// backwards. All is kept as logarithms in double precision. The memory is used again for one sequence
/// after the other.
///
/// - Note: Lafferty, McCallum and Pereira (2001), "Conditional Random Fields: Probabilistic Models for
///   Segmenting and Labeling Sequence Data"; Sutton and McCallum (2012), "An Introduction to
///   Conditional Random Fields", section 4.1.
struct ChainLattice {
  private var forwards = Scratch()
  private var backwards = Scratch()
  private var row = Scratch()

  /// The loss of one sequence, in nats.
  ///
  /// - Parameters:
  ///   - emissions: steps × tags; they become the loss's gradient.
  ///   - target: a tag for each step.
  ///   - gradient: what the gradient of the parameters is added to; nil where none is asked for.
  mutating func lossAndGradient(
    _ emissions: UnsafeMutablePointer<Double>, steps: Int, target: UnsafeBufferPointer<Int>,
    _ chain: ChainScores, addingTo gradient: inout ChainGradient
  ) -> Double {
    if steps == 0 { return 0 }
    let tags = chain.tags
    let score = Self.score(emissions, steps: steps, target, chain)
    let alpha = forwards.take(steps * tags)
    let partition = forward(emissions, steps: steps, chain, into: alpha)
    backward(
      emissions, steps: steps, chain, alpha: alpha, partition: partition, addingTo: &gradient)
    for step in 0..<steps {
      let tag = target[step]
      emissions[step * tags + tag] -= 1
      if step > 0 { gradient.transitions[target[step - 1] * tags + tag] -= 1 }
    }
    gradient.start[target[0]] -= 1
    gradient.end[target[steps - 1]] -= 1
    return partition - score
  }

  /// The logarithm of the sum over all sequences of tags.
  mutating func logPartition(
    _ emissions: UnsafePointer<Double>, steps: Int, _ chain: ChainScores
  ) -> Double {
    steps == 0
      ? 0 : forward(emissions, steps: steps, chain, into: forwards.take(steps * chain.tags))
  }

  static func score(
    _ emissions: UnsafePointer<Double>, steps: Int, _ target: UnsafeBufferPointer<Int>,
    _ chain: ChainScores
  ) -> Double {
    if steps == 0 { return 0 }
    let tags = chain.tags
    var score = chain.start[target[0]] + chain.end[target[steps - 1]]
    for step in 0..<steps {
      score += emissions[step * tags + target[step]]
      if step > 0 { score += chain.transitions[target[step - 1] * tags + target[step]] }
    }
    return score
  }

  /// Writes for each step and tag the logarithm of the sum over all beginnings that end in it.
  private mutating func forward(
    _ emissions: UnsafePointer<Double>, steps: Int, _ chain: ChainScores,
    into alpha: UnsafeMutablePointer<Double>
  ) -> Double {
    let (tags, sums) = (chain.tags, row.take(chain.tags))
    for tag in 0..<tags { alpha[tag] = chain.start[tag] + emissions[tag] }
    for step in 1..<max(1, steps) {
      let (before, now) = (alpha + (step - 1) * tags, alpha + step * tags)
      for tag in 0..<tags {
        for from in 0..<tags { sums[from] = before[from] + chain.arrivals[tag * tags + from] }
        now[tag] = logSumAndShares(sums, count: tags) + emissions[step * tags + tag]
      }
    }
    let last = alpha + (steps - 1) * tags
    for tag in 0..<tags { sums[tag] = last[tag] + chain.end[tag] }
    return logSumAndShares(sums, count: tags)
  }

  /// Turns emissions into the probability of each tag at each step, and adds the expected number of
  /// each transition, and of each tag at either end.
  private mutating func backward(
    _ emissions: UnsafeMutablePointer<Double>, steps: Int, _ chain: ChainScores,
    alpha: UnsafePointer<Double>, partition: Double, addingTo gradient: inout ChainGradient
  ) {
    let (tags, sums) = (chain.tags, row.take(chain.tags))
    // For each tag, the logarithm of the sum over all that comes after a step.
    let beta = backwards.take(2 * tags)
    var (now, before) = (beta, beta + tags)
    for tag in 0..<tags { now[tag] = chain.end[tag] }
    for step in (0..<steps).reversed() {
      let (values, reached) = (emissions + step * tags, alpha + step * tags)
      for tag in 0..<tags where step > 0 {
        for to in 0..<tags { sums[to] = chain.transitions[tag * tags + to] + values[to] + now[to] }
        before[tag] = logSumAndShares(sums, count: tags)
        let share = Double.exp(reached[tag - tags] + before[tag] - partition)
        for to in 0..<tags { gradient.transitions[tag * tags + to] += share * sums[to] }
      }
      for tag in 0..<tags { values[tag] = Double.exp(reached[tag] + now[tag] - partition) }
      if step == steps - 1 { for tag in 0..<tags { gradient.end[tag] += values[tag] } }
      if step == 0 { for tag in 0..<tags { gradient.start[tag] += values[tag] } }
      swap(&now, &before)
    }
  }
}

extension ChainLattice {
  /// The likeliest sequence of tags, by the algorithm of Viterbi; of several the one whose last tags
  /// are smallest.
  ///
  /// - Note: Viterbi (1967), "Error Bounds for Convolutional Codes and an Asymptotically Optimum
  ///   Decoding Algorithm".
  static func bestTags(
    _ emissions: UnsafePointer<Double>, steps: Int, _ chain: ChainScores
  ) -> (tags: [Int], score: Double) {
    if steps == 0 { return ([], 0) }
    let tags = chain.tags
    var best = (0..<tags).map { chain.start[$0] + emissions[$0] }
    var next = best
    /// For each step but the first and each tag the best before it.
    var origins: [Int] = []
    origins.reserveCapacity((steps - 1) * tags)
    for step in 1..<max(1, steps) {
      for tag in 0..<tags {
        var (origin, score) = (0, best[0] + chain.arrivals[tag * tags])
        for from in 1..<max(1, tags) {
          let other = best[from] + chain.arrivals[tag * tags + from]
          if other > score { (origin, score) = (from, other) }
        }
        next[tag] = score + emissions[step * tags + tag]
        origins.append(origin)
      }
      swap(&best, &next)
    }
    var last = 0
    for tag in 0..<tags where best[tag] + chain.end[tag] > best[last] + chain.end[last] {
      last = tag
    }
    var result = [last]
    for step in (1..<max(1, steps)).reversed() {
      result.append(origins[(step - 1) * tags + result[result.count - 1]])
    }
    return (result.reversed(), best[last] + chain.end[last])
  }
}
