import Foundation
import LinearAlgebra
import XCTest

@testable import Tasks

final class GenerateCommandTests: ModelTestCase {
  private func generate(_ arguments: [String]) -> Outcome {
    run(["generate", "--model", model] + arguments)
  }

  // MARK: Where it ends

  func testTheTextEndsAfterTheWordsToStopAt() {
    _ = train()
    let whole = generate(["--length", "300"]).output
    let words = String(whole.dropFirst(50).prefix(3))
    guard let end = whole.range(of: words) else { return XCTFail(whole) }
    let stopped = generate(["--length", "300", "--stop", words])
    XCTAssertEqual(stopped.output, whole[..<end.upperBound] + "\n")
    XCTAssertEqual(stopped.status, 0)
    // What is never written ends nothing, and what the prompt says was not written.
    XCTAssertEqual(generate(["--length", "300", "--stop", "@"]).output, whole)
    let prompted = generate(["--prompt", "the gate ", "--length", "9", "--stop", "the gate "])
    XCTAssertEqual(prompted.output.count, 9 + 9 + 1)
    expectRefusal(generate(["--stop", ""]), "--stop is empty; give it the text to end after")
  }

  func testWordsAreFoundAcrossPiecesAndWithinOne() {
    var stop = StopText("é.x")
    for piece in ["é", "e.", "x", "."] { XCTAssertFalse(stop.shown(piece).isDone) }
    XCTAssertFalse(stop.shown("é").isDone)
    XCTAssertFalse(stop.shown(".").isDone)
    let end = stop.shown("xyz")
    XCTAssertEqual(end.text, "x")
    XCTAssertTrue(end.isDone)
    var accent = StopText("\u{E9}")
    XCTAssertTrue(accent.shown("e\u{301}").isDone, "é is é, however it is spelled")
    for (words, piece) in [
      ("e", "\u{E9}"), ("e", "e\u{301}"), ("\u{1F468}", "\u{1F468}\u{200D}\u{1F466}"),
    ] {
      var part = StopText(words)
      XCTAssertFalse(part.shown(piece).isDone, "\(words) is no part of \(piece)")
    }
    var single = StopText("s")
    XCTAssertEqual(single.shown("things").text, "things")
    XCTAssertEqual(single.shown("gates are").text, "gates")
  }

  // MARK: Samples

  func testEachSampleIsThatOfItsSeed() {
    _ = train()
    let three = generate(["--length", "30", "--samples", "3", "--seed", "5", "--prompt", "and"])
    let alone = (5...7).map { generate(["--length", "30", "--seed", "\($0)", "--prompt", "and"]) }
    let expected = alone.enumerated().map { index, outcome in
      "--- \(index + 1) of 3, --seed \(5 + index) ---\n\(outcome.output)"
    }.joined(separator: "\n")
    XCTAssertEqual(three.output, expected)
    expectRefusal(generate(["--samples", "0"]), "--samples is 0; it must be a whole number from 1")
    expectRefusal(
      generate(["--samples", "2", "--seed", "\(Int.max)"]), "--seed is \(Int.max); it must be")
  }

  // MARK: Eight bits

  func testEightBitsChangeALossByLittle() throws {
    _ = train()
    func loss(_ bits: String) throws -> Double {
      let outcome = run(["evaluate", text, "--model", model, "--bits", bits, "--json"])
      XCTAssertEqual(outcome.status, 0, outcome.errors)
      return try JSONDecoder().decode(Evaluation.self, from: Data(outcome.output.utf8)).loss
    }
    let (single, eight) = (try loss("32"), try loss("8"))
    XCTAssertNotEqual(single, eight)
    XCTAssertEqual(single, eight, accuracy: 0.005)
    XCTAssertEqual(generate(["--bits", "32"]).output, generate([]).output)
    XCTAssertEqual(generate(["--bits", "8", "--length", "30"]).status, 0)
    expectRefusal(generate(["--bits", "sixteen"]), "--bits is sixteen; it must be 32 or 8")
  }

  // MARK: The nucleus

  func testTheNucleusIsTheFewestLikeliestThatReachItsShare() {
    // Probabilities 1/2, 1/4, 1/8, 1/8.
    let logits: [Float] = [0, 0.693_147_2, 1.386_294_4, 0]
    func drawn(_ sampling: Sampling) -> Set<Int> {
      var generator = SeededGenerator(seed: 3)
      return Set(
        (0..<400).map { _ in sampling.draw(logits, excluding: nil, using: &generator) })
    }
    XCTAssertEqual(drawn(Sampling(temperature: 1, topP: 0.01)), [2])
    XCTAssertEqual(drawn(Sampling(temperature: 1, topP: 0.49)), [2])
    XCTAssertEqual(drawn(Sampling(temperature: 1, topP: 0.51)), [2, 1])
    XCTAssertEqual(drawn(Sampling(temperature: 1, topP: 0.76)), [2, 1, 0])
    XCTAssertEqual(drawn(Sampling(temperature: 1, topP: 1)), [2, 1, 0, 3])
    // Of the two likeliest alone, the first has two thirds.
    XCTAssertEqual(drawn(Sampling(temperature: 1, topK: 2, topP: 0.66)), [2])
    XCTAssertEqual(drawn(Sampling(temperature: 1, topK: 2, topP: 0.67)), [2, 1])
    // A temperature of 2 flattens the distribution first: .370, .262, .185, .185.
    XCTAssertEqual(drawn(Sampling(temperature: 2, topP: 0.5)), [2, 1])
  }

  func testTheWholeNucleusChangesNoText() {
    _ = train()
    XCTAssertEqual(generate(["--top-p", "1"]).output, generate([]).output)
    for value in ["0", "1.1", "nan", "-1"] {
      expectRefusal(
        generate(["--top-p", value]), "--top-p is \(value); it must be a number above 0")
    }
  }
}
