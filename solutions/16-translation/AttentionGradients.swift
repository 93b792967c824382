import ExerciseSupport
import LinearAlgebra
import UnequalLengths

/// The gradients of a loss with respect to what goes into attention.
public struct AttentionGradients: Equatable, Sendable {
  /// `dQ`, T × H.
  public var queries: Matrix
  /// `dK`, S × H.
  public var keys: Matrix
}

/// Carries a gradient back through attention.
///
/// - Parameters:
///   - record: what `attend` left behind on the way forward.
///   - contextGradient: `dC`, what arrives at the contexts, T × H.
/// - Returns: the states of padding are told nothing.
/// - Precondition: the gradient has the shape of the contexts.
public func attentionGradients(
  _ record: AttentionRecord, contextGradient: Matrix
) -> AttentionGradients {
  stop(if: contextProblem(record.contexts, gradient: contextGradient))
  // EXERCISE 16.7 (5 points): back through attention
  let weights = contextGradient.timesTransposed(record.keys)
  let shared = (weights .* record.weights).rowSums.across(record.keys.rows)
  let scores = record.weights .* (weights - shared)
  return AttentionGradients(
    queries: scores * record.keys,
    keys: scores.transposedTimes(record.queries)
      + record.weights.transposedTimes(contextGradient))
  // PLACEHOLDER return notWritten(
  // PLACEHOLDER   "16.7",
  // PLACEHOLDER   AttentionGradients(
  // PLACEHOLDER     queries: record.queries.filledWithNaN, keys: record.keys.filledWithNaN))
  // END
}

/// The sentence that says that a gradient is not that of these contexts; nil where it is.
func contextProblem(_ contexts: Matrix, gradient: Matrix) -> String? {
  contexts.rows == gradient.rows && contexts.columns == gradient.columns
    ? nil
    : "contexts of \(contexts.shape) with a gradient of \(gradient.shape): shapes must be equal"
}
