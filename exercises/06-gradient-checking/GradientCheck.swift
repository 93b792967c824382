import ExerciseSupport
import LinearAlgebra

/// Compares the gradients of a backward pass with measured ones.
///
/// - Parameters:
///   - model: where to check.
///   - analytic: from the backward pass, one matrix for each of the model's parameters.
///   - step: the width ε, how far each number is moved to either side.
///   - loss: the loss whose gradients these are; the same for the same model each time.
/// - Returns: one line for each parameter. Whether they are right, `passes(within:)` says.
/// - Throws: where a comparison would mean nothing. The width is looked at first, then the
///   gradients' shapes, then the loss.
/// - Complexity: two calls of `loss` for each number of the model, and two more.
public func checkGradients<Model: Parameterised>(
  of model: Model, analytic: [Matrix], step: Double = 1e-5, loss: (Model) -> Double
) throws(GradientCheckError) -> GradientReport {
  // EXERCISE 6.5 (3 points): a check that rejects nonsense
  // Read chapters/06-gradient-checking.md, "A check that rejects nonsense".
  // Check with: swift run course check 6.5
  return notWritten("6.5", GradientReport(parameters: []))
}
