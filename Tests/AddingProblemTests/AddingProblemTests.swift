import XCTest

@testable import Laboratory

/// The experiment of chapter 07, trained for real: minutes of it, so only where `COURSE_SLOW` is 1.
/// `.ci/adding-problem` runs it.
final class AddingProblemTests: XCTestCase {
  private static let isSlow = ProcessInfo.processInfo.environment["COURSE_SLOW"] == "1"

  override func setUpWithError() throws {
    try XCTSkipUnless(Self.isSlow, "trains for minutes: run .ci/adding-problem")
  }

  // One test a seed, so that two processes share them evenly.
  func testLength100TellsTheCellsApartWithSeed1() { expectOnlyTheLSTMToLearn(seed: 1) }
  func testLength100TellsTheCellsApartWithSeed2() { expectOnlyTheLSTMToLearn(seed: 2) }
  func testLength100TellsTheCellsApartWithSeed3() { expectOnlyTheLSTMToLearn(seed: 3) }
  func testLength100TellsTheCellsApartWithSeed4() { expectOnlyTheLSTMToLearn(seed: 4) }
  func testLength100TellsTheCellsApartWithSeed5() { expectOnlyTheLSTMToLearn(seed: 5) }

  func testBothCellsLearnLength20() {
    for seed in 1...5 {
      for cell in AddingCell.allCases {
        let lowest = lowestError(of: cell, length: 20, seed: UInt64(seed), until: 0.01)
        XCTAssertLessThan(lowest, 0.01, "\(cell.name), seed \(seed)")
      }
    }
  }

  /// Within the same 4,000 steps the LSTM's error falls below 0.01, and the RNN's is above 0.1 at
  /// every test.
  private func expectOnlyTheLSTMToLearn(seed: UInt64) {
    XCTAssertLessThan(lowestError(of: .lstm, length: 100, seed: seed, until: 0.01), 0.01, "LSTM")
    XCTAssertGreaterThan(lowestError(of: .rnn, length: 100, seed: seed, until: 0.1), 0.1, "RNN")
  }

  /// The lowest error of a run that ends as soon as one is below a bound. NaN is not low.
  private func lowestError(
    of cell: AddingCell, length: Int, seed: UInt64, until bound: Double
  ) -> Double {
    let experiment = AddingExperiment(cell: cell, length: length, seed: seed)
    let result = experiment.run { !($0.errors[$0.errors.count - 1] < bound) }
    print("\(cell.name), length \(length), seed \(seed): \(result.step) steps, errors:")
    print(AddingMeasurements.line(experiment, result.errors))
    XCTAssertTrue(result.errors.allSatisfy(\.isFinite), "\(cell.name) leaves the numbers")
    return result.errors.min() ?? .nan
  }
}
