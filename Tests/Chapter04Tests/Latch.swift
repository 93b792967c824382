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

  /// What is most likely wrong with the gates.
  var diagnosis: String {
    keepProblem ?? writeProblem ?? "Its gates look right when the old hidden state is 0"
  }

  private static let bits = [-1.0, 0, 1]

  private var keepProblem: String? {
    let gates = Self.bits.map { self.gates($0, 0) }
    let held = gates.map(\.f).min() ?? 0
    let leak = gates.map(\.i).max() ?? 0
    if held < 0.5 && self.gates(1, 1).f > 0.5 {
      return "The forget gate is open on write and shut on keep: it keeps when it is 1"
    }
    if (gates.map(\.f).max() ?? 0) - held > 0.5 {
      return "On keep the forget gate moves with the bit, column 0; only the command, column 1, "
        + "should move it"
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
    let gates = Self.bits.map { self.gates($0, 1) }
    let input = gates.map(\.i).min() ?? 0
    let kept = gates.map(\.f).max() ?? 0
    if input < 0.99 { return "On write the input gate is \(number(input)); it should be open" }
    if kept > 0.01 {
      return "On write the forget gate is \(number(kept)): the new bit is added to the old one "
        + "instead of replacing it"
    }
    let (low, high) = (gates[0].g, gates[2].g)
    if low > 0 && high < 0 { return "The candidate has the opposite sign of the bit" }
    if low > -0.99 || high < 0.99 {
      return "The candidate for a bit of 1 is \(number(high)) and for -1 \(number(low)); they "
        + "should be 1 and -1"
    }
    return nil
  }

  private func number(_ number: Double) -> String { String(format: "%.7g", number) }
}
