import Foundation
import Layers
import LinearAlgebra
import Text
import XCTest

@testable import Course
@testable import Tasks

final class ForecasterTrainingTests: ForecasterTestCase {
  /// Stopped and resumed from its file at drawn places, with another number of threads each time.
  func testResumingEndsWithTheSameBits() throws {
    try write(Self.readings(hours: 300) { $0 % 7 == 3 }, to: readings)
    for cell in ["lstm", "linear"] {
      let flags = ["--cell", cell, "--batch", "4", "--dropout", "0.2"]
      let whole = try finished(begun(flags + ["--threads", "1"]))
      let (end, stops) = try stopped(learning(flags), seed: 1, request)
      XCTAssertEqual(end, whole, cell)
      XCTAssertGreaterThan(stops, 1)
    }
  }

  func testAFileReadBackIsTheSame() throws {
    let run = try begun()
    for _ in 0..<3 { _ = try run.advance() }
    try run.checkpoint.write(to: model)
    XCTAssertEqual(try Forecaster(contentsOf: model), run.checkpoint)
  }

  /// Scale and weights hang on nothing that comes after the part to learn from.
  func testNothingOfTheHeldBackEndIsLearnt() throws {
    let before = try begun(["--validation", "0.25"])
    let lines = Self.readings(hours: 400).split(separator: "\n")
    // The last 100 of 400 hours become other numbers.
    let changed = lines.enumerated().map { $1.replacing(",", with: $0 > 300 ? ",9" : ",") }
    try write(changed.joined(separator: "\n"), to: readings)
    let after = try begun(["--validation", "0.25"])
    XCTAssertNotEqual(
      before.checkpoint.corpus.fingerprint, after.checkpoint.corpus.fingerprint)
    XCTAssertEqual(before.material.content, after.material.content)
    for window in 0..<before.windows {
      let losses = try [before, after].map { try $0.learn(from: window, rate: 0.01).loss }
      XCTAssertEqual(losses[0], losses[1])
    }
    XCTAssertEqual(before.material.origins.max(), 299 - 6)
    XCTAssertEqual(before.material.heldOrigins.min(), 299)
  }

  func testEveryKindBeatsTheLastReading() throws {
    for kind in [
      ["--cell", "lstm"], ["--cell", "gru"], ["--cell", "rnn", "--layers", "2"],
      ["--cell", "linear"], ["--subtract", "none"], ["--inputs", "all"],
    ] {
      let outcome = forecast(kind + ["--epochs", "15", "--hidden", "16", "--replace"])
      XCTAssertEqual(outcome.status, 0, outcome.errors)
      let best = try Forecaster(contentsOf: model)
      let run = try begun(kind + ["--hidden", "16", "--replace"])
      let report = try XCTUnwrap(run.material.judge(best.model(), threads: 2))
      XCTAssertLessThan(report.all.model.mae, 0.6 * report.all.last.mae, "\(kind)")
    }
  }

  /// Missing readings that are masked change no gradient, whatever stands in their place.
  func testMissingTargetsCountForNothing() throws {
    try write(Self.readings(hours: 300) { (100..<130).contains($0) }, to: readings)
    let run = try begun(["--validation", "0"])
    XCTAssertTrue(run.material.content.marksMissing)
    XCTAssertEqual(run.material.content.features, 3 + 2)
    // A window whose targets are all missing is none.
    XCTAssertFalse(run.material.origins.contains(110))
    XCTAssertTrue(run.material.origins.contains(97))
    while !run.isFinished { _ = try run.advance() }
    XCTAssertTrue(run.checkpoint.best.allSatisfy { $0.values.allSatisfy(\.isFinite) })
  }

  func testWindowAndSeasonsFollowFromTheDates() throws {
    func content(_ steps: [String], _ horizon: Int) throws -> ForecastContent {
      try write("date,t\n" + steps.enumerated().map { "\($1),\($0 % 9)\n" }.joined(), to: readings)
      return try request([readings, "--horizon", "\(horizon)"]).begin().run.material.content
    }
    let start = Timestamp("2000-01-01")!
    let days = (0..<800).map { TimeStep.seconds(86_400).moment($0, after: start).text }
    let daily = try content(days, 7)
    XCTAssertEqual([daily.window] + daily.seasons, [14, 7])
    let months = (0..<200).map { TimeStep.months(1).moment($0, after: start).text }
    let monthly = try content(months, 6)
    XCTAssertEqual([monthly.window] + monthly.seasons, [20, 12])
    XCTAssertEqual(try content((0..<200).map { "\(1700 + $0)" }, 3).seasons, [])
  }
}
