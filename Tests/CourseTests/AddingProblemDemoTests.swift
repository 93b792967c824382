import Foundation
import XCTest

@testable import Course
@testable import Laboratory
@testable import Tasks

final class AddingProblemDemoTests: XCTestCase {
  private func shown(
    length: Int = 4, cells: [AddingCell] = [.lstm, .rnn], steps: Int = 100,
    isInteractive: Bool = false, hasMeasurements: Bool = true
  ) throws -> (status: ExitStatus, output: String, figure: String) {
    let root = FileManager.default.temporaryDirectory
      .appendingPathComponent("demo-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: root) }
    let capture = Capture()
    let folder = PackageFolder(root: root)
    if hasMeasurements {
      let path = "\(Measurements.folder)/07-adding.txt"
      try folder.write(Measurements.text("07-adding", in: .containing()), to: path)
    }
    let demo = AddingProblemDemo(length: length, cells: cells, seed: 1, steps: steps)
    let status = try demo.show(in: folder, capture.terminal(isInteractive: isInteractive))
    return (status, capture.output, try folder.text(AddingProblemDemo.figurePath) ?? "")
  }

  func testItEndsWithAVerdictAnswersAndAFigureIn80Columns() throws {
    let result = try shown(steps: 200)
    XCTAssertEqual(result.status, .done)
    for part in ["LSTM: 0.", "RNN: 0.", " after 200 updates, ", "marked values       sum", " + "] {
      XCTAssertTrue(result.output.contains(part), part)
    }
    XCTAssertTrue(result.figure.contains("always 1"))
    XCTAssertFalse(result.output.contains("\u{1B}"))
    let longest = result.output.split(separator: "\n").map(\.count).max() ?? 0
    XCTAssertLessThanOrEqual(longest, 80)
  }

  func testWhereSomebodyWatchesTheCurvesAreDrawnInPlace() throws {
    let output = try shown(cells: [.rnn], steps: 300, isInteractive: true).output
    // After 100 and 200 updates, and at the end: drawn three times, written over twice.
    XCTAssertEqual(output.components(separatedBy: "\u{1B}[\(AddingDisplay.height)A").count, 3)
    XCTAssertFalse(output.contains("LSTM"))
  }

  func testARunIsHeldAgainstItsYardstick() {
    let yardstick = Yardstick(marks: [
      Yardstick.Mark(step: 100, losses: [0.16, 0.17]),
      Yardstick.Mark(step: 200, losses: [0.01, 0.02]),
      Yardstick.Mark(step: 900, losses: [0.01, 0.02]),
    ])
    func notes(_ errors: [Double]) -> [String] {
      let result = AddingProgress(step: 200, errors: errors)
      return AddingProblemDemo.notes(result, yardstick: yardstick, subject: "the LSTM's error")
    }
    XCTAssertEqual(
      notes([1, 0.165, 0.015]),
      ["After 200 updates the LSTM's error is 0.0150, as expected: 0.0000 to 0.0362."])
    XCTAssertEqual(
      notes([1, 0.165]),
      ["After 100 updates the LSTM's error is 0.165, as expected: 0.144 to 0.186."]
    )
    XCTAssertEqual(notes([1, 0.0001]), [], "solved sooner than others")
    XCTAssertEqual(
      notes([1, 0.165, 0.17]).first?.hasPrefix("After 200 updates the LSTM's error is 0.17"), true)
    XCTAssertEqual(
      AddingProblemDemo.notes(
        AddingProgress(step: 100, errors: [1, 9]), yardstick: nil, subject: ""), [])
  }

  func testAMissingFileOfMeasurementsIsOneLine() {
    XCTAssertThrowsError(try shown(hasMeasurements: false)) { error in
      XCTAssertEqual(
        "\(error)",
        "chapters/measurements/07-adding.txt is missing; put it back: "
          + "git checkout chapters/measurements/07-adding.txt")
    }
  }

  func testWrongFlagsAreOneLine() {
    for (arguments, problem) in [
      (["--length", "1"], "--length is 1; it must be a whole number from 2 to 1000"),
      (["--cell", "gru"], "--cell is gru; it must be rnn or lstm or both"),
      (["--updates", "0"], "--updates is 0; it must be a whole number from 100 to 100000"),
    ] {
      let capture = Capture()
      let status = CourseCommandLine.run(
        ["demo", "adding-problem"] + arguments, terminal: capture.terminal())
      XCTAssertEqual(status, 2)
      XCTAssertTrue(capture.errors.contains(problem), capture.errors)
    }
  }

  // MARK: What was measured

  func testWhatWasMeasuredIsReadAsItWasPrinted() {
    let experiment = AddingExperiment(cell: .lstm, length: 20, seed: 3)
    let line = AddingMeasurements.line(experiment, [1.25, 0.16])
    XCTAssertEqual(line, "lstm 20 3: 125000 16000")
    XCTAssertEqual(
      AddingMeasurements(line).runs,
      [AddingMeasurements.Run(cell: .lstm, length: 20, seed: 3, errors: [1.25, 0.16])])
  }

  /// Those of the figure; the others were ended after 2,000 updates.
  private func fullRuns(of cell: AddingCell, length: Int) throws -> [AddingMeasurements.Run] {
    let runs = try AddingMeasurements(in: .containing()).runs(of: cell, length: length).filter {
      $0.seed <= 5
    }
    XCTAssertEqual(runs.count, 5)
    return runs
  }

  func testTheMeasuredRunsShowWhatTheChapterSays() throws {
    for (cell, length) in [(AddingCell.lstm, 20), (.rnn, 20), (.lstm, 50), (.lstm, 100)] {
      for run in try fullRuns(of: cell, length: length) {
        XCTAssertLessThan(run.errors.min() ?? 1, 0.01, "\(cell) \(length) \(run.seed)")
      }
    }
    for run in try fullRuns(of: .rnn, length: 100) {
      XCTAssertGreaterThan(run.errors.min() ?? 0, 0.1, "\(run.seed)")
    }
  }

  func testTheChaptersTableIsTheYardsticks() throws {
    let chapter = try XCTUnwrap(PackageFolder.containing().text("chapters/07-learning.md"))
    for length in [20, 50, 100] {
      for cell in AddingCell.allCases {
        let yardstick = try XCTUnwrap(
          AddingMeasurements(in: .containing()).yardstick(of: cell, length: length))
        XCTAssertEqual(yardstick.marks.map(\.step), [100, 500, 2_000])
        XCTAssertTrue(yardstick.marks.allSatisfy { $0.seeds == 10 })
        let cells = yardstick.marks.map { mark in
          "\(fixed(mark.mean, 4)) (\(fixed(mark.band.lowerBound, 4)) to "
            + "\(fixed(mark.band.upperBound, 4)))"
        }
        let row = "| \(length), \(cell.name) | " + cells.joined(separator: " | ") + " |"
        XCTAssertTrue(chapter.contains(row), row)
      }
    }
    XCTAssertNil(try AddingMeasurements(in: .containing()).yardstick(of: .lstm, length: 200))
  }

  func testTheFirstNumbersOfARunAreThoseThatWereMeasured() throws {
    // One hundred updates are few enough that processors which round otherwise still agree.
    for cell in AddingCell.allCases {
      let measured = try XCTUnwrap(
        AddingMeasurements(in: .containing()).runs(of: cell, length: 20).first { $0.seed == 1 })
      let run = AddingExperiment(cell: cell, length: 20, seed: 1, steps: 100).run { _ in true }
      for (now, then) in zip(run.errors, measured.errors) {
        XCTAssertEqual(now, then, accuracy: 2e-5)
      }
    }
  }
}
