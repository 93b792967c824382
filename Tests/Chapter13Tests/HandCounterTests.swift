import CourseTesting
import Cousins
import LSTMGates
import LinearAlgebra
import VanillaRNN
import XCTest

/// Exercise 13.6: a counter by hand.
final class HandCounterTests: ExerciseTestCase {
  /// The reader's model, or nil, with a failure, where it is of another shape.
  private func counter(line: UInt = #line) -> PlainCounter? {
    let model = handCounter()
    let cell = model.cell
    let problem =
      cell.inputWeights.rows != 3
      ? "the cell reads \(cell.inputWeights.rows) columns; it should read 3: a, b, end"
      : cell.recurrentWeights.rows != 1
        ? "the cell has \(cell.recurrentWeights.rows) units; it should have 1"
        : model.output.weights.rows != cell.recurrentWeights.rows
          || model.output.weights.columns != 3
          ? "the output layer is \(model.output.weights.shape); it should have one row "
            + "and 3 columns: a, b, end"
          : cell.wiring.layerNorm ? "layer norm leaves nothing of one unit" : nil
    expect(problem == nil, orSay: problem ?? "", line: line)
    return problem == nil ? PlainCounter(model: model) : nil
  }

  private func expectRight(_ counts: some Sequence<Int>, line: UInt = #line) {
    guard let counter = counter(line: line) else { return }
    for n in counts {
      let problem = counter.problem(with: n)
      expect(problem == nil, orSay: problem ?? "", line: line)
      if problem != nil { return }
    }
  }

  func test_13_6_oneAAndOneB() { expectRight([1]) }
  func test_13_6_upToTen() { expectRight(1...10) }
  func test_13_6_upToAHundred() { expectRight([20, 50, 80, 99, 100]) }
  func test_13_6_everyCount() { expectRight(1...100) }
}

/// A reader's counter, run in plain loops, and what can be said about it.
private struct PlainCounter {
  let model: SymbolModel<WiredCell>

  /// For each step of aⁿbⁿ the cell states and the logits after it.
  func run(_ n: Int) -> [(cell: [Double], logits: [Double])] {
    let size = model.cell.recurrentWeights.rows
    var (hidden, old) = (Array(repeating: 0.0, count: size), Array(repeating: 0.0, count: size))
    return (0..<2 * n).map { step in
      let units = PlainWired(cell: model.cell).step(step < n ? [1, 0, 0] : [0, 1, 0], hidden, old)
      (hidden, old) = (units.map { $0[5] }, units.map { $0[4] })
      return (
        old,
        plainSums(hidden, [], model.output.weights, Matrix(rows: 0, columns: 3), model.output.bias)
      )
    }
  }

  /// Why the model is wrong about aⁿbⁿ; nil where it is right at every step.
  func problem(with n: Int) -> String? {
    for (step, (_, logits)) in run(n).enumerated() {
      let guess = (0..<3).max { logits[$0] < logits[$1] } ?? 0
      let hasTwo = logits.count { $0 == logits[guess] } > 1
      let right = step < n ? guess != 2 : guess == (step < 2 * n - 1 ? 1 : 2)
      if right && !hasTwo && logits.allSatisfy(\.isFinite) { continue }
      let place = step < n ? "a number \(step + 1)" : "b number \(step - n + 1)"
      let names = ["a", "b", "the end"]
      return "n = \(n): after \(place) the most probable is "
        + (hasTwo ? "not one symbol alone" : names[guess]) + ".\n    "
        + (hasTwo ? .tie : known(n, step, guess)).sentence
    }
    return nil
  }

  private func known(_ n: Int, _ step: Int, _ guess: Int) -> Mistake {
    let hundred = run(100).map { $0.cell[0] }
    let (first, last) = (hundred[0], hundred[99] - hundred[98])
    if abs(hundred[99]) < 1e-6 { return .nothingCounted }
    if abs(first - last) > 1e-3 * abs(first) { return .countFades }
    if abs(hundred[199]) > 1e-3 * abs(first) { return .wayBackDiffers }
    if guess == 2 { return .endTooSoon }
    return guess == 0 ? .aAmongBs : .endTooLate
  }
}
