import ExerciseSupport
import LinearAlgebra

/// The learning rate with which gradient descent comes down a bowl fastest in the long run, when the
/// direction that shrinks least sets the pace.
///
/// - Parameter curvatures: one for each direction, above 0, in any order; at least one.
/// - Returns: the rate, above 0.
/// - Precondition: there is a curvature, and each is above 0.
public func bestRate(curvatures: [Double]) -> Double {
  stop(if: curvatureProblem(curvatures))
  // EXERCISE 7.1 (2 points): the rate that serves all directions best
  // Read chapters/07-learning.md, "The best rate". Check with: swift run course check 7.1
  return notWritten("7.1")
}

func curvatureProblem(_ curvatures: [Double]) -> String? {
  if curvatures.isEmpty { return "a bowl needs a curvature" }
  let wrong = curvatures.first { !($0 > 0) }
  return wrong.map { "a curvature of \($0) is no bowl: it must be above 0" }
}
