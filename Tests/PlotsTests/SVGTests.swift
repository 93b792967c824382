import XCTest

@testable import Plots

final class SVGTests: XCTestCase {
  // MARK: - Documents

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

  func testCharactersThatXMLForbidsAreReplaced() {
    let chart = LineChart(
      title: "a\u{0}b\u{1B}[0m\u{FFFF}", description: "line\nbreak",
      series: [Series(name: "\u{8}", values: [1])])
    let svg = ParsedSVG(chart.svg())
    XCTAssertNil(svg.problem)
    XCTAssertEqual(svg.texts.first, "a\u{FFFD}b\u{FFFD}[0m\u{FFFD}")
  }

  func testIdentifiersDifferWithTitleOrDescription() {
    let ids = [("a", "x"), ("a", "y"), ("b", "x"), ("", ""), ("日本", ""), ("A b-c!", "")].map {
      Document.identifier(title: $0.0, description: $0.1)
    }
    XCTAssertEqual(Set(ids).count, ids.count)
    for id in ids {
      XCTAssertTrue(id.hasPrefix("plot-"))
      XCTAssertTrue(id.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }, id)
    }
    XCTAssertTrue(ids[5].hasPrefix("plot-a-b-c-"))
  }

  func testEveryRuleOfTheStyleIsConfinedToTheFigure() {
    for line in Theme.styleSheet(id: "plot-x", hasShades: true).split(separator: "\n")
    where !line.hasPrefix("@media") && line != "}" {
      for selector in line.prefix(while: { $0 != "{" }).split(separator: ",") {
        XCTAssertTrue(selector.hasPrefix("#plot-x"), "\(line)")
      }
    }
  }

  func testTheSameDataGivesTheSameBytes() {
    var (first, second) = (Numbers(seed: 3), Numbers(seed: 3))
    for _ in 0..<20 { XCTAssertEqual(first.lineChart().svg(), second.lineChart().svg()) }
  }

  // MARK: - Line charts

  func testALineHasAGapAtNaNAndSkipsWhatALogarithmCannotShow() throws {
    let chart = LineChart(
      title: "t", description: "d", y: Axis(scale: .logarithmic),
      series: [Series(name: "s", values: [1, 2, .nan, 4, 8, 0, 1, -3, 5, 5])])
    let line = try XCTUnwrap(
      ParsedSVG(chart.svg()).elements.first { $0.attributes["class"] == "line s1" })
    let moves = line.attributes["d"]?.filter { $0 == "M" }.count
    // 1–2, 4–8 and 5–5 are lines; the 1 between 0 and −3 is a dot.
    XCTAssertEqual(moves, 3)
  }

  func testSeriesDifferInDashesToo() {
    let chart = LineChart(
      title: "t", description: "d",
      series: (0..<6).map { Series(name: "\($0)", values: [Double($0), 1]) })
    let lines = ParsedSVG(chart.svg()).elements.filter {
      $0.attributes["class"]?.hasPrefix("line s") == true
    }
    XCTAssertEqual(Set(lines.map { $0.attributes["stroke-dasharray"] ?? "solid" }).count, 6)
    XCTAssertEqual(Set(lines.compactMap { $0.attributes["class"] }).count, 6)
  }

  func testAReferenceTakesNoColour() {
    let chart = LineChart(
      title: "t", description: "d",
      series: [
        Series(name: "theory", values: [1, 2], style: .reference),
        Series(name: "measured", values: [1, 2]), Series(name: "same", values: [1], colour: 4),
      ])
    XCTAssertEqual(chart.colourIndices, [nil, 0, 4])
  }

  func testALongNameMovesTheLabelsIntoALegend() {
    let name = String(repeating: "long ", count: 12)
    let chart = LineChart(
      title: "t", description: "d", series: [Series(name: name, values: [1, 2])])
    let frame = Rectangle(x: 0, y: 0, width: 700, height: 400)
    XCTAssertFalse(chart.usesDirectLabels(in: frame))
  }

  func testTextsNeitherTouchNorLeaveTheFigure() {
    var numbers = Numbers(seed: 4)
    for trial in 0..<150 {
      let chart = numbers.lineChart()
      let (canvas, height) = chart.canvas()
      let problems = textProblems(canvas, width: chart.width, height: height)
      XCTAssertEqual(problems, [], "chart \(trial)")
      if trial % 20 == 0 { XCTAssertNil(ParsedSVG(chart.svg()).problem) }
    }
  }

  func testDegenerateDataIsDrawn() {
    let values: [[Double]] = [
      [], [1], [.nan], [.nan, .nan], [2, 2, 2], [0, 0], [.infinity, 1], [-.infinity, .infinity],
      [1e300, -1e300], [.leastNonzeroMagnitude, 0], [.greatestFiniteMagnitude, 1],
    ]
    for values in values {
      for scale in [Axis.Scale.linear, .logarithmic] {
        let chart = LineChart(
          title: "", description: "", x: Axis(scale: scale), y: Axis(scale: scale),
          series: [Series(name: "", values: values)])
        let svg = chart.svg()
        XCTAssertNil(ParsedSVG(svg).problem)
        XCTAssertFalse(svg.contains("nan") || svg.contains("inf\""), "\(values)")
        XCTAssertEqual(
          chart.sketch().split(separator: "\n", omittingEmptySubsequences: false).count, 20)
      }
    }
  }

  func testAnEmptyChartSaysSo() {
    let chart = LineChart(title: "t", description: "d", series: [])
    XCTAssertTrue(ParsedSVG(chart.svg()).texts.contains("no data"))
    XCTAssertTrue(chart.sketch().contains("no data"))
  }
}
