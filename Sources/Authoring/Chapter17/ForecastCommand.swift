import Course
import Forecasting
import Foundation
import Laboratory
import LinearAlgebra

extension Command {
  static let devForecasts = Command(
    name: "dev forecasts",
    summary: "measures what chapter 17 reports; some minutes",
    usage: "course dev forecasts [--weights] [--write]",
    example: "swift run course dev forecasts",
    flags: [
      Flag(name: "--weights", help: "trains the live figure's networks, and no more"),
      Flag(name: "--write", help: "puts it into chapters/, for the page"),
    ],
    positionals: 0...0
  ) { arguments in
    let (terminal, folder) = (arguments.terminal, try PackageFolder.containing())
    let isWeights = arguments.has("--weights")
    let lines = isWeights ? try ForecastWeights.write(to: folder) : ForecastMeasurement.lines()
    for line in lines { terminal.print(line) }
    guard arguments.has("--write") else { return .done }
    try keepMeasurement(
      lines, as: isWeights ? ForecastWeights.file : ForecastMeasurement.file,
      by: "swift run course dev forecasts" + (isWeights ? " --weights --write" : " --write"),
      unit: isWeights ? ForecastWeights.unit : ForecastMeasurement.unit, terminal)
    return .done
  }
}

/// The networks of chapter 17's live figure: of one that learnt where storms swallow readings, and of one
/// that learnt elsewhere, the scale and all weights.
enum ForecastWeights {
  static let file = "17-live"
  static let path = "\(Widget.folder)/forecast.bin"
  static let unit =
    "16 units, seed 1, levels 0.1, 0.5 and 0.9, readings lost in storms and elsewhere; weights in 16 "
    + "bits, numbers of the scale in 32; pinball losses of the test part on the scale"

  /// - Returns: the lines of its card.
  static func write(to folder: PackageFolder) throws -> [String] {
    var (bytes, lines) = (WeightBytes(), [String]())
    for (outages, name) in zip(GapExchange.places, ["storms", "elsewhere"]) {
      let logbook = Logbook.station(outages, seed: 1)
      let model = Forecaster.trained(
        on: logbook, .timed, levels: ForecastExperiments.levels, seed: 1)
      let weights = model.parameters.prefix(5).flatMap(\.values)
      let step = WeightBytes.step(of: Array(weights))
      for number in [Float(logbook.scale.mean), Float(logbook.scale.deviation), step] {
        bytes.put(number)
      }
      bytes.put(Array(weights), inStepsOf: step)
      let batch = logbook.batch(Array(logbook.parts.test))
      let loss = pinball(
        model.forecasts(batch), targets: batch.targets, levels: model.levels
      ).loss
      lines.append("live-\(name): \(weights.count) \(fixed(loss, 4))")
    }
    try folder.write(bytes.data, to: path)
    return lines + ["live-bytes: \(bytes.data.count)"]
  }

  /// What the file holds.
  static func networks(in folder: PackageFolder) throws -> [(model: Forecaster, scale: Scale)] {
    var reader = WeightReader(try folder.contents(path) ?? Data())
    return try GapExchange.places.map { _ in
      guard let network = network(&reader) else {
        throw UserError("\(path) cannot be read; write it: course dev forecasts --weights --write")
      }
      return network
    }
  }

  private static func network(
    _ reader: inout WeightReader
  ) -> (model: Forecaster, scale: Scale)? {
    guard let mean = reader.takeFloat(), let deviation = reader.takeFloat(),
      let step = reader.takeFloat()
    else { return nil }
    var generator = SeededGenerator(seed: 0)
    var model = Forecaster(
      .timed, levels: ForecastExperiments.levels, horizon: 8,
      hiddenSize: ForecastLesson.hiddenSize, using: &generator)
    for (index, parameter) in model.parameters.prefix(5).enumerated() {
      guard let values = reader.take(parameter.values.count, inStepsOf: step) else { return nil }
      model.parameters[index] = Matrix(
        rows: parameter.rows, columns: parameter.columns, values: values)
    }
    return (model, Scale(mean: Double(mean), deviation: Double(deviation)))
  }
}
