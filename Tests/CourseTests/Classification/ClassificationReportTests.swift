import Foundation
import XCTest

@testable import Tasks

final class ClassificationReportTests: XCTestCase {
  /// By hand: of two a and three b, one a and two b are right; c neither occurs nor is predicted.
  func testFiguresByHand() {
    let report = ClassificationReport(
      [[0.9, 0.1, 0], [0.2, 0.8, 0], [0.25, 0.75, 0], [0.6, 0.4, 0], [0.5, 0.5, 0]].map {
        $0.map { Float($0) }
      }, targets: [0, 0, 1, 1, 1], labels: ["a", "b", "c"])
    XCTAssertEqual(report.confusion, [[1, 1, 0], [2, 1, 0], [0, 0, 0]])
    XCTAssertEqual(report.accuracy, 0.4)
    XCTAssertEqual(report.majority, 0.6)
    XCTAssertEqual(report.labels[0].precision, 1 / 3, accuracy: 1e-12)
    XCTAssertEqual(report.labels[0].recall, 1 / 2)
    XCTAssertEqual(report.labels[0].f1, 0.4, accuracy: 1e-12)
    XCTAssertEqual(report.labels[1].f1, 0.4, accuracy: 1e-12)
    XCTAssertEqual(report.macroF1, 0.4, accuracy: 1e-12)
    let loss = -[0.9, 0.2, 0.75, 0.4, 0.5].map { Foundation.log($0) }.reduce(0, +) / 5
    XCTAssertEqual(report.loss, loss, accuracy: 1e-6)
  }

  func testManyLabelsAreListedByTheirMistakes() {
    let labels = (0..<30).map { "label \($0)" }
    func row(_ index: Int) -> [Float] { labels.indices.map { $0 == index ? 1 : 0 } }
    let report = ClassificationReport(
      [row(1), row(1), row(2), row(3)], targets: [0, 0, 0, 3], labels: labels)
    let lines = report.lines(width: 80)
    XCTAssertEqual(
      lines.suffix(3),
      [
        "the commonest mistakes", "  2 of label 0 taken for label 1",
        "  1 of label 0 taken for label 2",
      ])
    XCTAssertTrue(lines.allSatisfy { $0.count <= 80 })
  }
}
