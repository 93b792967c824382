import LinearAlgebra

extension Logbook {
  // REGION naive
  /// The forecast that needs no network: what was there a whole number of periods before.
  ///
  /// - Parameters:
  ///   - period: in steps: 1 for the last reading, 8 for the same hour of the day before.
  ///   - places: where windows begin.
  /// - Returns: batch × horizon, on the scale: the latest reading at or before the window's last
  ///   step that lies a whole number of periods before the step that is forecast; the last reading
  ///   of all where there is none.
  public func naiveForecasts(period: Int, _ places: [Int]) -> Matrix {
    Matrix(
      places.map { place in
        let now = place + length
        func latest(from start: Int, by stride: Int) -> Double? {
          var step = start
          while step >= 0, readings[step] == nil { step -= stride }
          return step >= 0 ? readings[step] : nil
        }
        let last = latest(from: now - 1, by: 1) ?? scale.mean
        return (0..<horizon).map { ahead in
          let before = now + ahead - period * (ahead / period + 1)
          return scale.scaled(latest(from: before, by: period) ?? last)
        }
      })
  }
  // END REGION naive
}

/// How far forecasts are off, in the unit of the readings.
public struct ForecastErrors: Equatable, Sendable {
  /// The mean absolute error of each step ahead.
  public var byStep: [Double]
  /// The mean of forecast minus target: above 0 where forecasts are too warm.
  public var bias: Double
  /// The mean absolute error over all steps ahead.
  public var mean: Double { byStep.reduce(0, +) / Double(byStep.count) }
}

extension Logbook {
  /// Compares forecasts with what came.
  ///
  /// - Parameters:
  ///   - forecasts: batch × horizon, on the scale, of single numbers.
  ///   - batch: the windows.
  ///   - isSilent: whether only windows count whose last reading is missing.
  public func errors(
    _ forecasts: Matrix, _ batch: WindowBatch, whereSilent isSilent: Bool = false
  ) -> ForecastErrors {
    let mask = batch.steps[batch.steps.count - 1].mask
    let rows = (0..<forecasts.rows).filter { !isSilent || mask[$0, 0] == 0 }
    var (byStep, bias) = (Array(repeating: 0.0, count: horizon), 0.0)
    for row in rows {
      for ahead in 0..<horizon {
        let missed = scale.deviation * (forecasts[row, ahead] - batch.targets[row, ahead])
        byStep[ahead] += abs(missed) / Double(rows.count)
        bias += missed / Double(rows.count * horizon)
      }
    }
    return ForecastErrors(byStep: byStep, bias: bias)
  }
}
