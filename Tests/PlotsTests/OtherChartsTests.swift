import XCTest

@testable import Plots

final class OtherChartsTests: XCTestCase {
  // MARK: - Histograms

  func testBinsCountEveryValueOnce() {
    let histogram = Histogram(
      title: "t", description: "d", values: [0, 0.1, 0.25, 0.5, 0.99, 1, -0.1, 1.1, .nan],
      x: Axis(range: 0...1), bins: 4)
    XCTAssertEqual(histogram.counted.counts, [2, 1, 1, 2])
    XCTAssertEqual(histogram.counted.outside, 3)
    XCTAssertTrue(ParsedSVG(histogram.svg()).texts.contains("3 of 9 not shown"))
  }

  func testLogarithmicBinsHaveEqualRatios() {
    let histogram = Histogram(
      title: "t", description: "d", values: [1, 5, 20, 500, 0, -1],
      x: Axis(scale: .logarithmic, range: 1...1000), bins: 3)
    XCTAssertEqual(histogram.counted.counts, [2, 1, 1])
    XCTAssertEqual(histogram.counted.outside, 2)
  }

  func testAutomaticBinsHoldAllFiniteValues() {
    var numbers = Numbers(seed: 7)
    for _ in 0..<50 {
      let values = (0..<numbers.integer(below: 300)).map { _ in
        exp(8 * numbers.uniform()) * (numbers.uniform() - 0.5)
      }
      let histogram = Histogram(title: "t", description: "d", values: values)
      XCTAssertEqual(histogram.counted.counts.reduce(0, +), values.count)
      XCTAssertNil(ParsedSVG(histogram.svg()).problem)
    }
    for values in [[], [3], [3, 3, 3], [.nan], [.infinity]] as [[Double]] {
      let histogram = Histogram(title: "t", description: "d", values: values)
      XCTAssertNil(ParsedSVG(histogram.svg()).problem)
    }
  }

  // MARK: - Maps of points

  func testNamesOfPointsNeitherTouchNorLeaveTheFigure() {
    var numbers = Numbers(seed: 9)
    for trial in 0..<20 {
      let points = (0..<5 * trial).map { index -> PointMap.Point in
        ("word\(index)", numbers.uniform(), numbers.uniform() * numbers.uniform())
      }
      let map = PointMap(
        title: "t", description: "d", groups: [("one", points), ("other", [("first", 0.5, 0.5)])],
        first: ["first"])
      for map in [map, map.narrow] {
        let canvas = map.canvas()
        XCTAssertEqual(
          textProblems(canvas, width: map.width, height: map.height), [], "map \(trial)")
        XCTAssertTrue(canvas.textBoxes.contains { $0.text == "first" })
      }
      if trial % 5 == 0 { XCTAssertNil(ParsedSVG(map.svg()).problem) }
    }
  }

  // MARK: - Heat maps

  func testARangeOfDivergingColoursIsSymmetric() {
    var map = HeatMap(
      title: "t", description: "d", values: [[-1, 3, .nan], [2]], colours: .diverging)
    XCTAssertEqual(map.resolvedRange, -3...3)
    XCTAssertEqual(map.fraction(0, in: map.resolvedRange), 0.5)
    map.colours = .sequential
    XCTAssertEqual(map.resolvedRange, -1...3)
    XCTAssertEqual(map.fraction(9, in: map.resolvedRange), 1)
    XCTAssertNil(map.fraction(.nan, in: map.resolvedRange))
    XCTAssertTrue(map.value(1, 2).isNaN)
  }

