import Course
import Foundation
import Layers
import Plots
import Text

extension Flag {
  static let from = Flag(
    "--from DATE", "of a forecaster: judges forecasts of this time and later alone")
  static let plot = Flag(
    "--plot FILE.svg", "of a forecaster: draws the forecast and what came before it")
}

extension Forecaster {
  /// A file as this model reads it.
  fileprivate func read(_ arguments: ParsedArguments) throws -> (SeriesTable, ScaledSeries) {
    guard let file = arguments.positionals.first, arguments.positionals.count == 1 else {
      throw UserError("name one file, a series to forecast: course predict FILE.csv")
    }
    let table = try SeriesTable(
      file, encoding: arguments.encoding(), dateColumn: configuration.dateColumn,
      fillsGaps: configuration.fillGaps)
    let series = try ScaledSeries(table, content, configuration)
    if series.count < content.window {
      throw UserError(
        "\(file) has \(grouped(series.count)) steps, and the model reads \(content.window). Give it more"
      )
    }
    return (table, series)
  }
}

/// `course evaluate` with a forecaster.
func evaluateForecaster(_ model: Forecaster, _ arguments: ParsedArguments) throws -> ExitStatus {
  let (table, series) = try model.read(arguments)
  let first = try arguments.string("--from").map { try table.step(of: $0) } ?? 0
  let origins = series.origins(first..<series.count)
  if origins.isEmpty {
    throw UserError(
      "\(table.file) has too few steps to judge a forecast of \(series.horizon) after a window of "
        + "\(model.window). Give it more, or an earlier --from")
  }
  let forecasts = try series.forecasts(by: model.model(), origins, threads: arguments.threads())
  var report = ForecastReport(
    of: forecasts, series, origins, model.configuration.quantileValues)
  if let until = model.seenUntil {
    report.seenInTraining = origins.count { table.dates[$0 + 1].seconds <= until }
    report.unseenFrom = table.dates.first { $0.seconds > until }?.text
  }
  return report.show(for: arguments)
}

extension SeriesTable {
  /// The first step at a date or after it.
  fileprivate func step(of text: String) throws -> Int {
    guard let wanted = Timestamp(text), let first = dates.first else {
      throw UserError(
        dates.isEmpty
          ? "\(file) has no dates; leave --from out"
          : "--from is \(text); it must be a date, as 2016-07-01 or \"2016-07-01 13:00\"")
    }
    // A date without an offset is read on the series' clock.
    let seconds = wanted.seconds - (wanted.style.offset == nil ? first.style.offset ?? 0 : 0)
    return dates.firstIndex { $0.seconds >= seconds } ?? count
  }
}

/// `course predict` with a forecaster.
func predictForecasts(
  _ model: Forecaster, at path: String, _ arguments: ParsedArguments
) throws -> ExitStatus {
  let (table, series) = try model.read(arguments)
  let plot = try arguments.picture("--plot", besides: path)
  let origin = series.count - 1
  let steps = try series.forecasts(by: model.model(), [origin], threads: arguments.threads())[0]
  let names = model.configuration.quantileValues.map { "\($0)" }
  let terminal = arguments.terminal
  if !arguments.has("--json") {
    terminal.print(([table.step == nil ? "step" : "date"] + names).joined(separator: ","))
  }
  for (index, quantiles) in steps.enumerated() {
    let time = table.time(of: index + 1 + origin)
    if arguments.has("--json") {
      terminal.print(
        TrainingDisplay.json(
          Forecast(time: time, quantiles: Dictionary(uniqueKeysWithValues: zip(names, quantiles)))))
    } else {
      terminal.print(([time] + quantiles.map { "\(Float($0))" }).joined(separator: ","))
    }
  }
  if let plot {
    let svg = chart(of: steps, names, after: series, table, model.content).svg()
    try AtomicFile.write([Array(svg.utf8)], to: plot)
  }
  return .done
}

/// What is expected of one step.
private struct Forecast: Encodable {
  /// A date, or the number of a step.
  let time: String
  let quantiles: [String: Double]
}

extension SeriesTable {
  /// The date of a step, which may lie ahead; without dates its number, counted from 1.
  fileprivate func time(of index: Int) -> String {
    guard let step, let first = dates.first else { return "\(index + 1)" }
    return step.moment(index, after: first).text
  }
}

/// A forecast behind the readings that it follows: the median as a line, the other quantiles dashed.
private func chart(
  of steps: [[Double]], _ names: [String], after series: ScaledSeries, _ table: SeriesTable,
  _ content: ForecastContent
) -> LineChart {
  let name = PlainText.line(content.columns[0].name, limit: 40)
  let past = Array(series.readings.suffix(max(2 * steps.count, content.seasons.first ?? 0)))
  let unit = content.step.map { "steps of \($0.text)" } ?? "steps"
  let lines = names.enumerated().map { index, quantile in
    Series(
      name: quantile == "0.5" ? "median" : "quantile " + quantile, values: steps.map { $0[index] },
      from: 1,
      style: quantile == "0.5" ? .line : .reference)
  }
  return LineChart(
    title: "\(name), \(counted(steps.count, "step")) ahead",
    description:
      "The last \(past.count) readings of \(name), and a forecast: its median and, dashed, its "
      + "quantiles \(listed(names.filter { $0 != "0.5" })).",
    x: Axis(label: "\(unit) after \(table.time(of: series.count - 1))"), y: Axis(label: name),
    series: [Series(name: name, values: past, from: Double(1 - past.count), style: .curve)] + lines)
}
