import CourseTesting
import Foundation
import LSTMGates
import LinearAlgebra

/// A reader's latch, run in plain loops, and what can be said about its gates.
struct Latch {
  let cell: LSTMCell

  /// Nil, with a failure, where the cell has not two inputs and one unit.
  init?(_ cell: LSTMCell, in test: ExerciseTestCase, line: UInt = #line) {
    let fits = cell.inputSize == 2 && cell.hiddenSize == 1
    test.expect(
      fits,
      orSay: "the latch has \(cell.inputSize) input columns and \(cell.hiddenSize) units; it "
        + "should have 2 (the bit and the command) and 1", line: line)
    if !fits { return nil }
    self.cell = cell
  }

  /// Both states after a sequence of bits and commands.
  func run(_ inputs: [(Double, Double)], from start: Double) -> (cell: Double, hidden: Double) {
    var state = LSTMState(hidden: [[0]], cell: [[start]])
    for (bit, command) in inputs {
      state = referenceStep(cell, [[bit, command]], state)
    }
    return (state.cell[0, 0], state.hidden[0, 0])
  }

  func gates(_ bit: Double, _ command: Double) -> (i: Double, f: Double, g: Double, o: Double) {
    let gates = referenceGates(
      referencePreactivations(cell, [[bit, command]], [[0]]), hiddenSize: 1)
    return (
      gates.inputGate[0, 0], gates.forgetGate[0, 0], gates.candidate[0, 0], gates.outputGate[0, 0]
    )
  }

  /// What is most likely wrong where a write goes wrong.
  var writeDiagnosis: String { writeProblem ?? Self.noProblem }

  /// What is most likely wrong where the cell state changes between two writes.
  var keepDiagnosis: String { keepProblem ?? writeProblem ?? Self.noProblem }

  /// What is most likely wrong where the hidden state does not show the bit, on keep.
  func showDiagnosis(_ bit: Double) -> String {
    let output = gates(-bit, 0).o
    if output < 0.92 { return "With the command keep, the output gate is \(number(output))" }
    return "The output gate is open, so the cell state is not the bit. "
      + (isWritten ? keepDiagnosis : writeDiagnosis)
  }

  /// Whether the bit replaces whatever was there, from an old hidden state of 0.
  var isWritten: Bool {
    [-1.0, 0, 1].allSatisfy { old in
      [-1.0, 1].allSatisfy { bit in abs(run([(bit, 1)], from: old).cell - bit) < 0.01 }
    }
  }

  private static let noProblem =
    "With an old hidden state of 0 its gates are right; look at what the recurrent weights add"

  private var keepProblem: String? {
    let gates = [-1.0, 0, 1].map { self.gates($0, 0) }
    let held = gates.map(\.f).min() ?? 0
    let leak = gates.map(\.i).max() ?? 0
    if isReversed { return Self.reversed }
    if let problem = followsBit("forget gate", command: "keep", gates.map(\.f))
      ?? followsBit("input gate", command: "keep", gates.map(\.i))
    {
      return problem
    }
    if held < 0.999_995 {
      return "On keep the forget gate is \(number(held)), and to the power 1,000 that is "
        + number(Foundation.pow(held, 1_000))
    }
    if leak > 5e-6 {
      return "On keep the input gate lets through \(number(leak)) of the candidate, a thousand "
        + "times"
    }
    return nil
  }

  private var writeProblem: String? {
    let gates = [-1.0, 1].map { self.gates($0, 1) }
    let input = gates.map(\.i).min() ?? 0
    let kept = gates.map(\.f).max() ?? 0
    if isReversed { return Self.reversed }
    if let problem = followsBit("input gate", command: "write", gates.map(\.i))
      ?? followsBit("forget gate", command: "write", gates.map(\.f))
    {
      return problem
    }
    if input < 0.99 { return "On write the input gate is \(number(input)); it should be open" }
    if kept > 0.01 {
      return "On write the forget gate is \(number(kept)): the new bit is added to the old one "
        + "instead of replacing it"
    }
    if let problem = candidateProblem(forMinusOne: gates[0].g, forOne: gates[1].g) {
      return problem
    }
    if isWritten { return nil }
    return "On write the input gate is \(number(input)), the forget gate \(number(kept)) and the "
      + "candidate for 1 \(number(gates[1].g)): each is near, but together they miss the bit by "
      + "more than 0.01"
  }

  private func candidateProblem(forMinusOne low: Double, forOne high: Double) -> String? {
    if abs(high - low) < 0.01 {
      return "The candidate does not follow the bit: on write it is \(number(high)) for 1 and "
        + "\(number(low)) for -1; what moves it is the third block of the bit's row"
    }
    if low > 0 && high < 0 { return "The candidate has the opposite sign of the bit" }
    if low > -0.99 || high < 0.99 {
      return "On write the candidate is \(number(high)) for a bit of 1 and \(number(low)) for -1; "
        + "what is written must be within 0.01 of the bit"
    }
    return nil
  }

  private var isReversed: Bool {
    gates(0, 0).f < 0.5 && [-1.0, 1].allSatisfy { gates($0, 1).f > 0.5 }
  }

  private static let reversed =
    "The forget gate is open on write and shut on keep: it keeps when it is 1"

  /// The sentence for a gate that the bit opens and shuts.
  private func followsBit(_ gate: String, command: String, _ values: [Double]) -> String? {
    guard let low = values.first, let high = values.last, abs(high - low) > 0.5 else { return nil }
    return
      "On \(command) the \(gate) is \(number(high)) for a bit of 1 and \(number(low)) for -1: it "
      + "moves with the bit, column 0; only the command, column 1, should move it"
  }

  private func number(_ number: Double) -> String {
    abs(number) < 1e-3 ? String(format: "%.2g", number) : String(format: "%.7g", number)
  }
}
