import Foundation
import Layers
import Text
import XCTest

@testable import Course
@testable import Tasks

final class ForecasterCommandTests: ForecasterTestCase {
  func testTrainEvaluateAndPredict() throws {
    let trained = forecast()
    XCTAssertEqual(trained.status, 0, trained.errors)
    for line in trained.output.split(separator: "\n") where !line.contains(model) {
      XCTAssertLessThanOrEqual(line.count, 80, "\(line)")
    }
    for words in [
      "400 steps of 1 hour, from 2016-07-01 00:00:00 to 2016-07-17 15:00:00",
      "24 steps of temperature to forecast 6; 291 to learn from and 75 to validate with; seasons of 24 "
        + "steps", "To beat: a mean error of", "noise not read: --inputs all reads every column.",
      "Use it: swift run course predict --model \(model)",
    ] { XCTAssertTrue(said(trained).contains(words), "\(words): \(said(trained))") }

    let judged = run(["evaluate", readings, "--model", model, "--from", "2016-07-16"])
    XCTAssertEqual(judged.status, 0, judged.errors)
    for words in ["forecasts 35 of 6 steps each", "a season before"] {
      XCTAssertTrue(said(judged).contains(words), judged.output)
    }
    XCTAssertTrue(
      said(judged).contains("35 of the 35 forecasts are of times that the training file has."),
      judged.output)

    let svg = folder + "/forecast.svg"
    let predicted = run(["predict", readings, "--model", model, "--plot", svg])
    XCTAssertEqual(predicted.status, 0, predicted.errors)
    let lines = predicted.output.split(separator: "\n").map { $0.split(separator: ",") }
    XCTAssertEqual(lines[0], ["date", "0.1", "0.5", "0.9"])
    XCTAssertEqual(
      lines.dropFirst().map { String($0[0]) }, (16...21).map { "2016-07-17 \($0):00:00" })
    for line in lines.dropFirst() {
      let numbers = line.dropFirst().compactMap { Double($0) }
      XCTAssertEqual(numbers, numbers.sorted())
      XCTAssertEqual(numbers.count, 3)
    }
    let drawn = try String(contentsOfFile: svg, encoding: .utf8)
    for words in ["temperature, 6 steps ahead", "quantile 0.9", "median", "2016-07-17 15:00:00"] {
      XCTAssertTrue(drawn.contains(words), words)
    }
  }