  func testTextsOfHeatMapsNeitherTouchNorLeaveTheFigure() {
    var numbers = Numbers(seed: 8)
    for trial in 0..<80 {
      let (rows, columns) = (1 + numbers.integer(below: 30), 1 + numbers.integer(below: 60))
      let map = HeatMap(
        title: numbers.name(), description: "",
        values: (0..<rows).map { _ in (0..<columns).map { _ in 40 * numbers.uniform() - 20 } },
        rowLabels: trial % 3 == 0 ? [] : (0..<rows).map { _ in numbers.name() },
        columnLabels: trial % 4 == 0
          ? [] : (0..<columns).map { trial % 2 == 0 ? "\($0)" : numbers.name() },
        rowTitle: trial % 5 == 0 ? numbers.name() : "", columnTitle: numbers.name(),
        valueLabel: numbers.name(), colours: trial % 2 == 0 ? .diverging : .sequential,
        showsValues: trial % 2 == 0)
      let (canvas, width, height) = map.canvas()
      XCTAssertEqual(textProblems(canvas, width: width, height: height), [], "map \(trial)")
      if trial % 20 == 0 { XCTAssertNil(ParsedSVG(map.svg()).problem) }
    }
  }

  func testDegenerateTablesAreDrawn() {
    for values in [[], [[]], [[.nan]], [[1]], [[2, 2], [2]], [[.infinity, -1e308]]] as [[[Double]]]
    {
      for colours in [ColourMap.sequential, .diverging] {
        let map = HeatMap(
          title: "t", description: "d", values: values, rowLabels: ["a", "b", "c"],
          columnLabels: ["a", "b", "c"], colours: colours, showsValues: true)
        XCTAssertNil(ParsedSVG(map.svg()).problem)
        XCTAssertFalse(map.sketch().isEmpty)
      }
    }
  }

  func testANarrowFigureHasAllColumnsOfItsHeatMapInOrder() {
    let values = [(0..<33).map { Double($0) }, (0..<33).map { -Double($0) }]
    let letters = (0..<33).map { "\($0 % 10)" }
    let map = HeatMap(
      title: "t", description: "d", values: values, rowLabels: ["a", "b"], columnLabels: letters,
      valueLabel: "v")
    let figure = SmallMultiples(title: "t", description: "d", panels: [.heatMap(map)], columns: 2)
    let pieces = figure.narrow.panels.compactMap { panel -> HeatMap? in
      if case .heatMap(let piece) = panel { piece } else { nil }
    }
    XCTAssertGreaterThan(pieces.count, 1)
    XCTAssertEqual(pieces.map { $0.values[0] }.flatMap { $0 }, values[0])
    XCTAssertEqual(pieces.map { $0.values[1] }.flatMap { $0 }, values[1])
    XCTAssertEqual(pieces.flatMap(\.columnLabels), letters)
    XCTAssertEqual(pieces.map(\.title), ["t"] + pieces.dropFirst().map { _ in "" })
    for piece in pieces { XCTAssertEqual(piece.resolvedRange, map.resolvedRange) }
    let (canvas, height) = figure.narrow.canvas()
    XCTAssertEqual(textProblems(canvas, width: 340, height: height), [])
    // Each column has its label.
    XCTAssertEqual(canvas.textBoxes.count { letters.contains($0.text) && $0.box.x > 40 }, 33)
    XCTAssertEqual(map.pieces(width: 2000), [map])
  }

  func testNarrowFiguresHoldTheirTextsToo() {
    var numbers = Numbers(seed: 11)
    for trial in 0..<40 {
      let chart = numbers.lineChart()
      let (canvas, height) = chart.narrow.canvas()
      XCTAssertEqual(textProblems(canvas, width: 340, height: height), [], "chart \(trial)")
      let figure = SmallMultiples(
        title: numbers.name(), description: "",
        panels: (0..<numbers.integer(below: 4)).map { _ in .line(numbers.lineChart()) }
      ).narrow
      let (panels, bottom) = figure.canvas()
      XCTAssertEqual(textProblems(panels, width: 340, height: bottom), [], "figure \(trial)")
      XCTAssertEqual(figure.svg(), figure.svg())
    }
  }

  // MARK: - Bars and panels

