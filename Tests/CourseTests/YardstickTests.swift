import XCTest

@testable import Tasks

final class YardstickTests: XCTestCase {
  private let mark = Yardstick.Mark(step: 500, losses: [1.9, 2.0, 2.1])

  func testTheBandIsThreeStandardDeviationsAroundTheMean() {
    XCTAssertEqual(mark.mean, 2, accuracy: 1e-12)
    XCTAssertEqual(mark.standardDeviation, 0.1, accuracy: 1e-12)
    XCTAssertEqual(mark.band.lowerBound, 1.7, accuracy: 1e-12)
    XCTAssertEqual(mark.band.upperBound, 2.3, accuracy: 1e-12)
    XCTAssertEqual(mark.bands(to: 2.9), 3, accuracy: 1e-12)
  }

  func testNoBandReachesBelowZero() {
    let mark = Yardstick.Mark(step: 1, seeds: 10, mean: 0.1, standardDeviation: 0.1)
    XCTAssertEqual(mark.band.lowerBound, 0)
  }

  func testALossInsideIsSaidToBeAsExpected() {
    for (loss, said) in [(2.25, "2.250"), (1.75, "1.750"), (2, "2.000")] {
      XCTAssertEqual(
        mark.verdict(on: loss),
        ["After 500 updates the loss is \(said), as expected: 1.700 to 2.300."])
    }
  }

  func testALossOutsideIsCountedInBandsAndAsksWhatToLookFor() {
    XCTAssertEqual(
      mark.verdict(on: 2.95),
      [
        "After 500 updates the loss is 2.950, 3 bands above what 3 seeds gave, 1.700 to 2.300.",
        "Is the gradient accumulated over the time steps, and are the targets the right ones?",
      ])
    XCTAssertEqual(mark.verdict(on: 2.4)[1].hasPrefix("Try another seed."), true)
    XCTAssertEqual(mark.verdict(on: 1)[0].contains("3 bands below"), true)
    XCTAssertEqual(mark.verdict(on: .nan)[0], "After 500 updates the loss is not a number.")
  }

  func testSeedsThatAllAgreeLeaveNoBand() {
    let mark = Yardstick.Mark(step: 1, losses: [1, 1])
    XCTAssertEqual(mark.verdict(on: 1).count, 1)
    XCTAssertEqual(mark.verdict(on: 1.1).count, 2)
  }
}
