import Course
import Foundation
import Layers
import Text

/// A series as forecasters read it: scaled, and what is missing carried forward.
struct ScaledSeries {
  let content: ForecastContent
  let count: Int
  /// Of the target, in its own unit; not a number where there is none.
  let readings: [Double]
  let horizon: Int
  private let subtractsLast: Bool
  /// Of the target the last reading up to each step, scaled; 0 before the first.
  private let values: [Float]
  /// What is read, step after step: of each column the same, and where some are missing whether there is
  /// one, and since how many steps not; then the place in each season, as a sine and a cosine.
  private let features: [Float]

  /// - Throws: `TextError` for a column that there is not, or a field that is no number.
  init(
    _ table: SeriesTable, _ content: ForecastContent, _ configuration: ForecastConfiguration
  ) throws {
    if table.step != content.step {
      throw UserError(
        "\(table.file) has steps of \(table.step?.text ?? "no dates"), and the model learnt from steps of "
          + "\(content.step?.text ?? "no dates"). Give it such a series")
    }
    (self.content, count, horizon) = (content, table.count, configuration.horizon)
    subtractsLast = configuration.subtract == .last
    let columns = try content.columns.map { try table.numbers($0.name) }
    readings = columns[0]
    let carried = zip(columns, content.columns).map(Self.carried)
    values = carried[0].values
    var features: [Float] = []
    features.reserveCapacity(count * content.features)
    for step in 0..<count {
      for column in carried {
        features.append(column.values[step])
        if content.marksMissing {
          let age = column.ages[step]
          features += [age == 0 ? 1 : 0, log1p(Float(age))]
        }
      }
      if let place = table.step?.number(of: table.dates[step]) {
        for season in content.seasons {
          let angle = 2 * Double.pi * Double(place % season) / Double(season)
          features += [Float(sin(angle)), Float(cos(angle))]
        }
      }
    }
    self.features = features
  }

  /// The last reading up to each step, scaled, and how many steps ago it was; before the first, how many
  /// there were.
  private static func carried(
    _ numbers: [Double], _ column: ForecastContent.Column
  ) -> (values: [Float], ages: [Int]) {
    var (values, ages, last, age) = ([Float](), [Int](), Float(0), 0)
    for number in numbers {
      age += 1
      if !number.isNaN { (last, age) = (Float((number - column.mean) / column.deviation), 0) }
      values.append(last)
      ages.append(age)
    }
    return (values, ages)
  }

  // MARK: Windows

  /// The last steps of windows whose forecasts are of some steps alone, and can be judged.
  func origins(_ steps: Range<Int>) -> [Int] {
    let first = max(content.window - 1, steps.lowerBound - 1)
    return (first..<max(first, steps.upperBound - horizon)).filter { origin in
      (origin + 1...origin + horizon).contains { !readings[$0].isNaN }
    }
  }

  /// What is taken from a window.
  private func level(_ origin: Int) -> Float { subtractsLast ? values[origin] : 0 }

  func inputs(_ origins: [Int]) -> Examples {
    let (width, length) = (content.features, content.window * content.features)
    var numbers: [Float] = []
    numbers.reserveCapacity(origins.count * length)
    for origin in origins {
      let (level, end) = (level(origin), (origin + 1) * width)
      numbers += features[end - length..<end]
      for place in stride(from: numbers.count - length, to: numbers.count, by: width) {
        numbers[place] -= level
      }
    }
    return Examples(flat: numbers, shape: [origins.count, content.window, width])
  }

  /// What a step learns from.
  func batch(_ origins: [Int]) -> Batch {
    func each<Number>(_ number: (_ origin: Int, _ step: Int) -> Number) -> [[Number]] {
      origins.map { origin in (origin + 1...origin + horizon).map { number(origin, $0) } }
    }
    return Batch(
      inputs(origins), each { values[$1] - level($0) },
      sampleWeights: .mask(each { !readings[$1].isNaN }))
  }

  /// For each window, and each step ahead, the quantiles in the target's unit, in ascending order.
  func forecasts(by model: Sequential, _ origins: [Int], threads: Int) throws -> [[[Double]]] {
    let target = content.columns[0]
    return try stride(from: 0, to: origins.count, by: 1024).flatMap { start -> [[[Double]]] in
      let part = Array(origins[start..<min(origins.count, start + 1024)])
      let outputs = try model.predictSequences(inputs(part), batchSize: 64, threads: threads)
      return zip(part, outputs).map { origin, steps in
        steps.map { quantiles in
          // What was learnt one by one may stand in the wrong order.
          quantiles.map { Double($0 + level(origin)) * target.deviation + target.mean }.sorted()
        }
      }
    }
  }

  // MARK: Baselines

  /// The last reading up to a step; the mean before there was one.
  func last(_ origin: Int) -> Double {
    Double(values[origin]) * content.columns[0].deviation + content.columns[0].mean
  }

  /// The reading a season before a step, or as many as lead to a reading up to the origin; nil where there
  /// is none, or no season.
  func seasonal(_ step: Int, from origin: Int) -> Double? {
    guard let season = content.seasons.first else { return nil }
    return stride(from: step - season, through: 0, by: -season).lazy
      .filter { $0 <= origin && !readings[$0].isNaN }.first.map { readings[$0] }
  }
}