  func testTextsOfBarChartsNeitherTouchNorLeaveTheFigure() {
    var numbers = Numbers(seed: 9)
    for trial in 0..<100 {
      let chart = BarChart(
        title: numbers.name(), description: "",
        bars: (0..<numbers.integer(below: 12)).map { _ in
          (numbers.name(), (numbers.uniform() - 0.3) * 1000)
        }, valueLabel: numbers.name())
      var canvas = Canvas()
      let frame = Rectangle(x: 20, y: 20, width: 680, height: 1e6)
      let bottom = chart.draw(on: &canvas, in: frame, titleStyle: .title)
      XCTAssertEqual(
        textProblems(canvas, width: 720, height: bottom + 20), [], "chart \(trial)")
    }
    let odd = BarChart(title: "t", description: "d", bars: [("a", .nan), ("b", .infinity)])
    XCTAssertNil(ParsedSVG(odd.svg()).problem)
    XCTAssertTrue(odd.sketch().contains("NaN"))
  }

  func testBarsWithACommonEndAreAsLongAsTheirNumbers() {
    func widths(_ values: [Double]) -> [Double] {
      var canvas = Canvas()
      BarChart(
        title: "", description: "", bars: values.map { ("e", $0) }, end: 1, decimals: 2
      ).draw(on: &canvas, in: Rectangle(x: 0, y: 0, width: 200, height: 1e6), titleStyle: .title)
      return ParsedSVG(
        Document.svg(title: "t", description: "d", width: 200, height: 99, canvas: canvas)
      ).elements.filter { $0.name == "rect" && $0.attributes["rx"] == "2" }
        .compactMap { Double($0.attributes["width"] ?? "") }
    }
    let (one, other) = (widths([0.8, 0.2]), widths([0.4, 0.25]))
    XCTAssertEqual(one[0], 2 * other[0], accuracy: 0.02)
    XCTAssertEqual(one[0], 4 * one[1], accuracy: 0.05)
  }

  func testNumbersWithDecimalsNeverReadZeroForLess() {
    let chart = BarChart(title: "", description: "", bars: [], decimals: 2)
    XCTAssertEqual(
      [0.949, 0.0049, 9.37e-5, 0, 1].map(chart.text(of:)),
      ["0.95", "< 0.01", "< 0.01", "0.00", "1.00"])
  }

  func testPanelsShareRangesAndALegend() throws {
    let panels = [1.0, 10].map { factor in
      Chart.line(
        LineChart(
          title: "×\(factor)", description: "",
          series: [
            Series(name: "a", values: [0, factor]), Series(name: "b", values: [factor]),
          ]))
    }
    let figure = SmallMultiples(title: "t", description: "d", panels: panels)
    XCTAssertEqual(figure.commonSeries?.map(\.name), ["a", "b"])
    for panel in figure.preparedPanels {
      guard case .line(let chart) = panel else { return XCTFail("not a line chart") }
      XCTAssertEqual(chart.y.range, 0...10)
      XCTAssertEqual(chart.labelling, .none)
    }
    let texts = ParsedSVG(figure.svg()).texts
    XCTAssertEqual(texts.filter { $0 == "a" }.count, 1)
    XCTAssertEqual(texts.filter { $0 == "×10.0" }.count, 1)
  }

  func testTextsOfPanelsNeitherTouchNorLeaveTheFigure() {
    var numbers = Numbers(seed: 10)
    for trial in 0..<25 {
      let figure = SmallMultiples(
        title: numbers.name(), description: "",
        panels: (0..<numbers.integer(below: 7)).map { _ in .line(numbers.lineChart()) },
        columns: 1 + numbers.integer(below: 3))
      let (canvas, height) = figure.canvas()
      XCTAssertEqual(
        textProblems(canvas, width: figure.width, height: height), [], "figure \(trial)")
      XCTAssertNil(ParsedSVG(figure.svg()).problem)
    }
  }
}
