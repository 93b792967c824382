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
  guard step > 0, step.isFinite else { throw .unusableStep(step) }
  let (names, parameters) = (model.parameterNames, model.parameters)
  if let stuck = firstPlace(in: parameters, names: names, where: { $0 + step == $0 }) {
    throw .vanishingStep(
      step, parameter: stuck.parameter, row: stuck.row, column: stuck.column, number: stuck.number)
  }
  if let misfit = misfit(of: analytic, to: model) { throw misfit }
  let (first, second) = (loss(model), loss(model))
  guard first.isFinite else { throw .lossNotFinite(first) }
  if first != second { throw .lossChanges(from: first, to: second) }
  let numerical = numericalGradients(of: model, step: step, loss: loss)
  if let place = firstPlace(in: numerical, names: names, where: { !$0.isFinite }) {
    throw .lossNotFiniteNearby(parameter: place.parameter, row: place.row, column: place.column)
  }
  return GradientReport(names: names, analytic: analytic, numerical: numerical)
  // PLACEHOLDER return notWritten("6.5", GradientReport(parameters: []))
  // END
}
