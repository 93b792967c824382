import XCTest

@testable import Plots

final class GeometryTests: XCTestCase {
  private let box = Rectangle(x: 0, y: 0, width: 10, height: 10)

  private func data(_ points: [Polyline.Point?]) -> [String] {
    Polyline.parts(points, inside: box).map(Polyline.pathData)
  }

  func testALineHasAGapWhereAPointIsMissing() {
    XCTAssertEqual(
      data([(0, 0), (1, 1), nil, (3, 3), (4, 4)]), ["M0 0L1 1", "M3 3L4 4"])
  }

  func testAPointBetweenGapsIsKept() {
    XCTAssertEqual(data([nil, (2, 2), nil]), ["M2 2"])
    XCTAssertEqual(data([(2, 2)]), ["M2 2"])
    XCTAssertEqual(data([(20, 2)]), [])
  }

  func testALineIsCutAtTheBox() {
    XCTAssertEqual(data([(-5, 5), (5, 5), (15, 5)]), ["M0 5L5 5L10 5"])
    XCTAssertEqual(data([(5, 5), (5, 25), (7, 25), (7, 5)]), ["M5 5L5 10", "M7 10L7 5"])
    XCTAssertEqual(data([(-5, -5), (15, 15)]), ["M0 0L10 10"])
    XCTAssertEqual(data([(-5, 20), (15, 20)]), [])
  }

  func testThinningKeepsExtremesAndGaps() {
    var points: [Polyline.Point?] = (0..<100_000).map { (Double($0) / 1000, sin(Double($0))) }
    points[70_000] = (70, 99)
    points[50_500] = nil
    let thinned = Polyline.thinned(points)
    XCTAssertLessThan(thinned.count, 420)
    XCTAssertTrue(thinned.contains { $0?.y == 99 })
    XCTAssertEqual(thinned.filter { $0 == nil }.count, 1)
  }

  func testLabelsAreSpreadNoMoreThanNeeded() {
    XCTAssertEqual(Labels.spread([50, 10], gap: 10, lower: 0, upper: 100), [50, 10])
    XCTAssertEqual(Labels.spread([50, 50], gap: 10, lower: 0, upper: 100), [45, 55])
    XCTAssertEqual(Labels.spread([-5, 2], gap: 10, lower: 0, upper: 100), [0, 10])
    XCTAssertEqual(Labels.spread([99, 98], gap: 10, lower: 0, upper: 100), [100, 90])
    XCTAssertEqual(Labels.spread([], gap: 10, lower: 0, upper: 100), [])
  }

  func testSpreadLabelsKeepTheirGapBoundsAndOrder() {
    var numbers = Numbers(seed: 2)
    for _ in 0..<500 {
      let desired = (0..<(1 + numbers.integer(below: 8))).map { _ in 120 * numbers.uniform() - 10 }
      let places = Labels.spread(desired, gap: 12, lower: 0, upper: 100)
      let sorted = places.sorted()
      for (first, second) in zip(sorted, sorted.dropFirst()) {
        XCTAssertGreaterThanOrEqual(second - first, 12 - 1e-9)
      }
      XCTAssertGreaterThanOrEqual(sorted[0], 0)
      XCTAssertLessThanOrEqual(sorted[sorted.count - 1], 100 + 1e-9)
      for first in desired.indices {
        for second in desired.indices where desired[first] < desired[second] {
          XCTAssertLessThan(places[first], places[second])
        }
      }
    }
  }

  func testLegendsWrapAndStayInside() {
    let names = ["alpha", "a rather long name", "b", "another name that is long", "gamma"]
    let entries = Legend.entries(names, width: 300)
    XCTAssertGreaterThan(entries.last?.row ?? 0, 0)
    for entry in entries {
      let width = TextMetrics.width(of: entry.name, size: TextStyle.label.size)
      XCTAssertLessThanOrEqual(entry.x + Legend.sampleWidth + 6 + width, 300)
    }
  }

  func testTextIsWrappedBetweenWords() {
    let lines = TextMetrics.wrapped("one two three four five six", size: 10, limit: 60)
    XCTAssertEqual(lines.joined(separator: " "), "one two three four five six")
    XCTAssertTrue(lines.allSatisfy { TextMetrics.width(of: $0, size: 10) <= 60 })
    XCTAssertGreaterThan(lines.count, 1)
  }
}
