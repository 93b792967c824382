import LSTMGates
import LinearAlgebra
import VanishingGradients
import XCTest

@testable import Authoring
@testable import Laboratory

/// Chapter 04 quotes numbers of its figures and demos; these tests hold the page to them.
final class Chapter04FiguresTests: XCTestCase {
  private func expect(
    _ curves: [(name: String, norms: [Double])], are page: [String: (Double, Double)],
    line: UInt = #line
  ) {
    for (name, norms) in curves {
      guard let (at20, at100) = page[name] else { continue }
      XCTAssertEqual(norms[20] / at20, 1, accuracy: 0.05, "\(name), 20 steps", line: line)
      XCTAssertEqual(norms[100] / at100, 1, accuracy: 0.05, "\(name), 100 steps", line: line)
    }
    XCTAssertTrue(Set(page.keys).isSubset(of: curves.map(\.name)), line: line)
  }

  func testDecayCurvesAreThoseOfThePage() {
    // REGION decay
    expect(
      Chapter04Figures.decayCurves(),
      are: [
        "RNN": (0.0067, 1.2e-12), "LSTM, forget bias 0": (0.0013, 2.4e-15),
        "LSTM, forget bias 1": (0.094, 0.00034), "LSTM, forget bias 3": (0.15, 0.037),
        "LSTM latch": (0.42, 0.42),
      ])
    expect(
      Chapter04Figures.decayCurves(strength: 1),
      are: [
        "RNN": (3.4e-6, 2.4e-30), "LSTM, forget bias 0": (1.1e-4, 6.2e-20),
        "LSTM, forget bias 1": (0.0032, 2.5e-10), "LSTM, forget bias 3": (0.051, 0.0016),
      ])
    // END REGION decay
  }

  func testTheDemoThatThePageNamesPrintsItsNumbers() {
    let demo = VanishingGradientsDemo(radius: 0.9, steps: 100, showsLSTM: true)
    expect(
      VanishingGradientsDemo.Results(demo).curves.map { ($0.name, $0.norms) },
      are: [
        "tanh": (0.0067, 1.2e-12), "LSTM bias 1": (0.094, 0.00034), "LSTM bias 3": (0.15, 0.037),
      ])
  }

  func testAnLSTMsGradientCanGrow() {
    // REGION growth
    var generator = SeededGenerator(seed: 1)
    let cell = LSTMCell(inputSize: 8, hiddenSize: 32, forgetBias: 5, using: &generator)
    let inputs = (0..<100).map { _ in Matrix.normal(rows: 1, columns: 8, using: &generator) }
    let gradient = Matrix.normal(rows: 1, columns: 32, using: &generator)
    let curve = decayCurve(
      of: .sideBySide([gradient / gradient.norm, gradient * 0]),
      through: stateJacobians(cell, inputs: inputs, from: .zeros(batch: 1, hiddenSize: 32)))
    XCTAssertEqual(curve[100], 10.8, accuracy: 0.05)
    // END REGION growth
  }

  func testMemoryLatchTableIsThatOfThePage() {
    // REGION latch
    let trial = LatchTrial(seed: 1)
    // After 1, 5, 20, 100 and 1,000 steps, and whether a new bit is taken, in per cent.
    let page: [(String, [Double])] = [
      ("LSTM latch", [100, 100, 100, 100, 100, 100]),
      ("RNN, u = 0.5", [69.6, 49.8, 48.5, 51.8, 52.8, 100]),
      ("RNN, u = 0.9", [84.8, 53.9, 48.9, 51.3, 51.7, 100]),
      ("RNN, u = 1", [89.8, 58.1, 48.4, 50.6, 51.5, 100]),
      ("RNN, u = 1.5", [100, 84.7, 59.5, 48.8, 49.9, 38.4]),
      ("RNN, u = 2", [100, 99.1, 97.3, 89.3, 56.7, 1.4]),
      ("RNN, u = 3", [100, 100, 100, 100, 100, 0]),
    ]
    for (contender, (name, shares)) in zip(trial.contenders, page) {
      XCTAssertEqual(contender.name, name)
      let measured =
        [1, 5, 20, 100, 1_000].map { contender.kept(after: $0) } + [contender.rewritten]
      for (measured, share) in zip(measured, shares) {
        // One run in a thousand may fall to the other side of zero on another processor.
        XCTAssertEqual(measured * 100, share, accuracy: 0.3, name)
      }
    }
    // END REGION latch
  }

  func testHandSetUnitsDoWhatTheySay() throws {
    let text = "Ab (c) \"de f\" g"
    let reading = try SentenceReading(of: text)
    func shown(_ unit: String) -> String {
      let index = handSetUnits.firstIndex { $0.name == unit } ?? 0
      return String(reading.states.map { $0.hidden[0, index] > 0.5 ? "1" : "." })
    }
    XCTAssertEqual(text, "Ab (c) \"de f\" g")
    XCTAssertEqual(shown("letters"), "11..1...11.1..1")
    XCTAssertEqual(shown("capital"), "11.............")
    XCTAssertEqual(shown("bracket"), "...11..........")
    XCTAssertEqual(shown("quoted"), ".......11111...")
    let letters = handSetUnits.firstIndex { $0.name == "letters" } ?? 0
    XCTAssertEqual(reading.states[1].cell[0, letters], 2, accuracy: 1e-6)
    XCTAssertEqual(reading.states[2].cell[0, letters], 0, accuracy: 1e-6)
  }

  func testGatesDemoTakesAnySentenceButNoneAndTooLong() throws {
    XCTAssertThrowsError(try SentenceReading(of: "")) {
      XCTAssertEqual("\($0)", "--text is empty; give it a sentence")
    }
    XCTAssertThrowsError(try SentenceReading(of: String(repeating: "a", count: 73))) {
      XCTAssertEqual("\($0)", "--text has 73 characters; give it at most 72")
    }
    for text in ["a", " ", "é\u{301}👩‍👩‍👧\n", String(repeating: "\"", count: 72)] {
      XCTAssertEqual(try SentenceReading(of: text).states.count, text.count)
    }
  }
}
