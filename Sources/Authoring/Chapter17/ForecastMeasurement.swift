import Course
import Forecasting

/// What the experiments of chapter 17 give: chapters/measurements/17-station.txt.
enum ForecastMeasurement {
  static let file = "17-station"
  static let unit =
    "degrees: mean absolute errors over a day, then of the steps 1, 2, 4 and 8 ahead, then after a gap "
    + "error and bias; means over five weathers, each followed by its standard deviation"

  /// Means and deviations of the columns of some rows, each of which every seed gives.
  private static func lines(
    _ names: [String], _ decimals: Int = 3, _ rows: @Sendable (UInt64) -> [[Double]]
  ) -> [String] {
    let all = Runs.atOnce(5) { rows(UInt64($0 + 1)) }
    return names.enumerated().map { index, name in
      let columns = all[0][index].indices
      return Runs.measured(
        name,
        columns.flatMap { column in Runs.spread(all.map { $0[index][column] }) },
        decimals)
    }
  }

  static func lines() -> [String] {
    let (noises, shares) = (ForecastExperiments.noises, ForecastExperiments.shares)
    let robust =
      noises.flatMap { noise in ["timed", "day", "last"].map { "noise \(Int(noise)) \($0)" } }
      + shares.flatMap { share in
        ["carried", "timed", "day"].map { "share \(Int(100 * share)) \($0)" }
      }
    return yardsticks() + GapWay.allCases.flatMap(exchange)
      + lines(robust) { ForecastExperiments.robustness(seed: $0) }
      + lines(["leak interpolated", "leak shuffled"]) { ForecastExperiments.leaks(seed: $0) }
      + lines(["faded"]) { [ForecastExperiments.faded(seed: $0)] }
      + lines(["recursive"]) { [ForecastExperiments.recursive(seed: $0)] }
      + lines(["fan"]) { [ForecastExperiments.fan(seed: $0)] }
      + lines(["prices"]) { [ForecastExperiments.prices(seed: $0)] } + sunspots()
  }

  private static func yardsticks() -> [String] {
    let periods = [("last", 1), ("day", 8), ("week", 56)]
    return lines(periods.map { "yardstick \($0.0)" }) { seed in
      let logbook = Logbook.station(.inStorms, seed: seed)
      return periods.map {
        ForecastExperiments.numbers(ForecastExperiments.yardstick(logbook, period: $0.1))
      }
    }
  }

  /// A way, learnt and tested in both places.
  private static func exchange(_ way: GapWay) -> [String] {
    let places = ["storms", "elsewhere"]
    return lines(
      places.flatMap { learnt in places.map { "\(way.rawValue) \(learnt) \($0)" } }
    ) { seed in
      let exchange = GapExchange(seed: seed, way) { _ in }
      return zip(exchange.all.joined(), exchange.silent.joined()).map { all, silent in
        ForecastExperiments.numbers(all) + [silent.mean, silent.bias]
      }
    }
  }

  /// The last number, that of eleven years before, and a network.
  private static func sunspots() -> [String] {
    [1, 11].map { period in
      Runs.measured(
        "sunspots \(period)",
        ForecastExperiments.years(
          ForecastExperiments.yardstick(Sunspots.logbook, period: period)), 1)
    } + lines(["sunspots lstm"], 1) { [ForecastExperiments.sunspots(seed: $0)] }
  }
}
