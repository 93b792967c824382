import ExerciseSupport
import LinearAlgebra

/// What a network believes where there is no reading: the last one, which fades towards the mean, by
/// learnt rates.
///
/// - Note: the decay of the input of Che, Purushotham, Cho, Sontag and Liu (2018), "Recurrent Neural
///   Networks for Multivariate Time Series with Missing Values".
public struct FadingInput: Equatable, Sendable {
  /// r and b, each 1 × features.
  public var rate, bias: Matrix

  /// A fading input of its two rows, each 1 × features.
  public init(rate: Matrix, bias: Matrix) { (self.rate, self.bias) = (rate, bias) }

  // REGION exponent
  /// r ⊙ δ + b, batch × features.
  public func exponent(_ since: Matrix) -> Matrix { since * .diagonal(rate) + bias }
  // END REGION exponent

  /// What the network reads at a step.
  ///
  /// - Parameter step: each of its matrices is batch × features; the mean of what is read is 0.
  /// - Returns: batch × features: a reading where there is one; elsewhere the share of the last
  ///   reading that is left, which is never more than 1.
  public func filled(_ step: GapStep) -> Matrix {
    // EXERCISE 17.4 (2 points): a guess that fades
    let left = exp(-exponent(step.since).map { max(0, $0) })
    return (step.mask + (1 - step.mask) .* left) .* step.carried
    // PLACEHOLDER notWritten("17.4", step.carried.filledWithNaN)
    // END
  }

  /// Carries a gradient back through `filled`.
  ///
  /// - Parameters:
  ///   - step: the same as on the way forward.
  ///   - filledGradient: what arrives at what the network read, batch × features.
  /// - Returns: the gradients of r and b, each 1 × features.
  public func gradients(_ step: GapStep, filledGradient: Matrix) -> FadingGradients {
    // EXERCISE 17.5 (4 points): back through what has faded
    let exponent = exponent(step.since)
    let left = exp(-exponent.map { max(0, $0) })
    let fades = exponent.map { $0 > 0 ? 1 : 0 } .* (1 - step.mask)
    let arriving = -(filledGradient .* fades .* step.carried .* left)
    return FadingGradients(
      rate: (arriving .* step.since).columnSums, bias: arriving.columnSums)
    // PLACEHOLDER notWritten(
    // PLACEHOLDER   "17.5", FadingGradients(rate: rate.filledWithNaN, bias: bias.filledWithNaN))
    // END
  }
}

/// The gradients of a loss with respect to a fading input.
public struct FadingGradients: Equatable, Sendable {
  /// dr and db, each 1 × features.
  public var rate, bias: Matrix

  /// Two gradients, each 1 × features.
  public init(rate: Matrix, bias: Matrix) { (self.rate, self.bias) = (rate, bias) }
}
