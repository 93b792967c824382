import Foundation
import LinearAlgebra
import Text
import XCTest

@testable import Course
@testable import Tasks

/// A folder for one test, with a generated series in it.
class ForecasterTestCase: ModelTestCase {
  var readings: String { folder + "/readings.csv" }

  override func setUpWithError() throws {
    try super.setUpWithError()
    try write(Self.readings(hours: 400), to: readings)
  }

  /// Hourly temperatures: a day's course on a level that wanders, and the noise of another column.
  ///
  /// - Parameter isMissing: which have no reading.
  static func readings(hours: Int, seed: UInt64 = 1, isMissing: (Int) -> Bool = { _ in false })
    -> String
  {
    var generator = SeededGenerator(seed: seed)
    let start = Timestamp("2016-07-01 00:00:00")!
    var (lines, level) = (["date,noise,temperature"], 15.0)
    for hour in 0..<hours {
      level += generator.uniform(in: -0.2...0.2)
      let reading = level + 5 * sin(2 * Double.pi * Double(hour) / 24)
      let date = TimeStep.seconds(3600).moment(hour, after: start).text
      lines.append(
        "\(date),\(fixed(generator.uniform(in: 0...1), 3)),\(isMissing(hour) ? "NA" : fixed(reading, 3))"
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The flags of a training that takes a fraction of a second, but for those that are given.
  static func tiny(_ given: [String] = []) -> [String] {
    let usual = [
      ("--hidden", "8"), ("--horizon", "6"), ("--window", "24"), ("--epochs", "2"),
      ("--batch", "32"), ("--learning-rate", "0.01"),
    ]
    return given + usual.filter { !given.contains($0.0) }.flatMap { [$0.0, $0.1] }
  }

  /// Runs `course train --task forecast` on the readings.
  func forecast(_ arguments: [String] = []) -> Outcome {
    run(
      ["train", "--task", "forecast", readings, "--target", "temperature", "--model", model]
        + Self.tiny(arguments))
  }

  func request(_ arguments: [String]) throws -> TrainingRequest<ForecastContent> {
    try TrainingRequest<ForecastContent>(
      ParsedArguments(arguments + ["--model", model], for: .forecast))
  }

  /// A training on the readings, before its first step.
  func begun(_ arguments: [String] = []) throws -> ExampleTraining<ForecastContent> {
    try request(learning(arguments)).begin().run
  }

  /// The words with which a training on the readings begins.
  func learning(_ arguments: [String]) -> [String] {
    [readings, "--target", "temperature"] + Self.tiny(arguments)
  }
}
