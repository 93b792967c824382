import XCTest

@testable import HeatStrips

/// The sentence that says where the errors are.
final class PatternTests: XCTestCase {
  private let gates = ["input gate", "forget gate", "candidate", "output gate"]

  /// An LSTM's gradients at four steps; the closure gives a row's errors.
  private func strip(_ errors: (_ part: String, _ block: String?) -> [Double]) -> HeatStrip {
    var rows = [HeatStrip.Row(part: "x", errors: errors("x", nil))]
    for part in ["W", "U", "b"] {
      rows += gates.map { HeatStrip.Row(part: part, block: $0, errors: errors(part, $0)) }
    }
    return HeatStrip(rows: rows, steps: 4)
  }

  private let right = [0.0, 0, 0, 0]
  private let falling = [8.0, 4, 2, 1]

  func testWhereNothingIsWrongThereIsNothingToSay() {
    XCTAssertNil(strip { _, _ in right }.pattern)
  }

  func testOneBlockIsNamedWithTheWayItsErrorsGrow() {
    let one = strip { $0 == "U" && $1 == "forget gate" ? falling : right }
    XCTAssertEqual(
      one.pattern,
      "Wrong only in the forget gate's block of U, at every step, more towards the first")
  }

  func testBlocksOfTheSameGatesAreNamedTogether() {
    XCTAssertEqual(
      strip { $1 == "forget gate" ? [1, 2, 3, 9] : right }.pattern,
      "Wrong only in the forget gate's blocks of W, U and b, at every step, more towards the last")
    XCTAssertEqual(
      strip { $0 != "x" && ["candidate", "output gate"].contains($1) ? [1, 1, 1, 1] : right }
        .pattern,
      "Wrong only in the candidate's and the output gate's blocks of W, U and b, "
        + "about the same at every step")
    XCTAssertEqual(
      strip { $0 == "x" || ($0 == "b" && $1 == "candidate") ? [1, 9, 1, 9] : right }.pattern,
      "Wrong only in x and the candidate's block of b, at every step")
  }

  func testWhereMostIsWrongTheRestIsNamed() {
    XCTAssertEqual(
      strip { $0 == "W" && $1 == "forget gate" ? right : [1, 1, 1, 1] }.pattern,
      "Wrong everywhere but in the forget gate's block of W, about the same at every step")
    XCTAssertEqual(
      strip { $0 == "x" || ($0 == "U" && $1 == "output gate") ? right : [1, 2, 4, 0] }.pattern,
      "Wrong everywhere but in x and the output gate's block of U, at every step but the last, "
        + "more from step to step")
  }

  func testThreePartsOfFourAreNotOnlySome() {
    func sentence(_ parts: String..., wrong: Int) -> String? {
      HeatStrip(
        rows: parts.enumerated().map { .init(part: $1, errors: [$0 < wrong ? 1 : 0]) }, steps: 0
      ).pattern
    }
    XCTAssertEqual(
      sentence("input", "previous hidden state", "U", "b", "W", wrong: 4),
      "Wrong in input, previous hidden state, U and b")
    XCTAssertEqual(sentence("x", "h", "U", "b", "W", wrong: 3), "Wrong only in x, h and U")
  }

  func testAWholePartIsCalledByItsName() {
    XCTAssertEqual(
      strip { part, _ in part == "U" ? [0, 1, 1, 1] : right }.pattern,
      "Wrong only in U, at every step but the first")
    XCTAssertEqual(
      strip { part, _ in ["U", "b", "x"].contains(part) ? falling : right }.pattern,
      "Wrong only in x, U and b, at every step, more towards the first")
    XCTAssertEqual(
      strip { _, _ in falling }.pattern,
      "Wrong in every part, at every step, more towards the first")
  }

