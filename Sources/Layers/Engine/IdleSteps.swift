import Kernels

// A row of an embedding that a batch does not read has a gradient of zero, but optimisers with a memory
// move it all the same: momentum coasts. What several such idle steps do together has a closed form.

/// What one step of an optimiser does to weights whose gradient is zero, besides the decay of moments.
struct IdleStep: Equatable {
  /// SGD: times the velocity, the movement. Adam: the same for the first moment over the root of the
  /// second, both without the decay since the last gradient, and epsilon left out.
  let movement: Double
  /// Adam: as `movement`, weighted once more by the corrected root; what epsilon is measured with.
  let spread: Double
  /// What weight decay leaves of the weights.
  let kept: Double
}

/// What all idle steps of a row since its last gradient do together.
struct IdleSteps<Scalar: KernelScalar> {
  var movement: Scalar = 0
  /// Epsilon as the sum of all steps sees it.
  var epsilon: Scalar = 0
  var kept: Scalar = 1
  var firstKept: Scalar = 1
  var secondKept: Scalar = 1
}

extension Optimizer.Algorithm {
  /// Whether weights that never had a gradient stay where they are.
  var leavesUntouched: Bool {
    if case .adam(_, _, _, let weightDecay) = self { return weightDecay == 0 }
    return true
  }

  /// The step with this number, the first being 1, for a gradient of zero.
  func idleStep(rate: Double, step: Int) -> IdleStep {
    switch self {
    case .sgd(let momentum, let nesterov):
      return IdleStep(movement: nesterov ? rate * momentum : rate, spread: 0, kept: 1)
    case .rmsProp: return IdleStep(movement: 0, spread: 0, kept: 1)
    case .adam(let firstDecay, let secondDecay, _, let weightDecay):
      let corrected = rate / (1 - integerPower(firstDecay, step))
      let square = 1 - integerPower(secondDecay, step)
      return IdleStep(
        movement: corrected * square.squareRoot(), spread: corrected * square,
        kept: 1 - rate * weightDecay)
    }
  }

  /// After how many steps every row is brought up to date, at the latest.
  ///
  /// For SGD and RMSProp the closed form is exact, and the limit only bounds the history. Adam's
  /// steps divide by √v̂ + ε, and their sum by one mean of √v̂ with ε added: exact to rounding while ε
  /// is the smaller, and otherwise off by the relative variance of √v̂ over the steps that matter, the
  /// first 1/(1 − β₁). The limit keeps that below 3 in 10,000.
  func longestIdleness(step: Int) -> Int {
    let longest = 1024
    guard case .adam(let firstDecay, let secondDecay, _, _) = self else { return longest }
    if (1 - secondDecay) > 0.05 * (1 - firstDecay) { return 1 }
    return max(1, min(longest, step / 8))
  }

  /// What the last of the steps do together: at index k, the last k of them.
  func idleSteps<Scalar: KernelScalar>(_ steps: [IdleStep]) -> [IdleSteps<Scalar>] {
    let (decay, spreadDecay, firstDecay, secondDecay, epsilon):
      (
        Double, Double, Double, Double, Double
      ) =
        switch self {
        case .sgd(let momentum, _): (momentum, 0, momentum, 1, 0)
        case .rmsProp(let decay, _): (0, 0, 1, decay, 0)
        case .adam(let first, let second, let epsilon, _):
          (first / second.squareRoot(), first / second, first, second, epsilon)
        }
    var (movement, spread, kept, firstKept, secondKept) = (0.0, 0.0, 1.0, 1.0, 1.0)
    var result = [IdleSteps<Scalar>()]
    result.reserveCapacity(steps.count + 1)
    for step in steps.reversed() {
      movement = decay * (step.movement * kept + movement)
      spread = spreadDecay * (step.spread * kept + spread)
      kept *= step.kept
      firstKept *= firstDecay
      secondKept *= secondDecay
      result.append(
        IdleSteps(
          movement: Scalar(movement),
          epsilon: Scalar(movement > 0 ? epsilon * spread / movement : 1), kept: Scalar(kept),
          firstKept: Scalar(firstKept), secondKept: Scalar(secondKept)))
    }
    return result
  }

  /// Moves weights and their moments as so many idle steps would.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func catchUp<Scalar: KernelScalar>(
    _ idle: IdleSteps<Scalar>, _ weights: UnsafeMutablePointer<Scalar>,
    first: UnsafeMutablePointer<Scalar>, second: UnsafeMutablePointer<Scalar>, count: Int
  ) {
    switch self {
    case .sgd:
      for index in 0..<count {
        weights[index] -= idle.movement * first[index]
        first[index] *= idle.firstKept
      }
    case .rmsProp:
      for index in 0..<count { second[index] *= idle.secondKept }
    case .adam:
      for index in 0..<count {
        let spread = second[index].squareRoot() + idle.epsilon
        weights[index] = weights[index] * idle.kept - idle.movement * first[index] / spread
        first[index] *= idle.firstKept
        second[index] *= idle.secondKept
      }
    }
  }
}
