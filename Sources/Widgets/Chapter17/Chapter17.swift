import Forecasting
import LSTMGates
import LinearAlgebra
import VanillaRNN

// Chapter 17: a trained forecaster reads three days that the reader drags and punches, and says a fan
// of quantiles for the day that follows.

private nonisolated(unsafe) var forecaster: Forecaster?
private nonisolated(unsafe) var scale = Scale(mean: 0, deviation: 1)

private let (length, horizon, levels) = (24, 8, [0.1, 0.5, 0.9])

/// Takes a trained forecaster.
///
/// - Parameter numbers: H, the mean and the deviation of its scale, then W, U, b, Wy and by row by row.
/// - Returns: the number of weights.
func forecastLoad(_ numbers: [Double]) -> [Double] {
  let units = Int(numbers[0])
  var weights = Weights(numbers, from: 3)
  var generator = SeededGenerator(seed: 0)
  var model = Forecaster(
    .timed, levels: levels, horizon: horizon, hiddenSize: units, using: &generator)
  model.cell = LSTMCell(
    inputWeights: weights.next(Forecaster.inputSize, 4 * units),
    recurrentWeights: weights.next(units, 4 * units), bias: weights.next(1, 4 * units))
  model.output = OutputLayer(
    weights: weights.next(units, levels.count * horizon),
    bias: weights.next(1, levels.count * horizon))
  (forecaster, scale) = (model, Scale(mean: numbers[1], deviation: numbers[2]))
  return [Double(weights.count)]
}

/// A window of a generated station, as it was.
///
/// - Parameter numbers: the seed of the weather, and where the window begins.
/// - Returns: 24 temperatures, whether each arrived (0 or 1), whether it stormed (0 or 1), then the
///   eight temperatures that came.
func forecastExample(_ numbers: [Double]) -> [Double] {
  let (seed, start) = (UInt64(numbers[0]), Int(numbers[1]))
  var (drawn, lost) = (SeededGenerator(seed: seed), SeededGenerator(seed: seed + 1_000))
  let weather = Weather(steps: start + length + horizon, using: &drawn)
  let readings = Outages.inStorms.readings(of: weather, using: &lost)
  let window = start..<start + length
  return Array(weather.temperatures[window]) + window.map { readings[$0] == nil ? 0 : 1 }
    + window.map { weather.storms[$0] ? 1 : 0 } + weather.temperatures[window.upperBound...]
}

/// Reads a window and forecasts.
///
/// - Parameter numbers: the step in which the window begins, then for each of its 24 readings degrees,
///   and 1 if it arrived or 0 if not.
/// - Returns: eight degrees for each of the levels 0.1, 0.5 and 0.9; then for each reading what is
///   carried, in degrees, the mask, and the steps since the reading before.
func forecastRun(_ numbers: [Double]) -> [Double] {
  guard let model = forecaster else { return [] }
  let start = Int(numbers[0])
  let readings = (0..<length).map { step -> Double? in
    numbers[2 + 2 * step] == 1 ? scale.scaled(numbers[1 + 2 * step]) : nil
  }
  let told = gaps(in: readings)
  func single(_ number: Double) -> Matrix { Matrix(row: [number]) }
  let batch = WindowBatch(
    steps: (0..<length).map {
      GapStep(
        carried: single(told.carried[$0]), mask: single(told.mask[$0]),
        since: single(told.since[$0]))
    },
    calendar: (0..<length + horizon).map { Matrix(row: Weather.calendar(start + $0)) },
    targets: Matrix(rows: 1, columns: horizon))
  var result = model.forecasts(batch).values.map { scale.reading($0) }
  for step in 0..<length {
    result += [scale.reading(told.carried[step]), told.mask[step], told.since[step]]
  }
  return result
}

@_expose(wasm, "forecast_load")
@_cdecl("forecast_load")
public func exportedForecastLoad(_ count: Int32) -> Int32 { answer(count, forecastLoad) }

@_expose(wasm, "forecast_example")
@_cdecl("forecast_example")
public func exportedForecastExample(_ count: Int32) -> Int32 { answer(count, forecastExample) }

@_expose(wasm, "forecast_run")
@_cdecl("forecast_run")
public func exportedForecastRun(_ count: Int32) -> Int32 { answer(count, forecastRun) }
