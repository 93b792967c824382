import LinearAlgebra

/// Forecasters that learn where readings are lost in storms, or in those of another valley, and are
/// tested in both places.
public struct GapExchange: Sendable {
  /// Where a forecaster learns, or is tested.
  public static let places: [Outages] = [.inStorms, .elsewhere]

  /// Errors in degrees, by where it learnt and by where it is tested: of all forecasts, and of those
  /// whose window ends in a gap.
  public var all: [[ForecastErrors]] = []
  public var silent: [[ForecastErrors]] = []

  /// Trains two forecasters on one weather.
  ///
  /// - Parameters:
  ///   - seed: of the weather and of the weights.
  ///   - way: what they are told of gaps.
  ///   - reached: is told now and then which share of the updates is made.
  /// - Throws: what `reached` throws.
  public init<Problem: Error>(
    seed: UInt64, _ way: GapWay, reached: (Double) throws(Problem) -> Void
  ) throws(Problem) {
    let logbooks = Self.places.map { Logbook.station($0, seed: seed) }
    for (index, logbook) in logbooks.enumerated() {
      var lesson = ForecastLesson(on: logbook, way, seed: seed)
      while !lesson.isOver {
        if lesson.made % 20 == 0 {
          try reached((Double(index) + Double(lesson.made) / Double(lesson.planned)) / 2)
        }
        lesson.advance()
      }
      let batches = logbooks.map {
        logbook.with($0.readings).batch(Array(logbook.parts.test))
      }
      let forecasts = batches.map { lesson.model.forecasts($0) }
      all.append(zip(forecasts, batches).map { logbook.errors($0, $1) })
      silent.append(zip(forecasts, batches).map { logbook.errors($0, $1, whereSilent: true) })
    }
  }
}
