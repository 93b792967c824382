import ExerciseSupport
import LinearAlgebra

/// Shortens gradients that are too long, all by the same factor, so that their direction stays.
///
/// - Parameters:
///   - gradients: of all parameters of a model, of any shapes; together they are one long vector.
///   - limit: the greatest length that the vector may keep, above 0.
/// - Returns: the gradients, whose common length is now at most `limit`, and the length that they
///   had before: the root of the sum of all squares, of all matrices.
/// - Note: Pascanu, Mikolov and Bengio (2013), "On the Difficulty of Training Recurrent Neural
///   Networks".
/// - Precondition: `limit` is above 0.
public func clippedByGlobalNorm(
  _ gradients: [Matrix], limit: Double
) -> (gradients: [Matrix], norm: Double) {
  stop(if: limitProblem(limit))
  // EXERCISE 7.2 (3 points): one length for all gradients
  let norm = gradients.reduce(0) { $0 + ($1 .* $1).sum }.squareRoot()
  if norm <= limit { return (gradients, norm) }
  return (gradients.map { $0 * (limit / norm) }, norm)
  // PLACEHOLDER return notWritten(
  // PLACEHOLDER   "7.2", (gradients: gradients.map { $0.filledWithNaN }, norm: Double.nan))
  // END
}

func limitProblem(_ limit: Double) -> String? {
  limit > 0 ? nil : "a limit of \(limit) leaves no gradient: it must be above 0"
}