  func testJSONParses() throws {
    let trained = forecast(["--json"])
    let epochs = try trained.output.split(separator: "\n").map {
      try XCTUnwrap(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    XCTAssertEqual(epochs.compactMap { $0["epoch"] as? Int }, [1, 2])
    let judged = run(["evaluate", readings, "--model", model, "--json"]).output
    let report = try JSONDecoder().decode(ForecastReport.self, from: Data(judged.utf8))
    XCTAssertEqual([report.forecasts, report.steps.count, report.seenInTraining], [371, 6, 371])
    XCTAssertEqual(
      report.all.model.mae, report.steps.reduce(0) { $0 + $1.model.mae } / 6, accuracy: 1e-9)
    let rows = try run(["predict", readings, "--model", model, "--json"]).output.split(
      separator: "\n"
    ).map {
      try XCTUnwrap(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    XCTAssertEqual(rows.map { $0["time"] as? String }.first, "2016-07-17 16:00:00")
    XCTAssertEqual(
      (rows[0]["quantiles"] as? [String: Double])?.keys.sorted(), ["0.1", "0.5", "0.9"])
  }

  /// By plain loops over a series that repeats itself and one that stands still.
  func testTheBaselinesAreWhatTheySay() throws {
    let start = Timestamp("2016-07-01 00:00")!
    let rows = (0..<240).map { hour in
      "\(TimeStep.seconds(3600).moment(hour, after: start).text),\(hour % 24)\n"
    }
    try write("date,temperature\n" + rows.joined(), to: readings)
    XCTAssertEqual(forecast().status, 0)
    let judged = run(["evaluate", readings, "--model", model, "--json"]).output
    let report = try JSONDecoder().decode(ForecastReport.self, from: Data(judged.utf8))
    XCTAssertEqual(report.all.season, ForecastReport.Errors(mae: 0, rmse: 0))
    // The last reading is h below the one h steps later, or 24 - h above it.
    for row in report.steps {
      let origins = 23..<240 - 6
      let errors = origins.map { abs(Double(($0 + row.step) % 24 - $0 % 24)) }
      XCTAssertEqual(row.last.mae, errors.reduce(0, +) / Double(errors.count), accuracy: 1e-6)
    }
  }

  func testASeriesWithoutDatesHasNumbers() throws {
    try write("t\n" + (0..<200).map { "\($0 % 10)\n" }.joined(), to: readings)
    let outcome = run(
      ["train", "--task", "forecast", readings, "--model", model, "--season", "10"] + Self.tiny())
    XCTAssertEqual(outcome.status, 0, outcome.errors)
    XCTAssertTrue(said(outcome).contains("No column of dates was found"), outcome.output)
    let predicted = run(["predict", readings, "--model", model]).output
    XCTAssertTrue(predicted.hasPrefix("step,0.1,0.5,0.9\n201,"), predicted)
    expectRefusal(
      run(["evaluate", readings, "--model", model, "--from", "2016-01-01"]),
      "has no dates; leave --from out")
  }

  // MARK: Bad input

  func testSeriesThatCannotBeUsed() throws {
    expectRefusal(forecast(["--target", "noise"]), "--target is given twice")
    let train = ["train", "--task", "forecast", readings, "--model", model]
    expectRefusal(
      run(train),
      "say what to forecast with --target; \(readings) has the columns noise and temperature")
    expectRefusal(
      run(train + ["--target", "warmth"]), "has no column warmth; it has: noise, temperature")
    expectRefusal(forecast(["--inputs", "wind"]), "has no column wind")
    expectRefusal(
      forecast(["--quantiles", "0.1,0.9"]), "--quantiles is 0.1,0.9; it must be numbers between")
    expectRefusal(
      run(train + ["--target", "temperature", "--window", "300", "--horizon", "24"]),
      "has 400 steps, too few for a window of 300 and a horizon of 24")
    expectRefusal(run(["train", "--task", "forecast", "--model", model]), "name the file")
    try write(Self.readings(hours: 300) { $0 < 260 }, to: readings)
    expectRefusal(forecast(), "has no reading of temperature in the 240 steps to learn from")
    XCTAssertFalse(FileManager.default.fileExists(atPath: model))
  }

  func testFilesThatDoNotFitTheModel() throws {
    XCTAssertEqual(forecast().status, 0)
    let other = folder + "/other.csv"
    try write("date,temperature\n2016-07-01,1\n2016-07-02,2\n2016-07-03,3\n", to: other)
    expectRefusal(
      run(["predict", other, "--model", model]),
      "\(other) has steps of 1 day, and the model learnt from steps of 1 hour. Give it such a series"
    )
    try write(Self.readings(hours: 20), to: other)
    expectRefusal(
      run(["predict", other, "--model", model]),
      "has 20 steps, and the model reads 24. Give it more")
    expectRefusal(
      run(["evaluate", readings, "--model", model, "--from", "2016-07-17 12:00"]),
      "too few steps to judge a forecast of 6 after a window of 24")
    expectRefusal(
      run(["evaluate", readings, "--model", model, "--from", "noon"]),
      "--from is noon; it must be a date")
    expectRefusal(run(["predict", "--model", model]), "name one file")
    expectRefusal(
      run(["predict", readings, "--model", model, "--plot", readings]), "would take the place of")
    expectRefusal(
      run(["predict", readings, "--model", model, "--plot", model]), "would take the place of")
    let notes = folder + "/notes.txt"
    try write("mine\n", to: notes)
    expectRefusal(
      run(["predict", readings, "--model", model, "--plot", notes]),
      "\(notes) is there already, and is no picture. Name another file: --plot FILE.svg")
    XCTAssertEqual(try String(contentsOfFile: notes, encoding: .utf8), "mine\n")
    expectRefusal(
      run(["predict", readings, "--model", model, "--probabilities"]), "which has no use for")
    let good = try Safetensors(contentsOf: model)
    for (from, to) in [
      ("\"window\":24", "\"window\":0"),
      ("\"deviation\":", "\"deviation\":-"),
      ("\"columns\":[", "\"columns\":[],\"others\":["),
    ] {
      var damaged = good
      damaged.metadata["series"] = good.metadata["series"]?.replacing(from, with: to)
      XCTAssertNotEqual(damaged, good, from)
      try damaged.write(to: model)
      expectRefusal(run(["predict", readings, "--model", model]), "is damaged")
    }
  }
}
