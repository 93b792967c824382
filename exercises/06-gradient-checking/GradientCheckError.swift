import LinearAlgebra

/// Why a check cannot say anything about a gradient.
public enum GradientCheckError: Error, Equatable, Sendable {
  /// The width is zero, negative, infinite or not a number.
  case unusableStep(Double)
  /// The width is lost in rounding: adding it to this number of a parameter changes nothing.
  case vanishingStep(Double, parameter: String, row: Int, column: Int, number: Double)
  /// The loss itself is not a finite number.
  case lossNotFinite(Double)
  /// The loss is finite, but not where this number is moved by the width.
  case lossNotFiniteNearby(parameter: String, row: Int, column: Int)
  /// Two calls of the loss with one model gave two losses.
  case lossChanges(from: Double, to: Double)
  /// There are more or fewer gradients than parameters.
  case wrongCount(gradients: Int, parameters: Int)
  /// A gradient does not have its parameter's shape.
  case wrongShape(parameter: String, gradient: String, expected: String)
}

extension GradientCheckError: CustomStringConvertible {
  /// One sentence that says what is wrong and what to do.
  public var description: String {
    switch self {
    case .unusableStep(let step):
      return "a width of \(step) measures nothing: it must be a positive, finite number such as "
        + "1e-5"
    case .vanishingStep(let step, let parameter, let row, let column, let number):
      return "a width of \(step) is too small: added to \(parameter)[\(row), \(column)], which is "
        + "\(number), it changes nothing"
    case .lossNotFinite(let loss):
      return "the loss is \(loss): there is no slope to measure before it is a finite number"
    case .lossNotFiniteNearby(let parameter, let row, let column):
      return "the loss is not finite where \(parameter)[\(row), \(column)] is moved by the width, "
        + "though it is before: try a smaller width, or look what overflows"
    case .lossChanges(let first, let second):
      return "the loss of one and the same model was \(first) and then \(second): something in it "
        + "is random, such as dropout or a generator that goes on; give each call the same seed"
    case .wrongCount(let gradients, let parameters):
      return "there are \(gradients) gradients for \(parameters) parameters: each needs one, in "
        + "the same order"
    case .wrongShape(let parameter, let gradient, let expected):
      return "the gradient of \(parameter) is \(gradient), and \(parameter) itself \(expected): a "
        + "gradient has the shape of what it is the gradient of"
    }
  }
}

// MARK: - Where something is wrong

/// What is wrong with the first gradient that has not its parameter's shape; nil where each has.
public func misfit<Model: Parameterised>(
  of gradients: [Matrix], to model: Model
) -> GradientCheckError? {
  let parameters = model.parameters
  if gradients.count != parameters.count {
    return .wrongCount(gradients: gradients.count, parameters: parameters.count)
  }
  for (name, (gradient, parameter)) in zip(model.parameterNames, zip(gradients, parameters))
  where gradient.shape != parameter.shape {
    return .wrongShape(parameter: name, gradient: gradient.shape, expected: parameter.shape)
  }
  return nil
}

/// A number of the matrices, of any shapes, that meets a condition, by its parameter's name and its
/// place; the first of several, or nil.
public func firstPlace(
  in matrices: [Matrix], names: [String], where condition: (Double) -> Bool
) -> (parameter: String, row: Int, column: Int, number: Double)? {
  for (name, matrix) in zip(names, matrices) {
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns where condition(matrix[row, column]) {
        return (name, row, column, matrix[row, column])
      }
    }
  }
  return nil
}
