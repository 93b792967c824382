import Course
import Layers
import LinearAlgebra
import Text

/// The series of a forecaster's training, as it is.
package struct ForecastFiles: MaterialFiles {
  let table: SeriesTable
  /// To validate with; nil where the end of the series is held back.
  let held: SeriesTable?

  package init(_ files: [String], _ configuration: ForecastConfiguration) throws {
    func read(_ file: String) throws -> SeriesTable {
      try SeriesTable(
        file, encoding: configuration.encoding.flatMap(TextEncoding.init),
        dateColumn: configuration.dateColumn, fillsGaps: configuration.fillGaps)
    }
    table = try read(files[0])
    held = configuration.validationShare == nil ? try read(configuration.validation) : nil
  }

  package var fingerprint: UInt64 { table.fingerprint &+ 31 &* (held?.fingerprint ?? 0) }
  package var count: Int { table.count }
}

/// Windows of a series: those to learn from lie, with what they forecast, before all that those held back
/// forecast.
package struct ForecastMaterial: LearningMaterial {
  package static let unitName = "windows"

  package let content: ForecastContent
  package let loss: Loss
  package let notes: [String]
  private let table: SeriesTable
  private let quantiles: [Double]
  let series: ScaledSeries
  private let heldSeries: ScaledSeries
  /// The last steps of the windows.
  let origins, heldOrigins: [Int]

  package init(
    _ files: ForecastFiles, _ configuration: ForecastConfiguration, content old: ForecastContent?
  ) throws {
    table = files.table
    let count = table.count
    let held = Int((configuration.validationShare ?? 0) * Double(count))
    let content = try old ?? ForecastContent(table, configuration, learnt: count - held)
    self.content = content
    quantiles = configuration.quantileValues
    loss = .pinball(quantiles: quantiles)
    series = try ScaledSeries(table, content, configuration)
    heldSeries = try files.held.map { try ScaledSeries($0, content, configuration) } ?? series
    origins = series.origins(0..<count - held)
    let last = files.held?.count ?? count
    heldOrigins = heldSeries.origins((files.held == nil ? count - held : 0)..<last)
    if origins.isEmpty || heldOrigins.isEmpty && configuration.validationShare != 0 {
      throw UserError(
        "\(table.file) has \(grouped(count)) steps, too few for a window of \(content.window) and a horizon of "
          + "\(configuration.horizon) in the part to learn from and in the one to validate with. Choose a "
          + "smaller --window or --horizon, or another --validation")
    }
    notes = Self.notes(table, content)
  }

  private static func notes(_ table: SeriesTable, _ content: ForecastContent) -> [String] {
    let unread = table.numericNames.filter { name in !content.columns.contains { $0.name == name } }
    return [
      table.filled > 0
        ? "\(counted(table.filled, "step")) missing in the file \(table.filled == 1 ? "is" : "are") added without readings."
        : nil,
      unread.isEmpty ? nil : "\(listed(unread)) not read: --inputs all reads every column.",
      table.step == nil ? "No column of dates was found: each line is taken for a step." : nil,
    ].compactMap(\.self)
  }

  package var count: Int { origins.count }
  package var heldCount: Int { heldOrigins.count }
  package var longest: [Int] { [content.window] }

  package func plan(
    _ configuration: ForecastConfiguration
  ) -> [(label: String, text: String)] {
    let missing = series.readings.count(where: \.isNaN)
    let span = table.dates.first.flatMap { first in
      table.dates.last.map { " of \(content.step?.text ?? ""), from \(first.text) to \($0.text)" }
    }
    let seasons = content.seasons.map { "\($0)" }
    var plan = [
      (
        "Series:",
        "\(grouped(table.count)) steps\(span ?? "")"
          + (missing > 0 ? "; \(grouped(missing)) have no reading" : "")
      ),
      (
        "Windows:",
        "\(content.window) steps of \(listed(content.columns.map(\.name))) to forecast \(configuration.horizon); "
          + "\(grouped(count)) to learn from and \(grouped(heldCount)) to validate with"
          + (seasons.isEmpty ? "" : "; seasons of \(listed(seasons)) steps")
      ),
    ]
    if heldCount > 0 {
      let report = ForecastReport(of: nil, heldSeries, heldOrigins, quantiles)
      plan.append(("To beat:", report.baselines))
    }
    return plan
  }

  package func batch(
    _ rows: [Int], using generator: inout SeededGenerator
  ) -> (batch: Batch, units: Int) {
    (series.batch(rows.map { origins[$0] }), rows.count)
  }

  package func judge(_ network: Sequential, threads: Int) throws -> ForecastReport? {
    if heldOrigins.isEmpty { return nil }
    let forecasts = try heldSeries.forecasts(by: network, heldOrigins, threads: threads)
    return ForecastReport(of: forecasts, heldSeries, heldOrigins, quantiles)
  }
}
