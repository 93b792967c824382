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
    let head = measurementHead(
      "swift run course dev forecasts" + (isWeights ? " --weights --write" : " --write"),
      unit: isWeights ? ForecastWeights.unit : ForecastMeasurement.unit)
    let name = isWeights ? ForecastWeights.file : ForecastMeasurement.file
    let path = "\(Measurements.folder)/\(name).txt"
    try folder.write(([head] + lines).joined(separator: "\n") + "\n", to: path)
    terminal.print("Wrote \(path).")
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
    var (data, lines) = (Data(), [String]())
    func put(_ number: some FixedWidthInteger) {
      withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
    }
    for (outages, name) in zip(GapExchange.places, ["storms", "elsewhere"]) {
      let logbook = Logbook.station(outages, seed: 1)
      let model = Forecaster.trained(
        on: logbook, .timed, levels: ForecastExperiments.levels, seed: 1)
      let weights = model.parameters.prefix(5).flatMap(\.values)
      let step = Float((weights.map { abs($0) }.max() ?? 0) / 32_767)
      for number in [Float(logbook.scale.mean), Float(logbook.scale.deviation), step] {
        put(number.bitPattern)
      }
      for weight in weights { put(Int16((weight / Double(step)).rounded())) }
      let batch = logbook.batch(Array(logbook.parts.test))
      let loss = pinball(
        model.forecasts(batch), targets: batch.targets, levels: model.levels
      ).loss
      lines.append("live-\(name): \(weights.count) \(fixed(loss, 4))")
    }
    try folder.write(data, to: path)
    return lines + ["live-bytes: \(data.count)"]
  }

  /// What the file holds.
  static func networks(in folder: PackageFolder) throws -> [(model: Forecaster, scale: Scale)] {
    guard let data = try folder.contents(path) else {
      throw UserError("\(path) is missing; write it: course dev forecasts --weights --write")
    }
    var rest = data[...]
    func take<Number: FixedWidthInteger>(_: Number.Type) -> Number {
      defer { rest = rest.dropFirst(MemoryLayout<Number>.size) }
      return rest.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(as: Number.self)) }
    }
    return GapExchange.places.map { _ in
      let head = (0..<3).map { _ in Double(Float(bitPattern: take(UInt32.self))) }
      var generator = SeededGenerator(seed: 0)
      var model = Forecaster(
        .timed, levels: ForecastExperiments.levels, horizon: 8,
        hiddenSize: ForecastLesson.hiddenSize, using: &generator)
      let matrices = model.parameters.prefix(5).map { parameter in
        Matrix(
          rows: parameter.rows, columns: parameter.columns,
          values: parameter.values.map { _ in Double(take(Int16.self)) * head[2] })
      }
      model.parameters = matrices + model.parameters.suffix(2)
      return (model, Scale(mean: head[0], deviation: head[1]))
    }
  }
}
