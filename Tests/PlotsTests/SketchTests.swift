import XCTest

@testable import Plots

final class SketchTests: XCTestCase {
  private let ramp = LineChart(
    title: "Ramp", description: "d", x: Axis(label: "step"), y: Axis(label: "value"),
    series: [Series(name: "up", values: (0...10).map { Double($0) })])

  private let map = HeatMap(
    title: "Map", description: "d", values: [[0, 0.5, 1], [1, .nan, 0]],
    rowLabels: ["a", "b"], columnLabels: ["x", " ", "z"], valueLabel: "gate", range: 0...1)

  private func allSketches(
    _ width: Int, _ height: Int, _ glyphs: Glyphs, _ colour: Bool, _ numbers: inout Numbers
  ) -> [String] {
    let chart = numbers.lineChart()
    let values = (0..<numbers.integer(below: 40)).map { _ in numbers.uniform() - 0.5 }
    let table = HeatMap(
      title: numbers.name(), description: "", values: [values, values.map { -$0 }, [1]],
      rowLabels: [numbers.name()], columnLabels: values.map { _ in numbers.name() },
      colours: .diverging, showsValues: width % 2 == 0)
    let histogram = Histogram(title: numbers.name(), description: "", values: values)
    let bars = BarChart(
      title: numbers.name(), description: "", bars: values.map { (numbers.name(), $0) },
      valueLabel: "v")
    let multiples = SmallMultiples(
      title: numbers.name(), description: "",
      panels: [.line(chart), .heatMap(table), .histogram(histogram), .bar(bars)])
    return [
      chart.sketch(width: width, height: height, glyphs: glyphs, colour: colour),
      table.sketch(width: width, height: height, glyphs: glyphs, colour: colour),
      histogram.sketch(width: width, height: height, glyphs: glyphs, colour: colour),
      bars.sketch(width: width, height: height, glyphs: glyphs, colour: colour),
      multiples.sketch(width: width, height: height, glyphs: glyphs, colour: colour),
    ]
  }

  func testEverySketchKeepsItsSize() {
    var numbers = Numbers(seed: 5)
    let sizes = [(80, 20), (80, 24), (40, 10), (20, 5), (3, 3), (1, 1), (5, 40), (132, 50), (7, 2)]
    for trial in 0..<4 {
      for (width, height) in sizes {
        let glyphs: Glyphs = trial % 2 == 0 ? .unicode : .ascii
        for sketch in allSketches(width, height, glyphs, false, &numbers) {
          let lines = sketch.split(separator: "\n", omittingEmptySubsequences: false)
          XCTAssertEqual(lines.count, height, sketch)
          XCTAssertLessThanOrEqual(lines.map(\.count).max() ?? 0, width, sketch)
          XCTAssertFalse(sketch.contains("\u{1B}"))
          if glyphs == .ascii { XCTAssertTrue(sketch.allSatisfy(\.isASCII), sketch) }
        }
      }
    }
    for sketch in allSketches(0, 0, .unicode, false, &numbers) { XCTAssertEqual(sketch, "") }
    for sketch in allSketches(-3, -1, .unicode, false, &numbers) { XCTAssertEqual(sketch, "") }
  }

  func testColourAddsOnlyCodes() {
    var (plain, coloured) = (Numbers(seed: 6), Numbers(seed: 6))
    let expected = allSketches(80, 20, .unicode, false, &plain)
    for (sketch, bare) in zip(allSketches(80, 20, .unicode, true, &coloured), expected) {
      XCTAssertTrue(sketch.contains("\u{1B}["))
      var text = ""
      var isCode = false
      for scalar in sketch.unicodeScalars {
        if scalar == "\u{1B}" { isCode = true }
        if !isCode { text.unicodeScalars.append(scalar) }
        if scalar == "m" { isCode = false }
      }
      XCTAssertEqual(text, bare)
    }
  }

  func testALineRisesFromTheLowerLeft() {
    let lines = ramp.sketch(width: 40, height: 12).split(separator: "\n")
    XCTAssertEqual(lines[0], "Ramp")
    XCTAssertEqual(lines[1], "● up")
    XCTAssertEqual(lines[2], "value")
    XCTAssertTrue(lines[3].hasPrefix("10 ┤"))
    XCTAssertTrue(lines[3].hasSuffix("⠉") || lines[3].hasSuffix("⠊"), "\(lines[3])")
    XCTAssertTrue(lines[10].contains("0") && lines[10].hasSuffix("10"))
    XCTAssertEqual(lines[11].trimmingCharacters(in: .whitespaces), "step")
  }

  func testShadesFollowTheValues() {
    let lines = map.sketch(width: 11, height: 5).split(
      separator: "\n", omittingEmptySubsequences: false)
    XCTAssertEqual(lines[1], "a    ▒▒▒███")
    XCTAssertEqual(lines[2], "b ███ ×")
    XCTAssertEqual(lines[3], "   x  ␣  z")
  }

  func testDivergingSketchesShowTheSign() {
    var signed = map
    signed.values = [[-1, -0.5, 0, 0.5, 1]]
    signed.rowLabels = []
    signed.columnLabels = []
    signed.range = nil
    signed.colours = .diverging
    let narrow = signed.sketch(width: 5, height: 3).split(separator: "\n")[0]
    XCTAssertEqual(narrow, "=-·+#")
    let wide = signed.sketch(width: 10, height: 3).split(separator: "\n")[0]
    XCTAssertEqual(wide, "-█-▒  +▒+█")
  }

  func testPowersInASCII() {
    XCTAssertEqual(TextGrid.plain("10⁻³", .ascii), "1e-3")
    XCTAssertEqual(TextGrid.plain("−3·10¹²", .ascii), "-3e12")
    XCTAssertEqual(TextGrid.plain("h² of ρ", .ascii), "h^2 of rho")
  }
}
