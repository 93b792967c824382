import Course
import Forecasting
import LinearAlgebra
import Plots

/// The figures of chapter 17, from what `course dev forecasts` measured and trained.
enum Chapter17Figures {
  static func all(in folder: PackageFolder) throws -> [Figure] {
    let file = try Measurements(ForecastMeasurement.file, in: folder)
    return [
      Figure(name: "17-silence", silence(try ForecastWeights.networks(in: folder))),
      Figure(name: "17-shares", shares(file)), Figure(name: "17-prices", prices),
    ]
  }

  private static func silence(
    _ networks: [(model: Forecaster, scale: Scale)]
  ) -> LineChart {
    let logbook = Logbook.station(.inStorms, seed: 1)
    // The first window of the test part whose last four readings are lost.
    let place =
      logbook.parts.test.first { start in
        (1...4).allSatisfy { logbook.readings[start + logbook.length - $0] == nil }
      } ?? logbook.parts.test.lowerBound
    let window = place..<place + logbook.length
    func points(_ values: [(Int, Double)]) -> [(x: Double, y: Double)] {
      values.map { (x: 3 * Double($0.0 - window.upperBound + 1), y: $0.1) }
    }
    let medians = zip(["learnt in storms", "learnt elsewhere"], networks).map { name, network in
      var own = logbook
      own.scale = network.scale
      let said = network.model.forecasts(own.batch([place]))
      return Series(
        name: name,
        points: points(
          (0..<logbook.horizon).map {
            (window.upperBound + $0, network.scale.reading(said[0, logbook.horizon + $0]))
          }), style: .line)
    }
    return LineChart(
      title: "The thermometer falls silent, and a day is forecast",
      description:
        "Readings of three days as points; the last ones are missing. Then two forecasts of a "
        + "day: that of the network that learnt in storms lies lower.",
      x: Axis(label: "hours"), y: Axis(label: "°C"),
      series: [
        Series(
          name: "arrived",
          points: points(
            window.compactMap { step in logbook.readings[step].map { (step, $0) } }),
          style: .points),
        Series(
          name: "was there",
          points: points(
            (window.lowerBound..<window.upperBound + logbook.horizon).map {
              ($0, logbook.truth[$0])
            }), style: .reference),
      ] + medians, labelling: .legend)
  }

  private static func shares(_ file: Measurements) -> LineChart {
    LineChart(
      title: "The error of a day's forecasts, by the share of lost readings",
      description:
        "Three lines that rise with the share. That of a network that is told of gaps lies "
        + "below that of one to which the last reading is carried, and both below yesterday's hour.",
      x: Axis(label: "readings lost, %"), y: Axis(label: "mean error, °C"),
      series: [("told of gaps", "timed"), ("carried", "carried"), ("yesterday's hour", "day")].map {
        name, way in
        Series(
          name: name,
          points: ForecastExperiments.shares.map {
            (x: 100 * $0, y: file["share \(Int(100 * $0)) \(way)"][0])
          })
      })
  }

  /// Sixty prices of a random walk, and each day's forecast: the price of the day before.
  private static var prices: LineChart {
    let logbook = Logbook.prices(seed: 1)
    let window = logbook.parts.test.prefix(60)
    let said = logbook.naiveForecasts(period: 1, Array(window))
    return LineChart(
      title: "A forecast that looks convincing",
      description:
        "Two jagged lines that rise and fall together, one of them a day behind the other.",
      x: Axis(label: "days"), y: Axis(label: "price"),
      series: [
        Series(
          name: "what came", values: window.map { logbook.truth[$0 + logbook.length] },
          style: .curve),
        Series(
          name: "forecast", values: said.values.map { logbook.scale.reading($0) }, style: .curve),
      ], labelling: .legend)
  }
}
