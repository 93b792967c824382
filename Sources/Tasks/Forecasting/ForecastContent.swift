import Course
import Foundation
import Layers
import Text

/// A forecaster as its file holds it.
package typealias Forecaster = ModelFile<ForecastContent>

/// What a forecaster has besides its weights.
package struct ForecastContent: LayeredContent, ExampleContent, Codable {
  package typealias Material = ForecastMaterial
  package typealias Configuration = ForecastConfiguration

  package static let task = ModelTask.forecast

  /// A column that is read, and the mean and the standard deviation of the part that was learnt from.
  package struct Column: Codable, Equatable {
    let name: String
    let mean: Double
    let deviation: Double
  }

  /// The target first.
  package var columns: [Column]
  /// Steps that are read.
  package var window: Int
  /// After how many steps things are alike, the shortest first; empty where nobody knows.
  var seasons: [Int]
  /// Nil for a series without dates.
  var step: TimeStep?
  /// Whether the model is told which readings are missing, and since when.
  var marksMissing: Bool
  /// The last date of the file that it learnt from, in seconds.
  var seenUntil: Int?

  package func metadata() throws -> [String: String] { ["series": try jsonLine(self)] }

  package init(_ entries: ModelEntries, tensors: [Tensor]) throws {
    self = try entries.parsed("series")
    let sizes = [window] + seasons
    let isSound =
      !columns.isEmpty && sizes.allSatisfy { (1...1_000_000).contains($0) }
      && columns.allSatisfy { $0.mean.isFinite && $0.deviation > 0 && $0.deviation.isFinite }
    if !isSound { throw ModelFileError("its series is not one") }
  }

  /// - Parameter learnt: how many steps are learnt from, the first ones.
  /// - Throws: `UserError` where the series cannot be learnt from.
  init(_ table: SeriesTable, _ configuration: ForecastConfiguration, learnt: Int) throws {
    let numeric = table.numericNames
    guard let target = configuration.target ?? (numeric.count == 1 ? numeric[0] : nil) else {
      throw UserError(
        "say what to forecast with --target; \(table.file) has the columns \(listed(numeric))")
    }
    let others =
      switch configuration.inputs {
      case "target": [String]()
      case "all": numeric
      default: configuration.inputs.split(separator: ",").map(String.init)
      }
    var (columns, marksMissing) = ([Column](), false)
    for name in [target] + others where !columns.contains(where: { $0.name == name }) {
      let readings = try table.numbers(name).prefix(learnt).filter { !$0.isNaN }
      if readings.isEmpty {
        throw UserError(
          "\(table.file) has no reading of \(name) in the \(learnt) steps to learn from")
      }
      let mean = readings.reduce(0, +) / Double(readings.count)
      let variance = readings.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(readings.count)
      columns.append(
        Column(name: name, mean: mean, deviation: variance > 0 ? variance.squareRoot() : 1))
      marksMissing = marksMissing || readings.count < learnt
    }
    self.columns = columns
    self.marksMissing = marksMissing
    step = table.step
    seenUntil = table.dates.last?.seconds
    seasons = configuration.season.map { [$0] } ?? Self.seasons(of: table.step, steps: learnt)
    let usual = max(2 * (seasons.first ?? 8), configuration.horizon)
    window = configuration.window ?? max(2, min(usual, learnt / 8))
  }

  /// After how many steps things may be alike that happen by day, week or year, as far as a series is
  /// long enough to show it.
  private static func seasons(of step: TimeStep?, steps count: Int) -> [Int] {
    let day = 86_400
    let all: [Int] =
      switch step {
      case .seconds(let size) where size < day && day.isMultiple(of: size):
        [day / size, 7 * day / size]
      case .seconds(day): [7]
      case .seconds(7 * day): [52]
      case .months(let size) where size < 12 && 12.isMultiple(of: size): [12 / size]
      default: []
      }
    return all.filter { 4 * $0 <= count }
  }

  /// Numbers that are read of each step.
  var features: Int {
    columns.count * (marksMissing ? 3 : 1) + (step == nil ? 0 : 2 * seasons.count)
  }

  package func modelLayers(_ configuration: ForecastConfiguration) -> [Layer] {
    configuration.modelLayers(window: window, features: features)
  }

  package func shape(_ configuration: ForecastConfiguration) -> String { configuration.shape }
}
