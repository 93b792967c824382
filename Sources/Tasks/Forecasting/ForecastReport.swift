import Course
import Foundation
import Text

/// How well a series was forecast.
package struct ForecastReport: ShownJudgement, Codable, Equatable, Sendable {
  /// Mean errors, in the target's unit.
  package struct Errors: Codable, Equatable, Sendable {
    /// The mean of the errors' sizes.
    package let mae: Double
    /// The root of the mean of their squares.
    package let rmse: Double
  }

  /// The errors so many steps ahead.
  package struct Row: Codable, Equatable, Sendable {
    package let step: Int
    /// Of the median.
    package let model: Errors
    /// Of the reading a season before.
    package let season: Errors?
    /// Of the last reading.
    package let last: Errors
  }

  package let forecasts: Int
  /// Readings that they are held against.
  let readings: Int
  /// The mean pinball loss, in standard deviations of the target.
  package let loss: Double
  /// Over all steps ahead; its step is the last.
  package let all: Row
  package let steps: [Row]
  package let quantiles: [Double]
  /// For each quantile the share of readings below it.
  package let below: [Double]
  /// Forecasts of times that are in the file which the model learnt from; nil where that is not known.
  package var seenInTraining: Int?
  /// The first time of these that is not in that file.
  package var unseenFrom: String?

  /// The share of readings between the lowest and the highest quantile.
  package var coverage: Double { (below.last ?? 0) - (below.first ?? 0) }

  /// - Parameters:
  ///   - forecasts: for each window the quantiles of each step ahead; nil for those of the last reading.
  ///   - origins: the windows' last steps.
  init(
    of forecasts: [[[Double]]]?, _ series: ScaledSeries, _ origins: [Int], _ quantiles: [Double]
  ) {
    let horizon = series.horizon
    let median = quantiles.firstIndex(of: 0.5) ?? 0
    var (model, season, last) = (Sums(horizon), Sums(horizon), Sums(horizon))
    var (loss, below, readings) = (0.0, quantiles.map { _ in 0 }, 0)
    for (index, origin) in origins.enumerated() {
      for step in 0..<horizon where !series.readings[origin + 1 + step].isNaN {
        let reading = series.readings[origin + 1 + step]
        let naive = series.last(origin)
        readings += 1
        last.add(reading - naive, at: step)
        season.add(reading - (series.seasonal(origin + 1 + step, from: origin) ?? naive), at: step)
        let values = forecasts?[index][step] ?? quantiles.map { _ in naive }
        model.add(reading - values[median], at: step)
        for (place, (quantile, value)) in zip(quantiles, values).enumerated() {
          let error = reading - value
          loss += max(quantile * error, (quantile - 1) * error)
          if error < 0 { below[place] += 1 }
        }
      }
    }
    let hasSeason = !series.content.seasons.isEmpty
    func row(_ steps: Range<Int>) -> Row {
      Row(
        step: steps.upperBound, model: model.errors(steps),
        season: hasSeason ? season.errors(steps) : nil, last: last.errors(steps))
    }
    let count = Double(max(1, readings))
    (self.forecasts, self.readings, self.quantiles) = (origins.count, readings, quantiles)
    self.loss = loss / count / Double(quantiles.count) / series.content.columns[0].deviation
    self.below = below.map { Double($0) / count }
    all = row(0..<horizon)
    steps = (0..<horizon).map { row($0..<$0 + 1) }
  }

  /// Errors of each step ahead, summed.
  private struct Sums {
    private var sums: [(size: Double, square: Double, count: Int)]

    init(_ horizon: Int) { sums = Array(repeating: (0, 0, 0), count: horizon) }

    mutating func add(_ error: Double, at step: Int) {
      sums[step].size += abs(error)
      sums[step].square += error * error
      sums[step].count += 1
    }

    func errors(_ steps: Range<Int>) -> Errors {
      let count = Double(max(1, sums[steps].reduce(0) { $0 + $1.count }))
      return Errors(
        mae: sums[steps].reduce(0) { $0 + $1.size } / count,
        rmse: (sums[steps].reduce(0) { $0 + $1.square } / count).squareRoot())
    }
  }

  // MARK: Shown

  package static let headings = ["validation", "MAE", "coverage"]

  package var cells: [String] { [fixed(loss, 4), text(all.model.mae), percent(coverage)] }

  package static func words(for criterion: Double) -> String {
    "a pinball loss of \(fixed(criterion, 4)) standard deviations"
  }

  /// What a model is to beat.
  var baselines: String {
    "a mean error of \(text(all.last.mae)) by the last reading"
      + (all.season.map { " and of \(text($0.mae)) by the reading a season before" } ?? "")
  }

  /// Three digits or so of an error.
  private func text(_ error: Double) -> String {
    let known = all.last.mae > 0 && all.last.mae.isFinite
    let size = known ? Int(log10(all.last.mae).rounded(.down)) : 0
    return fixed(error, min(8, max(0, 2 - size)))
  }

  var notes: [String] {
    guard let seenInTraining, seenInTraining > 0 else { return [] }
    return [
      "\(grouped(seenInTraining)) of the \(grouped(forecasts)) forecasts \(seenInTraining == 1 ? "is" : "are") of "
        + "times that the training file has."
        + (unseenFrom.map { " To judge the others alone: --from \(shellWord($0))" } ?? "")
    ]
  }

  /// The report in lines.
  func lines(width: Int) -> [String] {
    func row(_ name: String, _ cells: [String]) -> String {
      padded(name, to: 11)
        + cells.enumerated().map { index, cell in
          flushRight(cell, to: index % 2 == 0 ? 12 : 9)
        }.joined()
    }
    func cells(_ row: Row) -> [String] {
      [row.model, row.season, row.last].flatMap { errors in
        errors.map { [text($0.mae), text($0.rmse)] } ?? ["–", "–"]
      }
    }
    let shown = Set([1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 720, steps.count])
    let shares = zip(quantiles, below).map { "\($0): \(percent($1))" }
    return [
      "forecasts  \(grouped(forecasts)) of \(counted(steps.count, "step")) each",
      "loss       \(fixed(loss, 4)) standard deviations (pinball)",
      "coverage   \(percent(coverage)) of the readings from quantile \(quantiles.first ?? 0) to "
        + "\(quantiles.last ?? 0)",
      "below      \(shares.joined(separator: ", "))", "",
      padded("", to: 11) + flushRight("this model", to: 21) + flushRight("a season before", to: 21)
        + flushRight("last reading", to: 21),
      row("steps ahead", ["MAE", "RMSE", "MAE", "RMSE", "MAE", "RMSE"]),
    ] + steps.filter { shown.contains($0.step) }.map { row("\($0.step)", cells($0)) }
      + [row("all", cells(all))]
  }
}
