import XCTest

@testable import Authoring
@testable import Course

/// The README's picture of the dashboard.
final class TerminalWindowTests: XCTestCase {
  func testALineIsReadInRunsOfOneStyle() {
    XCTAssertEqual(
      TerminalRun.runs(of: "a \u{1B}[1;32mbc\u{1B}[0m d"),
      [
        TerminalRun(column: 0, text: "a ", styles: []),
        TerminalRun(column: 2, text: "bc", styles: ["1", "32"]),
        TerminalRun(column: 4, text: " d", styles: []),
      ])
  }

  func testARunIsDrawnInWordsAndBlocks() {
    let run = TerminalRun(column: 3, text: "to  be██░ x", styles: [])
    XCTAssertEqual(run.pieces.map(\.column), [3, 7, 9, 11, 13])
    XCTAssertEqual(run.pieces.map(\.text), ["to", "be", "██", "░", "x"])
  }

  func testTheDashboardsPictureShowsAReaderInTheMiddle() throws {
    let sample = try SampleCourse()
    let figures = try DashboardFigures.all(of: Course(sample.folder))
    XCTAssertEqual(figures.map(\.name), ["dashboard-light", "dashboard-dark"])
    for figure in figures {
      XCTAssertTrue(figure.svg.contains(">LearnLSTM</text>"), figure.svg)
      XCTAssertTrue(figure.svg.contains(">Sums</text>"), figure.svg)
    }
    XCTAssertEqual(try DashboardFigures.all(of: Course(sample.folder)), figures)
  }
}
