import ExerciseSupport
import LinearAlgebra

/// How well a check with this width measures.
public struct StepError: Equatable, Sendable {
  /// The width ε: how far each number of a parameter was moved to either side.
  public var step: Double
  /// The largest relative error of all numbers of all parameters.
  public var error: Double
}

/// The curve of error against width, for gradients that are known to be right.
///
/// - Parameters:
///   - model: where to measure.
///   - analytic: its gradients, each of its parameter's shape.
///   - steps: the widths to try.
///   - loss: of a model; the same for the same model.
/// - Returns: for each width, in the same order, the largest relative error of any number.
/// - Throws: what `checkGradients` throws for one of the widths.
public func stepErrors<Model: Parameterised>(
  of model: Model, analytic: [Matrix], steps: [Double], loss: (Model) -> Double
) throws(GradientCheckError) -> [StepError] {
  // EXERCISE 6.6 (2 points): error against width
  // Read chapters/06-gradient-checking.md, "Error against width".
  // Check with: swift run course check 6.6
  return notWritten("6.6", steps.map { StepError(step: $0, error: .nan) })
}

/// The point of a curve with the smallest error; nil where there is none.
public func bestStep(_ curve: [StepError]) -> StepError? {
  curve.min { $0.error < $1.error }
}

/// Widths from 10⁻¹ down to 10 to the power of -`decades`, three for each power of ten: 0.1, 0.05,
/// 0.02, 0.01, …
public func stepSizes(decades: Int) -> [Double] {
  var steps: [Double] = []
  var power = 1.0
  for _ in 0..<decades {
    if !steps.isEmpty { steps += [5 / (power * 10), 2 / (power * 10)] }
    power *= 10
    steps.append(1 / power)
  }
  return steps
}
