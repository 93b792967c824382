import ExerciseSupport
import LinearAlgebra

/// A loss, and its gradient.
public struct PinballLoss: Equatable, Sendable {
  /// The mean over all forecasts, in the unit of the targets.
  public var loss: Double
  /// Of the shape of the forecasts.
  public var gradient: Matrix

  /// A loss and its gradient, batch × levels · horizon.
  public init(loss: Double, gradient: Matrix) { (self.loss, self.gradient) = (loss, gradient) }
}

/// The pinball loss of forecasts, each of which is to be exceeded with a probability of its own.
///
/// - Parameters:
///   - forecasts: batch × levels · horizon: a block of columns for each level, and in a block a column
///     for each step ahead.
///   - targets: what came, batch × horizon.
///   - levels: the probability that the target lies below the forecast, one for each block.
/// - Returns: the mean over *all* numbers of `forecasts`, and its gradient. Where a forecast is exact,
///   its gradient is 0.
/// - Note: Koenker and Bassett (1978), "Regression Quantiles".
/// - Precondition: there is a block for each level.
public func pinball(_ forecasts: Matrix, targets: Matrix, levels: [Double]) -> PinballLoss {
  stop(if: levelProblem(forecasts, targets: targets, levels: levels.count))
  // EXERCISE 17.7 (3 points): a loss with two slopes
  let (horizon, count) = (targets.columns, Double(forecasts.rows * forecasts.columns))
  var (sum, gradient) = (0.0, forecasts.filledWithZeros)
  for row in 0..<forecasts.rows {
    for column in 0..<forecasts.columns {
      let level = levels[column / horizon]
      let missed = targets[row, column % horizon] - forecasts[row, column]
      if missed > 0 { gradient[row, column] = -level / count }
      if missed < 0 { gradient[row, column] = (1 - level) / count }
      sum += missed > 0 ? level * missed : (level - 1) * missed
    }
  }
  return PinballLoss(loss: sum / count, gradient: gradient)
  // PLACEHOLDER return notWritten(
  // PLACEHOLDER   "17.7", PinballLoss(loss: .nan, gradient: forecasts.filledWithNaN))
  // END
}

func levelProblem(_ forecasts: Matrix, targets: Matrix, levels: Int) -> String? {
  forecasts.rows == targets.rows && forecasts.columns == levels * targets.columns
    ? nil
    : "forecasts of \(forecasts.shape) do not fit targets of \(targets.shape) at \(levels) levels: "
      + "they need \(targets.rows)×\(levels * targets.columns)"
}
