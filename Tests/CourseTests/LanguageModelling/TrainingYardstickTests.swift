import Text
import XCTest

@testable import Course
@testable import Tasks

final class TrainingYardstickTests: XCTestCase {
  private let book = CorpusIdentity(files: [], corpus: Corpus("the book"))

  /// Symbols of the book when it was measured.
  private func measuredLength() throws -> Int {
    Int(try Measurements("09-yardsticks", in: .containing()).number("yardstick.symbols"))
  }

  func testItIsForTheBookAndTheStandardSettingsAlone() throws {
    let symbols = try measuredLength()
    var configuration = TrainingSession.fitted(ConfigurationFlags(), toSymbols: symbols).0
    let other = CorpusIdentity(files: ["poems.txt"], corpus: Corpus("poems"))
    func isMeasured(_ corpus: CorpusIdentity) throws -> Bool {
      let answers = try [TrainingCode.layers, .chapters].map {
        try TrainingYardstick.expected(of: $0, configuration, corpus, symbols: symbols)
      }
      return answers.allSatisfy { $0 != nil }
    }
    XCTAssertTrue(try isMeasured(book))
    XCTAssertFalse(try isMeasured(other))
    configuration.seed = 9
    XCTAssertTrue(try isMeasured(book), "any seed will do")
    configuration.epochs += 1
    XCTAssertFalse(try isMeasured(book))
    configuration.epochs -= 1
    configuration.hidden = 64
    XCTAssertFalse(try isMeasured(book))
  }

  /// A book that has grown or shrunk by more than a tenth is another text.
  func testItIsForABookOfTheLengthThatWasMeasured() throws {
    for (share, isMeasured) in [(0.5, false), (0.95, true), (1, true), (1.05, true), (1.5, false)] {
      let symbols = Int(share * Double(try measuredLength()))
      let yardstick = try TrainingYardstick.expected(
        of: .layers, TrainingSession.fitted(ConfigurationFlags(), toSymbols: symbols).0, book,
        symbols: symbols)
      XCTAssertEqual(yardstick != nil, isMeasured, "\(share)")
    }
  }

  /// The table of chapter 09.
  func testTheBandsAreThoseOfThePage() throws {
    let page = try XCTUnwrap(
      PackageFolder.containing().text("chapters/09-writing.md"))
    for (name, yardstick) in [
      ("`course train`", try TrainingYardstick.measured("layers", in: .containing())),
      ("`course train --mine`", try TrainingYardstick.measured("chapters", in: .containing())),
    ] {
      let cells = yardstick.marks.map { mark in
        let (low, high) = (fixed(mark.band.lowerBound, 3), fixed(mark.band.upperBound, 3))
        return "\(fixed(mark.mean, 3)) (\(low) to \(high))"
      }
      XCTAssertEqual(yardstick.marks.map(\.seeds), [10, 10, 10])
      let row = "| \(name) | " + cells.joined(separator: " | ") + " |"
      XCTAssertTrue(page.contains(row), "chapter 09 lacks \(row)")
    }
  }

  func testTheMeanIsThatOfTheLastTwentyLosses() throws {
    var recent = RecentLosses()
    for loss in 1...19 { recent.add(Double(loss)) }
    XCTAssertNil(recent.mean)
    for loss in 20...30 { recent.add(Double(loss)) }
    XCTAssertEqual(try XCTUnwrap(recent.mean), 20.5, accuracy: 1e-12)
  }

  func testHowALossComparesWithTheBandIsTold() {
    XCTAssertEqual(
      told(of: 1.02),
      "  After 20 updates the training loss is 1.020, as expected: 0.850 to 1.150.\n")
    XCTAssertTrue(told(of: 2).contains("After 20 updates the training loss is 2.000"), told(of: 2))
    XCTAssertTrue(told(of: 2).contains("Is the gradient accumulated"))
    for line in told(of: 2).split(separator: "\n") { XCTAssertLessThanOrEqual(line.count, 80) }
  }

  /// What a display says in the course of twenty steps of one loss.
  private func told(of loss: Double) -> String {
    let capture = Capture()
    let yardstick = Yardstick(
      marks: [Yardstick.Mark(step: 20, seeds: 10, mean: 1, standardDeviation: 0.05)])
    var display = TrainingDisplay(
      epochs: 1, steps: 100, unit: "characters", yardstick: yardstick, capture.terminal(),
      asJSON: false)
    for step in 1...20 {
      display.show(
        TrainingEvent<Evaluation>(loss: loss, symbols: 100), at: TrainingProgress(step: step))
    }
    return capture.output
  }
}