  func testStepsAreCountedFromOne() {
    func sentence(_ errors: Double...) -> String? {
      HeatStrip(rows: [.init(part: "states", errors: errors)], steps: errors.count).pattern
    }
    XCTAssertEqual(sentence(0, 0, 1, 0, 0), "Wrong at step 3 alone")
    XCTAssertEqual(sentence(0, 0, 1, 1, 1), "Wrong from step 3 on")
    XCTAssertEqual(sentence(1, 1, 0, 0, 0), "Wrong at steps 1 to 2")
    XCTAssertEqual(sentence(0, 1, 1, 0, 0), "Wrong at steps 2 to 3")
    XCTAssertEqual(sentence(1, 1, 1, 1, 0), "Wrong at every step but the last")
    XCTAssertEqual(sentence(0, 1, 1, 1, 1), "Wrong at every step but the first")
    XCTAssertEqual(sentence(1, 0, 1, 0, 1), "Wrong at 3 of the 5 steps")
    XCTAssertEqual(
      sentence(0, 1, 2, 4, 8), "Wrong at every step but the first, more towards the last")
    XCTAssertEqual(sentence(1, 1.5, 1.9, 1, 1), "Wrong about the same at every step")
    XCTAssertEqual(sentence(1, 3, 1, 3, 1), "Wrong at every step")
    XCTAssertEqual(sentence(8, 4, 5, 2, 1), "Wrong at every step, more towards the first")
    XCTAssertEqual(sentence(0, 0, 8, 4, 2), "Wrong from step 3 on, less from step to step")
    XCTAssertEqual(sentence(8, 4, 2, 0, 0), "Wrong at steps 1 to 3, more towards the first")
    XCTAssertEqual(sentence(1, 2, 4, 0, 0), "Wrong at steps 1 to 3, more from step to step")
  }

  func testOneStepAndNoStepHaveNoTimeToSpeakOf() {
    XCTAssertEqual(
      HeatStrip(
        rows: [.init(part: "h", errors: [1]), .init(part: "c", errors: [0])], steps: 1
      ).pattern, "Wrong only in h")
    XCTAssertEqual(
      HeatStrip(
        rows: [
          .init(part: "U", block: "forget gate", errors: [2]),
          .init(part: "U", block: "candidate", errors: [0]), .init(part: "input", errors: [1]),
        ], steps: 0
      ).pattern, "Wrong only in input and the forget gate's block of U")
    XCTAssertEqual(
      HeatStrip(rows: [.init(part: "h", errors: [1])], steps: 0).pattern, "Wrong in every part")
  }

  func testWhatHasNoTimeIsNotSaidToBeWrongAtAStep() {
    let rows: [HeatStrip.Row] = [
      .init(part: "x", errors: [0, 1, 0]), .init(part: "h(0)", errors: [1]),
    ]
    XCTAssertEqual(
      HeatStrip(rows: rows, steps: 3).pattern, "Wrong in every part, x at step 2 alone")
    XCTAssertEqual(
      HeatStrip(rows: rows + [.init(part: "c(0)", errors: [0])], steps: 3).pattern,
      "Wrong only in x and h(0), x at step 2 alone")
    XCTAssertEqual(
      HeatStrip(
        rows: [.init(part: "x", errors: [0, 0, 0]), .init(part: "h(0)", errors: [1])], steps: 3
      ).pattern, "Wrong only in h(0)")
  }

  func testWhatIsNoNumberIsWrongAndHasNoSize() {
    let strip = HeatStrip(
      rows: [.init(part: "x", errors: [.nan, .infinity, 1, 0])], steps: 4)
    XCTAssertEqual(strip.rows[0].errors, [-1, -1, 1, 0])
    XCTAssertEqual(strip.pattern, "Wrong at every step but the last")
  }

  func testAStripSurvivesItsReport() throws {
    let strip = strip { $0 == "U" && $1 == "forget gate" ? [.infinity, 4, 2, 1e-300] : right }
    let data = try JSONEncoder().encode(strip)
    XCTAssertEqual(try JSONDecoder().decode(HeatStrip.self, from: data), strip)
  }
}
