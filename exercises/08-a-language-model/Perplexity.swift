import LinearAlgebra

/// How many symbols a model hesitates between: the exponential of its loss.
///
/// - Parameter loss: the mean surprise, in nats for each symbol.
/// - Returns: 1 for a loss of 0; the size of the vocabulary for an even guess.
public func perplexity(loss: Double) -> Double {
  exp(loss)
}
