import ExerciseSupport
import LinearAlgebra

/// The gradients of a loss to which the weights' cost is added.
///
/// The cost is λ/2 times the sum of the squares of all weights. A bias costs nothing: it is a matrix
/// of one row.
///
/// - Parameters:
///   - gradients: of the loss alone, one for each parameter, of its shape.
///   - parameters: a model's matrices.
///   - decay: λ, 0 or more.
/// - Returns: the gradients of loss and cost together.
public func penalised(_ gradients: [Matrix], parameters: [Matrix], decay: Double) -> [Matrix] {
  // REGION penalised
  zip(gradients, parameters).map { gradient, parameter in
    parameter.rows == 1 ? gradient : gradient + parameter * decay
  }
  // END REGION penalised
}
