import XCTest

@testable import Plots

final class SVGTests: XCTestCase {
  func testTitleAndDescriptionNameTheFigure() {
    let chart = LineChart(
      title: "Norms < 1 & \"more\"", description: "It's a line.",
      series: [Series(name: "a<b", values: [1, 2, 3])])
    let svg = ParsedSVG(chart.svg())
    XCTAssertNil(svg.problem)
    XCTAssertEqual(svg.attributes["role"], "img")
    XCTAssertEqual(svg.attributes["viewBox"], "0 0 720 420")
    let ids = svg.elements.compactMap { $0.attributes["id"] }
    XCTAssertEqual(Set(ids).count, ids.count)
    XCTAssertEqual(
      svg.attributes["aria-labelledby"], ids.dropFirst().prefix(2).joined(separator: " "))
    XCTAssertEqual(Array(svg.texts.prefix(2)), ["Norms < 1 & \"more\"", "It's a line."])
    XCTAssertTrue(svg.texts.contains("a<b"))
  }
}
