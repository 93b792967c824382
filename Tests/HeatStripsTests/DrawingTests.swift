import XCTest

@testable import HeatStrips

final class DrawingTests: XCTestCase {
  func testStepsStandAcrossAndPartsDown() {
    let strip = HeatStrip(
      rows: [
        .init(part: "x", errors: [0, 0, 0]),
        .init(part: "U", block: "forget gate", errors: [8, 2, 1]),
        .init(part: "U", block: "candidate", errors: [0, 0, 0]),
      ], steps: 3)
    XCTAssertEqual(
      strip.drawn(width: 80),
      [
        "step            1  2  3",
        "x               ·  ·  ·",
        "U, forget gate  █  ▆  ▅",
        "U, candidate    ·  ·  ·",
        "· right   ▅▆▇█ wrong: █ the largest, each lower mark half as much",
        "Wrong only in the forget gate's block of U, at every step, more towards the first.",
      ])
  }

  func testANamedCauseNeedsNoPattern() {
    let strip = HeatStrip(rows: [.init(part: "x", errors: [1, 0])], steps: 2, note: "Of x.")
    XCTAssertEqual(
      strip.drawn(width: 80),
      ["step  1  2", "x     █  ·", "· right   █ wrong", "Of x.", "Wrong at step 1 alone."])
    XCTAssertEqual(
      strip.drawn(width: 80, saysWhere: false),
      ["step  1  2", "x     █  ·", "· right   █ wrong", "Of x."])
  }

  func testAPartThatIsRightTakesOneRow() {
    let strip = HeatStrip(
      rows: [
        .init(part: "W", block: "input gate", errors: [0, 0]),
        .init(part: "W", block: "forget gate", errors: [0, 0]),
        .init(part: "b", block: "input gate", errors: [0, 1]),
        .init(part: "b", block: "forget gate", errors: [0, 0]),
        .init(part: "h(0)", errors: [1]),
      ], steps: 2)
    XCTAssertEqual(
      strip.drawn(width: 80).prefix(5),
      [
        "step            1  2",
        "W               ·  ·",
        "b, input gate   ·  █",
        "b, forget gate  ·  ·",
        "h(0)            █  (whole)",
      ])
  }

  func testGatesStandAcrossWhereThereIsNoTime() {
    let strip = HeatStrip(
      rows: [
        .init(part: "input", errors: [1]), .init(part: "U", block: "input gate", errors: [0]),
        .init(part: "U", block: "forget gate", errors: [.nan]),
      ], steps: 0)
    XCTAssertEqual(
      strip.drawn(width: 80),
      [
        "       input gate  forget gate  whole",
        "input                           █",
        "U      ·           ✗",
        "· right   █ wrong   ✗ no number",
        "Wrong only in input and the forget gate's block of U.",
      ])
  }

  func testEveryLineFitsWhateverTheLength() {
    for steps in [1, 2, 9, 20, 33, 64, 100, 300] {
      for width in [40, 76, 80] {
        let strip = HeatStrip(
          rows: ["x", "U"].map { part in
            .init(
              part: part, block: part == "U" ? "forget gate" : nil,
              errors: (0..<steps).map { Double($0 + 1) })
          }, steps: steps)
        let lines = strip.drawn(width: width)
        for line in lines.dropLast(2) {
          XCTAssertLessThanOrEqual(line.count, width, "\(steps) steps: \(line)")
        }
        XCTAssertEqual(lines[1].filter { $0 == "█" }.isEmpty, false)
      }
    }
  }

  func testALongSequenceSharesItsColumns() {
    let errors = (1...100).map { $0 == 100 ? 1.0 : 0 }
    let lines = HeatStrip(rows: [.init(part: "x", errors: errors)], steps: 100).drawn(width: 60)
    XCTAssertTrue(lines[1].hasSuffix("·█"), lines[1])
    XCTAssertEqual(lines[2], "Each column stands for 2 steps.")
    XCTAssertEqual(lines.last, "Wrong at step 100 alone.")
  }

  func testRightPartsAreLeftOutWhereThereAreMany() {
    let rows = (0..<40).map { HeatStrip.Row(part: "unit \($0)", errors: [$0 == 7 ? 1 : 0, 0]) }
    let lines = HeatStrip(rows: rows, steps: 2).drawn(width: 80)
    XCTAssertEqual(lines.count, 4)
    XCTAssertTrue(lines[1].hasPrefix("unit 7"))
  }

  func testNothingWrongIsNoStrip() {
    XCTAssertEqual(HeatStrip(rows: [.init(part: "x", errors: [0])], steps: 1).drawn(width: 80), [])
  }

  func testEachMarkIsStyledByItsLevel() {
    let strip = HeatStrip(rows: [.init(part: "x", errors: [0, 1, 8])], steps: 3)
    let lines = strip.drawn(width: 80) { mark, level in "<\(level)\(mark)>" }
    XCTAssertEqual(lines[1], "x     <0·>  <5▅>  <8█>")
  }

  func testLevelsAreHalvesOfTheLargestError() {
    let errors = [0, 100, 51, 50, 26, 25, 1, 0.001, HeatStrip.notANumber]
    XCTAssertEqual(errors.map { HeatStrip.level($0, largest: 100) }, [0, 8, 8, 7, 7, 6, 2, 1, 9])
  }
}
