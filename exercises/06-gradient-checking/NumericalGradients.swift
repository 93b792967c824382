import ExerciseSupport
import LinearAlgebra

/// The slope of a loss along every number of a model, each measured by a central difference while
/// all others stay what they are.
///
/// - Parameters:
///   - model: where to measure.
///   - step: the width ε, how far each number is moved to either side.
///   - loss: the loss of a model like this one, with other numbers.
/// - Returns: one matrix for each of the model's parameters, in their order and of their shapes.
/// - Complexity: two calls of `loss` for each number.
public func numericalGradients<Model: Parameterised>(
  of model: Model, step: Double, loss: (Model) -> Double
) -> [Matrix] {
  // EXERCISE 6.3 (4 points): every number of a model
  // Read chapters/06-gradient-checking.md, "Every number of a model".
  // Check with: swift run course check 6.3
  notWritten("6.3", model.parameters.map { $0.filledWithNaN })
}
