import CourseTesting
import Foundation
import LSTMGates
import LinearAlgebra
import XCTest

/// Exercise 4.9: brackets, counted by hand-set gates.
final class BracketTests: ExerciseTestCase {
  /// The reader's counter, or nil, with a failure, where the cell is of another shape.
  private func counter(line: UInt = #line) -> BracketCounter? {
    let cell = bracketCounter()
    let fits = cell.inputSize == 4 && cell.hiddenSize == 1
    expect(
      fits,
      orSay: "the counter has \(cell.inputSize) input columns and \(cell.hiddenSize) units; it "
        + "should have 4 (opening, closing, end of line, other) and 1", line: line)
    return fits ? BracketCounter(cell: cell) : nil
  }

  func test_4_9_eachDepthShowsAnother() {
    guard let counter = counter() else { return }
    let shown = counter.ladder
    for depth in 1...20 {
      expect(
        abs(shown[depth] - shown[depth - 1]) >= 0.01,
        orSay: "the hidden state is \(said(shown[depth - 1])) with \(depth - 1) brackets open and "
          + "\(said(shown[depth])) with \(depth): a reader cannot tell them apart. "
          + counter.diagnosis)
    }
  }

  func test_4_9_sameDepthShowsTheSame() {
    guard let counter = counter() else { return }
    trials(20) { generator in
      var (text, depth) = ("", 0)
      for _ in 0..<300 {
        let choice = generator.integer(below: 3)
        if choice == 0 && depth < 20 {
          text += "("
          depth += 1
        } else if choice == 1 && depth > 0 {
          text += ")"
          depth -= 1
        } else {
          text += "a"
        }
        if generator.integer(below: 60) == 0 {
          text += "\n"
          depth = 0
        }
      }
      expectDepths(of: text, counter)
    }
  }

  func test_4_9_lettersChangeNothing() {
    guard let counter = counter() else { return }
    for depth in [0, 1, 7, 20] {
      expectDepths(
        of: String(repeating: "(", count: depth) + String(repeating: "a", count: 500), counter)
    }
  }

  func test_4_9_whatOpensCloses() {
    guard let counter = counter() else { return }
    for depth in [1, 5, 20] {
      let up = String(repeating: "(", count: depth)
      let down = String(repeating: ")", count: depth)
      expectDepths(of: up + down + up + down, counter)
    }
    expectDepths(of: String(repeating: "()", count: 300), counter)
  }

  func test_4_9_endOfLineForgetsWhatWasLeftOpen() {
    guard let counter = counter() else { return }
    for depth in [1, 3, 20] {
      expectDepths(of: String(repeating: "(", count: depth) + "\n((a)", counter)
    }
    expectDepths(of: "\n\n(", counter)
  }

  private func expectDepths(of text: String, _ counter: BracketCounter, line: UInt = #line) {
    let shown = counter.ladder
    var depth = 0
    for (place, (letter, hidden)) in zip(text, counter.hiddenStates(text)).enumerated() {
      depth = letter == "\n" ? 0 : depth + (letter == "(" ? 1 : letter == ")" ? -1 : 0)
      let isRight = abs(hidden - shown[depth]) <= 0.002
      expect(
        isRight,
        orSay: "after character \(place + 1) of "
          + "“\(text.prefix(24).replacing("\n", with: "⏎"))…” \(depth) brackets are open, and the "
          + "hidden state is \(said(hidden)); straight after \(depth) opening brackets it is "
          + "\(said(shown[depth])). " + counter.diagnosis, line: line)
      if !isRight { return }
    }
  }

  private func said(_ number: Double) -> String { String(format: "%.4f", number) }
}

/// A reader's counter, run in plain loops, and what can be said about its gates.
private struct BracketCounter {
  let cell: LSTMCell

  private static let letters: [Character] = ["(", ")", "\n", "a"]

  private func input(_ letter: Character) -> Matrix {
    build(rows: 1, columns: 4) { $1 == Self.letters.firstIndex(of: letter) ? 1 : 0 }
  }

  func hiddenStates(_ text: String) -> [Double] {
    var state = LSTMState(hidden: [[0]], cell: [[0]])
    return text.map { letter in
      state = referenceStep(cell, input(letter), state)
      return state.hidden[0, 0]
    }
  }

  /// What 0 to 20 opening brackets in a row show.
  var ladder: [Double] { [0] + hiddenStates(String(repeating: "(", count: 20)) }

  private func gates(_ letter: Character) -> (i: Double, f: Double, g: Double, o: Double) {
    let gates = referenceGates(
      referencePreactivations(cell, input(letter), [[0]]), hiddenSize: 1)
    return (
      gates.inputGate[0, 0], gates.forgetGate[0, 0], gates.candidate[0, 0], gates.outputGate[0, 0]
    )
  }

  /// What is most likely wrong, by the gates from an old hidden state of 0.
  var diagnosis: String {
    let (opening, closing) = (gates("("), gates(")"))
    let (end, other) = (gates("\n"), gates("a"))
    let (up, down) = (opening.i * opening.g, closing.i * closing.g)
    if let problem = keepProblem([
      ("an opening bracket", opening), ("a closing bracket", closing),
      ("another letter", other),
    ]) {
      return problem
    }
    if abs(other.i * other.g) > 1e-6 {
      return "A letter that is no bracket adds \(number(other.i * other.g)) to the cell state"
    }
    if end.f > 1e-4 {
      return "At the end of a line the forget gate is \(number(end.f)): what was left open stays"
    }
    if abs(end.i * end.g) > 1e-4 {
      return "The end of a line clears the belt and writes \(number(end.i * end.g)) on it"
    }
    if up == 0 { return "An opening bracket adds nothing to the cell state" }
    if abs(up + down) > 1e-6 * abs(up) {
      return "An opening bracket adds \(number(up)) to the cell state and a closing one "
        + "\(number(down)): the two should cancel"
    }
    if let least = [opening.o, closing.o, end.o, other.o].min(), least < 0.5 {
      return "An output gate is \(number(least)), and what is not shown cannot be read"
    }
    if abs(up) > 0.08 {
      return "An opening bracket adds \(number(up)), so that 20 of them make \(number(20 * up)); "
        + "tanh is flat there and hides the difference"
    }
    if abs(up) < 0.011 {
      return "An opening bracket adds \(number(up)), which is too little to be seen"
    }
    return "With an old hidden state of 0 its gates are right; look at what the recurrent weights "
      + "add, and whether the output gate is the same for all four inputs"
  }

  private func keepProblem(
    _ all: [(name: String, gates: (i: Double, f: Double, g: Double, o: Double))]
  ) -> String? {
    guard let worst = all.min(by: { $0.gates.f < $1.gates.f }), worst.gates.f < 0.999_99 else {
      return nil
    }
    return "At \(worst.name) the forget gate is \(number(worst.gates.f)): the depth fades while it "
      + "should be kept"
  }

  private func number(_ number: Double) -> String {
    String(format: abs(number) < 1e-3 ? "%.2g" : "%.5g", number)
  }
}
