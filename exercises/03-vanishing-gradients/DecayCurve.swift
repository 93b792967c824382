import ExerciseSupport
import LinearAlgebra

/// The Jacobian of the last hidden state with respect to the first: the product of the Jacobians
/// of all steps between them.
///
/// - Parameters:
///   - jacobians: `J(1)`, `J(2)`, …, `J(T)` in the order of time, each hiddenSize × hiddenSize.
///   - hiddenSize: the number of hidden units, which an empty list does not tell.
/// - Returns: hiddenSize × hiddenSize; the identity for no step at all.
public func jacobianProduct(_ jacobians: [Matrix], hiddenSize: Int) -> Matrix {
  // EXERCISE 3.2 (2 points): the product through time
  // Read chapters/03-vanishing-gradients.md, "The product through time".
  // Check with: swift run course check 3.2
  notWritten("3.2", rows: hiddenSize, columns: hiddenSize)
}

/// How long a gradient is after it has been carried back 0, 1, 2, … steps.
///
/// - Parameters:
///   - gradient: `g(T)`, the gradient of a loss with respect to the last hidden state,
///     1 × hiddenSize.
///   - jacobians: `J(1)`, `J(2)`, …, `J(T)` in the order of time, each hiddenSize × hiddenSize.
///     For a linear recurrence they are all the same matrix.
/// - Returns: T + 1 norms. Entry k is the norm of the gradient carried back k steps; entry 0 is
///   the norm of `gradient` itself.
public func decayCurve(of gradient: Matrix, through jacobians: [Matrix]) -> [Double] {
  // EXERCISE 3.3 (3 points): the decay curve
  // Read chapters/03-vanishing-gradients.md, "The decay curve".
  // Check with: swift run course check 3.3
  notWritten("3.3", Array(repeating: Double.nan, count: jacobians.count + 1))
}

/// The factor by which a decay curve changes in one step, averaged over its second half.
///
/// The average is the geometric one: the factor that, applied once a step, leads from the entry
/// in the middle to the last. The first half is left out, because a gradient needs some steps to
/// turn into the direction that lasts.
///
/// - Parameter curve: norms, as `decayCurve` returns them. With `last` the index of the last
///   entry, the middle is the entry `last / 2`, rounded down.
/// - Returns: below 1 where the gradient vanishes, above 1 where it explodes; 0 where it has
///   become exactly 0.
/// - Precondition: `curve` has at least two entries.
public func decayRate(of curve: [Double]) -> Double {
  stop(if: decayRateProblem(count: curve.count))
  // EXERCISE 3.4 (2 points): the rate of a curve
  // Read chapters/03-vanishing-gradients.md, "The rate of a curve".
  // Check with: swift run course check 3.4
  return notWritten("3.4")
}

func decayRateProblem(count: Int) -> String? {
  count >= 2 ? nil : "a curve of \(count) entries has no rate: it needs at least two"
}
